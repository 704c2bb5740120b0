import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCommandPage } from '../../src/build/command-page';
import { commandAreas, contributions } from '../../src/build/contributions/contributions';
import { viewContributions } from '../../src/build/contributions/views';
import { manifestParts } from '../../src/build/manifest-parts';
import { ruleSettingId, ruleSettings } from '../../src/build/rule-settings';
import {
  arrangedViewIds,
  type ContextKey,
  type ContextValue,
  type EngineState,
  type EngineViewId,
  type SettingId,
  type ViewId,
} from '../../src/ids';
import { rules } from '../../src/lint/rules';
import { repositoryRoot } from '../support/scratch';

const generated = manifestParts();
const commandIds = Object.keys(contributions).sort();
// The compiler holds these lists and the unions of ids.ts together; the tests hold the lists and the manifest together.
const viewIds = (Object.keys(viewContributions) as ViewId[]).sort();
const engineStates = keysOf<EngineState>({
  none: true,
  connecting: true,
  connected: true,
  unreachable: true,
  permission: true,
  incompatible: true,
  misconfigured: true,
});
/** The others have nothing to do with an engine. */
function isEngineView(id: ViewId): id is EngineViewId {
  return viewContributions[id].empty !== undefined;
}

const contextKeys = [
  'layerwright.engineState',
  'layerwright.terminalDetaches',
  'layerwright.hasBuilds',
  ...viewIds.filter(isEngineView).map((id) => `${id}Empty` as const),
  ...arrangedViewIds.flatMap((id) => [`${id}Filtered`] as const),
] satisfies ContextKey[];
const contextValues = keysOf<ContextValue>({
  image: true,
  imageTag: true,
  danglingImage: true,
  imageRepository: true,
  imageGroup: true,
  runningContainer: true,
  pausedContainer: true,
  stoppedContainer: true,
  containerGroup: true,
  looseContainerGroup: true,
  containerPort: true,
  context: true,
  currentContext: true,
  defaultContext: true,
  currentDefaultContext: true,
  socket: true,
  imageUsage: true,
  containerUsage: true,
  volumeUsage: true,
  buildCacheUsage: true,
  imageUsageItem: true,
  containerUsageItem: true,
  volumeUsageItem: true,
  volume: true,
  anonymousVolumes: true,
  volumeUser: true,
  network: true,
  predefinedNetwork: true,
  networkUser: true,
  containerFiles: true,
  containerFolder: true,
  containerFile: true,
  containerSpecialFile: true,
  registry: true,
  remoteRepository: true,
  namedRepository: true,
  remoteTag: true,
  remotePlatform: true,
});
const settingIds = keysOf<SettingId>({
  'layerwright.lint.enabled': true,
  'layerwright.lint.rules': true,
  'layerwright.lint.profile': true,
  'layerwright.lint.allRules': true,
  'layerwright.lint.configFile': true,
  'layerwright.shellcheck.path': true,
  'layerwright.build.inlineCosts': true,
  'layerwright.build.output': true,
  'layerwright.build.codeLens': true,
  'layerwright.build.forecast': true,
  'layerwright.build.blastRadius': true,
  'layerwright.engine.host': true,
  'layerwright.engine.context': true,
});

const manifest: Manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
const { contributes } = manifest;
const whens = collectWhens(manifest);
const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  Setting
>;

