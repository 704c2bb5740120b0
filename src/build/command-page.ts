import type { ViewId } from '../ids';
import type { CommandContribution } from './contributions/contribution';
import { commandAreas } from './contributions/contributions';
import { viewContributions } from './contributions/views';

/** `docs/commands.md`: every command, what it does, what people type for it, and where it is found. */
export function renderCommandPage(): string {
  const sections = commandAreas.map(({ name, commands }) => {
    const rows = Object.values(commands).map((command) => `| ${cells(command).join(' | ')} |`);
    return [
      `## ${name}`,
      ['| Command | What it does | In a terminal | Where |', '|---|---|---|---|', ...rows].join('\n'),
    ];
  });
  const intro = 'Every command is in the palette under "Layerwright:", unless it says otherwise here.';
  return `${[
    '<!-- Generated from src/build/contributions by "npm run update". -->',
    '# Commands',
    intro,
    ...sections.flat(),
  ].join('\n\n')}\n`;
}

function cells({ title, does, typed = [], titles = [], rows = [], elsewhere = [], palette }: CommandContribution) {
  const places = [
    ...new Set([
      ...rows.map(({ view }) => `rows of ${viewName(view)}`),
      ...titles.map(({ view }) => `title of ${viewName(view)}`),
      ...elsewhere.map(({ menu }) => menuNames[menu] ?? menu),
      ...(palette === false ? ['not in the palette'] : []),
    ]),
  ];
  return [title.replace(/…$/, ''), does, typed.map((text) => `\`${text}\``).join(', '), places.join(', ')];
}

const menuNames: Readonly<Record<string, string>> = {
  'editor/context': 'menu of the editor',
  'explorer/context': 'menu of the Explorer',
  'layerwright.copyImage': 'rows of Images: Copy',
  'layerwright.copyContainer': 'rows of Containers: Copy',
};

function viewName(view: ViewId): string {
  return viewContributions[view].name;
}
