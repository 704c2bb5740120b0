/// <reference lib="dom" />
import type { ProcessTable, StatsSample } from '../../../engine/container-watch';
import { formatBytes } from '../../../shared/quantity';
import { app, element, linkToPanel } from '../../client';
import type { FromPage, ShownContainer, ToPage } from '../protocol';
import { percentText, rates, rateText } from '../series';
import { type Charts, createCharts } from './charts';

/** What is on the page of one container. */
interface Part {
  readonly container: ShownContainer;
  readonly row: HTMLTableRowElement;
  readonly section: HTMLElement;
  readonly charts: Charts;
  readonly details: HTMLDetailsElement;
  readonly processes: HTMLElement;
  samples: StatsSample[];
}

const mostSamples = 120;
/** Open processes are read anew with every third sample. */
const processesEvery = 3;
const titles = ['Container', 'CPU', 'Memory', 'Limit', 'Network in', 'Network out', 'Read', 'Written', 'Processes'];

const parts = new Map<string, Part>();
const note = element('p', { class: 'note', role: 'status', hidden: true });
const body = element('tbody');
const table = element(
  'table',
  { class: 'numbers' },
  element('caption', {}, 'What each container uses now'),
  element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)))),
  body,
);
const sections = element('div', { class: 'sections' });
showTable();
app().append(element('h1', {}, 'Container stats'), note, element('div', { class: 'scroll' }, table), sections);

const panel = linkToPanel<ToPage, FromPage>((message) => {
  switch (message.kind) {
    case 'containers':
      return showContainers(message.containers, message.open);
    case 'samples':
      return takeSamples(message.id, message.samples);
    case 'processes':
      return showProcesses(message.id, message.table, message.problem);
    case 'gone':
      return showGone(message.id);
    case 'note':
      note.textContent = message.text;
      note.hidden = message.text === '';
  }
});
panel.say({ kind: 'hello' });

function showContainers(containers: readonly ShownContainer[], open: string | undefined): void {
  for (const container of containers) if (!parts.has(container.id)) addPart(container, container.id === open);
  for (const { id, name } of containers) {
    const part = parts.get(id);
    part?.row.querySelector('th')?.replaceChildren(name);
    part?.section.querySelector('h2')?.replaceChildren(name);
  }
  showTable();
  const sorted = [...parts.values()].sort((a, b) => a.container.name.localeCompare(b.container.name));
  const inOrder = sorted.every(({ row }, at) => body.children[at] === row);
  if (inOrder) return;
  body.append(...sorted.map(({ row }) => row));
  sections.append(...sorted.map(({ section }) => section));
}

function addPart(container: ShownContainer, open: boolean): void {
  const row = element('tr', {}, element('th', { scope: 'row' }, container.name));
  for (const _ of titles.slice(1)) row.append(element('td', {}, '–'));
  const charts = createCharts();
  const processes = element('div', { class: 'scroll' });
  const details = element('details', { open }, element('summary', {}, 'Processes'), processes);
  details.addEventListener('toggle', () => details.open && panel.say({ kind: 'processes', id: container.id }));
  const section = element('section', {}, element('h2', {}, container.name), charts.element, details);
  parts.set(container.id, { container, row, section, charts, details, processes, samples: [] });
}

function takeSamples(id: string, samples: readonly StatsSample[]): void {
  const part = parts.get(id);
  if (!part) return;
  // The whole history comes when the page was made anew.
  const known = part.samples.at(-1)?.time ?? 0;
  const fresh = samples.filter(({ time }) => time > known);
  if (fresh.length === 0) return;
  part.samples = [...part.samples, ...fresh].slice(-mostSamples);
  part.charts.draw(part.samples);
  showNumbers(part);
  const asked = part.samples.length % processesEvery === 0 || part.samples.length === mostSamples;
  if (part.details.open && asked && fresh.length === 1) panel.say({ kind: 'processes', id });
}

function showNumbers({ row, section, samples }: Part): void {
  const last = samples.at(-1);
  if (!last) return;
  section.classList.toggle('stopped', !last.running);
  const rate = (counter: 'received' | 'sent' | 'read' | 'written') =>
    rateText(rates(samples.slice(-2), counter).at(-1)?.value);
  const texts = last.running
    ? [
        percentText(last.cpuPercent),
        formatBytes(last.memoryBytes),
        last.memoryLimit > 0
          ? `${percentText((last.memoryBytes / last.memoryLimit) * 100)} of ${formatBytes(last.memoryLimit)}`
          : '–',
        ...[rate('received'), rate('sent'), rate('read'), rate('written')],
        String(last.processes),
      ]
    : ['not running', ...titles.slice(2).map(() => '–')];
  for (const [at, text] of texts.entries()) {
    const cell = row.cells[at + 1];
    if (cell && cell.textContent !== text) cell.textContent = text;
  }
}

function showProcesses(id: string, processes: ProcessTable | undefined, problem = ''): void {
  const part = parts.get(id);
  if (!part) return;
  if (!processes) {
    part.processes.replaceChildren(element('p', { class: 'quiet' }, problem));
    return;
  }
  const head = element('tr', {}, ...processes.titles.map((title) => element('th', { scope: 'col' }, title)));
  const rows = processes.processes.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))));
  part.processes.replaceChildren(
    element('table', { class: 'processes' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

function showGone(id: string): void {
  const part = parts.get(id);
  if (!part) return;
  parts.delete(id);
  part.row.remove();
  part.section.remove();
  showTable();
}

/** A head without rows would look like something that is missing. */
function showTable(): void {
  table.hidden = parts.size === 0;
}