describe('package.json', () => {
  it('is made of the contributions', () => {
    const { commands, submenus, menus, keybindings, views, viewsWelcome } = contributes;
    const parts = { commands, submenus, menus, keybindings, views, viewsWelcome };
    assert.deepEqual(parts, generated, 'run "npm run update"');
    const page = readFileSync(join(repositoryRoot, 'docs', 'commands.md'), 'utf8');
    assert.equal(page, renderCommandPage(), 'run "npm run update"');
  });

  it('contributes every command, once', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), commandIds);
    const inAreas = commandAreas.flatMap(({ commands }) => Object.keys(commands)).sort();
    assert.deepEqual(inAreas, commandIds);
  });

  it('names only its own commands in menus and welcome texts', () => {
    const named = Object.values(contributes.menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
    const linked = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(layerwright\.\w+)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(difference([...named, ...linked], commandIds), []);
  });

  it('has something in every menu within a menu, and a place for it', () => {
    const ids = contributes.submenus.map(({ id }) => id).sort();
    const filled = Object.keys(contributes.menus).filter((menu) => menu.startsWith('layerwright.'));
    const placed = Object.values(contributes.menus).flatMap((items) => items.flatMap(({ submenu }) => submenu ?? []));
    assert.deepEqual(filled.sort(), ids);
    assert.deepEqual([...new Set(placed)].sort(), ids);
  });

  it('gives commands titles a person can read, in one category', () => {
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'Layerwright');
      assert.match(title, /^[A-Z][^!]*$/);
    }
  });

  it('contributes every view, and no other', () => {
    assert.deepEqual(contributes.views.layerwright?.map(({ id }) => id).sort(), viewIds);
    assert.deepEqual(
      difference(
        contributes.viewsWelcome.map(({ view }) => view),
        viewIds,
      ),
      [],
    );
  });

  it('has a welcome for every state of the engine that leaves a view empty', () => {
    for (const view of viewIds.filter(isEngineView)) {
      const texts = contributes.viewsWelcome.filter((welcome) => welcome.view === view);
      for (const state of engineStates.filter((state) => state !== 'none'))
        assert.equal(
          texts.filter(({ when }) => when.includes(`engineState == ${state}`)).length,
          1,
          `${view}, ${state}`,
        );
    }
  });

  it('describes every setting, and no other', () => {
    assert.deepEqual(Object.keys(settings).sort(), settingIds);
    for (const { description, markdownDescription } of Object.values(settings))
      assert.match(description ?? markdownDescription ?? '', /^[A-Z].*\.$/);
  });

  it('restricts settings that choose programs and engines to trusted workspaces', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, [
      'layerwright.engine.host',
      'layerwright.engine.context',
      'layerwright.shellcheck.path',
    ]);
  });

  it('lists every rule in the setting for severities', () => {
    assert.deepEqual(settings[ruleSettingId]?.properties, ruleSettings(rules), 'run "npm run update"');
  });

  it('uses only views, context keys, states and context values that exist in its conditions', () => {
    assert.ok(whens.length > 30, 'the conditions were not found');
    assert.deepEqual(difference(find(/\bview == ([\w.]+)/g), viewIds), []);
    assert.deepEqual(difference(find(/\b(layerwright\.\w+)/g), [...viewIds, ...contextKeys]), []);
    assert.deepEqual(difference(find(/engineState == (\w+)/g), engineStates), []);
    const values = [
      ...find(/viewItem == (\w+)/g),
      ...find(/viewItem =~ \/\^\(([\w|]+)\)\$\//g).flatMap((text) => text.split('|')),
    ];
    assert.deepEqual(difference(values, contextValues), []);
    assert.deepEqual(difference(contextValues, values), [], 'context values without a menu');
    assert.equal(
      find(/(viewItem) /g).length,
      find(/(viewItem (?:== \w+|=~ \/\^\([\w|]+\)\$\/))/g).length,
      'another form',
    );
  });

  it('shows at most two buttons in a row, and what destroys last', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    for (const value of contextValues) {
      const inline = items.filter(({ when, group }) => group?.startsWith('inline') && matches(when ?? '', value));
      assert.ok(inline.length <= 2, `${value}: ${inline.map(({ command }) => command).join(', ')}`);
    }
    for (const { command = '', group } of Object.values(contributes.menus).flat())
      assert.equal(
        /remove|prune|delete|composeDown/i.test(command),
        group?.startsWith('9_destructive') ?? false,
        command,
      );
  });

  it('names icons that exist', () => {
    const paths = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    for (const path of paths) assert.ok(existsSync(join(repositoryRoot, path)), path);
    assert.match(readFileSync(join(repositoryRoot, 'media', 'layerwright.svg'), 'utf8'), /currentColor/);
  });

  it('starts the extension for Dockerfiles, its configuration and files of containers only; VS Code adds views and commands by itself', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:dockerfile',
      'onFileSystem:layerwright-container',
      'workspaceContains:.layerwright.yaml',
      'workspaceContains:.layerwright.yml',
    ]);
  });
});

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  };
}

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

function keysOf<Id extends string>(ids: Record<Id, true>): readonly Id[] {
  return (Object.keys(ids) as Id[]).sort();
}

function difference(found: readonly string[], known: readonly string[]): readonly string[] {
  return found.filter((name) => !known.includes(name));
}

function collectWhens(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'when' || key === 'enablement') && typeof inner === 'string' ? [inner] : collectWhens(inner),
  );
}

/** What the pattern's group matches in the conditions. */
function find(pattern: RegExp): readonly string[] {
  return whens.flatMap((when) => [...when.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function matches(when: string, value: ContextValue): boolean {
  const list = /viewItem =~ \/\^\(([\w|]+)\)\$\//.exec(when)?.[1]?.split('|') ?? [/viewItem == (\w+)/.exec(when)?.[1]];
  return list.includes(value);
}
