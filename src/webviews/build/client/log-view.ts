/// <reference lib="dom" />
import { element } from '../../client';
import { colouredRuns, type Run, withoutCodes } from '../ansi';
import type { LineStore } from '../line-store';

/** Lines of output, of which only those are drawn that can be seen. */
export interface LogView {
  readonly element: HTMLElement;
  /** Whether it goes to the end by itself when lines come. */
  following: boolean;
  /** The store changed. */
  draw(): void;
  /** Shows a line, in the middle. */
  reveal(at: number): void;
  /** The text that is marked in the lines, and the line whose marks stand out. */
  mark(text: string, at: number | undefined): void;
}

/** Lines drawn above and below what can be seen. */
const spare = 20;

export function createLogView(store: LineStore, onFollow: (following: boolean) => void): LogView {
  const block = element('div', { class: 'lines' });
  const space = element('div', { class: 'space' }, block);
  const place = element('div', { class: 'log mono', tabindex: 0, role: 'region', 'aria-label': 'Output' }, space);
  let wanted = '';
  let current: number | undefined;
  let following = true;
  let asked = false;

  const rowHeight = () => Math.round(Number.parseFloat(getComputedStyle(place).fontSize) * 1.45) || 18;

  function draw(): void {
    asked = false;
    const height = rowHeight();
    space.style.height = `${store.count * height}px`;
    if (following) place.scrollTop = place.scrollHeight;
    const from = Math.max(0, Math.floor(place.scrollTop / height) - spare);
    const to = Math.min(store.count, Math.ceil((place.scrollTop + place.clientHeight) / height) + spare);
    const rows: Node[] = [];
    for (let at = from; at < to; at++) {
      const row = element('div', { class: at === current ? 'row current' : 'row' });
      row.style.height = `${height}px`;
      row.append(...paint(store.line(at)?.text ?? '', wanted));
      rows.push(row);
    }
    block.style.lineHeight = `${height}px`;
    block.style.transform = `translateY(${from * height}px)`;
    block.replaceChildren(...rows);
  }

  function request(): void {
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  }

  function follow(on: boolean): void {
    if (on === following) return;
    following = on;
    onFollow(on);
  }

  place.addEventListener('scroll', () => {
    const atEnd = place.scrollTop + place.clientHeight >= place.scrollHeight - 4;
    follow(atEnd);
    request();
  });
  new ResizeObserver(request).observe(place);

  return {
    element: place,
    get following() {
      return following;
    },
    set following(on) {
      follow(on);
      request();
    },
    draw: request,
    reveal(at) {
      follow(false);
      place.scrollTop = Math.max(0, at * rowHeight() - place.clientHeight / 2);
      request();
    },
    mark(text, at) {
      wanted = text.toLowerCase();
      current = at;
      request();
    },
  };
}

/** With colours; what is searched for is marked in the plain text, where it may cross them. */
function paint(text: string, wanted: string): readonly Node[] {
  const marked = wanted !== '' && withoutCodes(text).toLowerCase().includes(wanted);
  if (!marked && !text.includes('\x1b')) return [document.createTextNode(text)];
  const marks = marked ? placesOf(withoutCodes(text).toLowerCase(), wanted) : [];
  const nodes: Node[] = [];
  let at = 0;
  for (const run of colouredRuns(text)) {
    let from = 0;
    for (const [start, end] of marks) {
      const first = Math.max(start - at, from);
      const last = Math.min(end - at, run.text.length);
      if (last <= first) continue;
      if (first > from) nodes.push(dress(element('span', {}, run.text.slice(from, first)), run));
      nodes.push(dress(element('mark', {}, run.text.slice(first, last)), run));
      from = last;
    }
    if (from < run.text.length) nodes.push(dress(element('span', {}, run.text.slice(from)), run));
    at += run.text.length;
  }
  return nodes;
}

function placesOf(text: string, wanted: string): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    places.push([at, at + wanted.length]);
  return places;
}

/** Colours of the terminal are classes, so that the theme decides; others are set one by one. */
function dress(node: HTMLElement, run: Run): HTMLElement {
  if (typeof run.colour === 'number') node.classList.add(`fg-${run.colour}`);
  else if (run.colour !== undefined) node.style.color = run.colour;
  if (typeof run.background === 'number') node.classList.add(`bg-${run.background}`);
  else if (run.background !== undefined) node.style.backgroundColor = run.background;
  for (const face of ['bold', 'dim', 'italic', 'underline'] as const) if (run[face]) node.classList.add(face);
  return node;
}
