import type { CommandId, ViewId } from '../ids';
import type { CommandContribution, RowPlace } from './contributions/contribution';
import { contributions } from './contributions/contributions';
import { submenuContributions } from './contributions/submenus';
import { engineTexts, type ViewContribution, viewContributions } from './contributions/views';

/** The parts of `contributes` in package.json that are made from src/build/contributions. */
export interface ManifestParts {
  readonly commands: readonly object[];
  readonly submenus: readonly object[];
  readonly menus: Readonly<Record<string, readonly object[]>>;
  readonly keybindings: readonly object[];
  readonly views: Readonly<Record<string, readonly object[]>>;
  readonly viewsWelcome: readonly object[];
}

export function manifestParts(): ManifestParts {
  return {
    commands: commands.map(command),
    submenus: submenus.map(([id, { label }]) => ({ id, label })),
    menus: menus(),
    keybindings: keybindings(),
    views: { layerwright: views.map(view), layerwrightBuild: [buildView] },
    viewsWelcome: welcomes(),
  };
}

const commands = Object.entries(contributions) as [CommandId, CommandContribution][];
const submenus = Object.entries(submenuContributions);
const views = Object.entries(viewContributions) as [ViewId, ViewContribution][];

function command([id, { title, icon, enablement }]: [CommandId, CommandContribution]): object {
  return {
    command: id,
    title,
    category: 'Layerwright',
    ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    ...(enablement === undefined ? {} : { enablement }),
  };
}

function menus(): Readonly<Record<string, readonly object[]>> {
  const found: Record<string, object[]> = {};
  const add = (menu: string, item: object) => {
    found[menu] ??= [];
    found[menu].push(item);
  };
  for (const [id, { titles = [], rows = [], elsewhere = [], palette }] of commands) {
    for (const { view, group, when } of titles)
      add('view/title', { command: id, when: all(`view == ${view}`, when), group });
    for (const row of rows) add('view/item/context', { command: id, when: rowCondition(row), group: row.group });
    for (const { menu, when, group } of elsewhere)
      add(menu, { command: id, ...(when === undefined ? {} : { when }), group });
    if (palette !== undefined) add('commandPalette', { command: id, when: palette === false ? 'false' : palette });
  }
  for (const [id, { rows }] of submenus)
    for (const row of rows) add('view/item/context', { submenu: id, when: rowCondition(row), group: row.group });
  return found;
}

/** The rows that are selected are the argument: a key hands none by itself. */
function keybindings(): readonly object[] {
  const ofRows = commands.flatMap(([id, { keys = [] }]) =>
    keys.map(({ view, key, mac }) => ({
      command: id,
      key,
      ...(mac === undefined ? {} : { mac }),
      when: `focusedView == ${view} && listFocus && !inputFocus`,
      args: { selectionOf: view },
    })),
  );
  return [...ofRows, ...detachKeys];
}

/** Keys that the editor would take for itself, to find files and to quit, before a terminal could see them. */
const detachKeys = ['p', 'q'].map((letter) => ({
  command: 'workbench.action.terminal.sendSequence',
  key: `ctrl+${letter}`,
  when: 'terminalFocus && layerwright.terminalDetaches',
  args: { text: String.fromCharCode(letter.charCodeAt(0) - 96) },
}));

function rowCondition({ view, values, single, when }: RowPlace): string {
  const [only] = values;
  const kind = values.length === 1 ? `viewItem == ${only}` : `viewItem =~ /^(${values.join('|')})$/`;
  return all(`view == ${view}`, kind, single ? '!listMultiSelection' : undefined, when);
}

function all(...conditions: readonly (string | undefined)[]): string {
  return conditions.filter((condition) => condition !== undefined).join(' && ');
}

function view([id, { name, collapsed, size }]: [ViewId, ViewContribution]): object {
  return {
    id,
    name,
    icon: 'media/layerwright.svg',
    contextualTitle: 'Layerwright',
    ...(collapsed ? { visibility: 'collapsed' } : {}),
    initialSize: size,
  };
}

/** A page in the panel below the editor, once something has been built. */
const buildView = {
  id: 'layerwright.build',
  name: 'Build',
  type: 'webview',
  icon: 'media/layerwright.svg',
  contextualTitle: 'Layerwright',
  when: 'layerwright.hasBuilds',
};

function welcomes(): readonly object[] {
  const ofEngine = views.filter(([, { empty }]) => empty !== undefined);
  return ofEngine.flatMap(([id, { empty, explains }]) => [
    ...Object.entries(engineTexts).map(([state, { whole, brief }]) => ({
      view: id,
      contents: explains ? whole : brief,
      when: `layerwright.engineState == ${state}`,
    })),
    { view: id, contents: empty, when: `layerwright.engineState == connected && ${id}Empty` },
  ]);
}
