/// <reference lib="dom" />
import { formatSeconds } from '../../../shared/duration';
import { app, element, linkToPanel } from '../../client';
import { createLineStore } from '../line-store';
import type { FromPage, ShownBuild, ToPage } from '../protocol';
import { createLogView } from './log-view';
import { createStepTree } from './step-tree';

const store = createLineStore();
const log = createLogView(store, (following) => {
  follow.checked = following;
});
const tree = createStepTree({
  choose(step) {
    chosenByHand = step !== undefined;
    store.choose(step);
    find(0);
    log.following = true;
    log.draw();
  },
  open: (step) => build && panel.say({ kind: 'open', build: build.number, step }),
});

const which = element('select', {
  'aria-label': 'Build',
  onchange: () => panel.say({ kind: 'choose', build: Number(which.value) }),
});
const state = element('span', { class: 'state', role: 'status' });
const bar = element('progress', { 'aria-label': 'Instructions done', value: 0, max: 1 });
const cancel = button('Cancel', () => build && panel.say({ kind: 'cancel', build: build.number }));
const search = element('input', {
  type: 'search',
  placeholder: 'Search output',
  'aria-label': 'Search output',
  oninput: () => find(0, true),
  onkeydown: (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter') return;
    event.preventDefault();
    find(event.shiftKey ? -1 : 1, true);
  },
});
const hits = element('span', { class: 'hits quiet', role: 'status' });
const follow = element('input', {
  type: 'checkbox',
  checked: true,
  onchange: () => {
    log.following = follow.checked;
  },
});
const copy = button('Copy', () => build && panel.say({ kind: 'copy', build: build.number, step: tree.chosen }));
const save = button('Save…', () => build && panel.say({ kind: 'save', build: build.number, step: tree.chosen }));
const empty = element('p', { class: 'empty quiet' }, 'Nothing has been built in this window yet.');
const parts = element(
  'div',
  { class: 'build', hidden: true },
  element('header', {}, which, state, bar, cancel),
  tree.element,
  element(
    'div',
    { class: 'output' },
    element('div', { class: 'tools' }, search, hits, element('label', {}, follow, 'Follow'), copy, save),
    log.element,
  ),
);
app().append(empty, parts);

let build: ShownBuild | undefined;
/** When the build that goes on began, by the page's clock. */
let began = 0;
/** Somebody looks at a step: a failure does not take them away from it. */
let chosenByHand = false;
/** Place among the lines that were found. */
let hit = 0;

const panel = linkToPanel<ToPage, FromPage>((message) => {
  switch (message.kind) {
    case 'builds':
      which.replaceChildren(...message.builds.map(({ number, title }) => element('option', { value: number }, title)));
      which.value = String(message.shown);
      store.clear();
      chosenByHand = false;
      build = undefined;
      return;
    case 'build':
      return showBuild(message.build);
    case 'lines':
      if (message.build !== build?.number) return;
      store.add(message.first, message.from, message.lines);
      if (search.value !== '') showHits();
      log.draw();
  }
});

function showBuild(next: ShownBuild): void {
  const former = build?.number === next.number ? build : undefined;
  build = next;
  empty.hidden = true;
  parts.hidden = false;
  tree.show(next);
  if (!former) tree.choose(undefined);
  bar.max = Math.max(1, next.known);
  bar.value = next.done;
  bar.hidden = next.state !== 'running';
  cancel.hidden = next.state !== 'running';
  parts.dataset.state = next.state;
  began = performance.now() - (next.running ?? 0);
  showState();
  const failed = next.stages.flatMap(({ steps }) => steps).find((step) => step.state === 'failed');
  if (failed && former?.state === 'running' && next.state === 'failed' && !chosenByHand) tree.choose(failed.id);
}

function showState(): void {
  if (!build) return;
  const spent = formatSeconds(Math.floor((performance.now() - began) / 1000)).replace('.0', '');
  const text =
    build.state === 'running' ? `Building, ${build.done} of ${build.known} instructions, ${spent}` : build.summary;
  if (state.textContent !== text) state.textContent = text;
}

/** Goes to the next line that was found, or back; from what can be seen when the search is new. */
function find(step: number, reveal = false): void {
  store.search(search.value);
  const { found } = store;
  hit = step === 0 ? 0 : (hit + step + found.length) % Math.max(1, found.length);
  showHits();
  const at = found[hit];
  if (reveal && at !== undefined) log.reveal(at);
}

function showHits(): void {
  const { found } = store;
  const at = search.value === '' ? undefined : found[hit];
  hits.textContent = search.value === '' ? '' : found.length === 0 ? 'Not found' : `${hit + 1} of ${found.length}`;
  log.mark(search.value, at);
}

function button(label: string, onclick: () => void): HTMLButtonElement {
  return element('button', { class: 'secondary', type: 'button', onclick }, label);
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  search.focus();
  search.select();
});
setInterval(() => {
  if (build?.state !== 'running') return;
  tree.tick();
  showState();
}, 1000);
