/// <reference lib="dom" />
import { formatSeconds } from '../../../shared/duration';
import { element } from '../../client';
import type { ShownBuild, ShownState, ShownStep } from '../protocol';

/** The steps of a build by their stages. */
export interface StepTree {
  readonly element: HTMLElement;
  /** Undefined: all output. */
  readonly chosen: string | undefined;
  show(build: ShownBuild): void;
  choose(step: string | undefined): void;
  /** Time goes on. */
  tick(): void;
}

const marks: Readonly<Record<ShownState, string>> = {
  waiting: '○',
  running: '▶',
  done: '✔',
  cached: '●',
  failed: '✘',
  stopped: '■',
};

interface Row {
  readonly element: HTMLElement;
  readonly mark: HTMLElement;
  readonly time: HTMLElement;
  step: ShownStep | undefined;
  /** When the running step began, by the page's clock. */
  began: number | undefined;
}

export function createStepTree(on: {
  readonly choose: (step: string | undefined) => void;
  readonly open: (step: string) => void;
}): StepTree {
  const place = element('div', { class: 'steps', role: 'tree', 'aria-label': 'Steps' });
  const rows = new Map<string | undefined, Row>();
  let shape = '';
  let chosen: string | undefined;

  function addRow(step: ShownStep | undefined, level: number): HTMLElement {
    const mark = element('span', { class: 'mark', 'aria-hidden': 'true' });
    const time = element('span', { class: 'time' });
    const label = element('span', { class: 'label mono' }, step?.label ?? 'All output');
    if (!step) label.classList.remove('mono');
    const row = element(
      'div',
      {
        class: 'step',
        role: 'treeitem',
        'aria-level': level,
        tabindex: -1,
        title: step ? `${step.label}${step.placed ? '\nDouble-click to go to the instruction.' : ''}` : undefined,
        onclick: () => choose(step?.id, true),
        ondblclick: () => step?.placed && on.open(step.id),
      },
      mark,
      label,
      time,
    );
    rows.set(step?.id, { element: row, mark, time, step, began: undefined });
    return row;
  }

  function rebuild(build: ShownBuild): void {
    rows.clear();
    place.replaceChildren(addRow(undefined, 1));
    for (const { name, steps } of build.stages) {
      const head = element('div', { class: 'stage', role: 'presentation' }, name);
      const group = element('div', { role: 'group', 'aria-label': name }, ...steps.map((step) => addRow(step, 2)));
      place.append(head, group);
    }
    if (!rows.has(chosen)) chosen = undefined;
    select();
  }

  function update(step: ShownStep): void {
    const row = rows.get(step.id);
    if (!row) return;
    row.step = step;
    row.began = step.running === undefined ? undefined : performance.now() - step.running;
    row.element.dataset.state = step.state;
    row.mark.textContent = marks[step.state];
    row.element.setAttribute(
      'aria-label',
      `${step.label}, ${step.state}${step.seconds === undefined ? '' : `, ${formatSeconds(step.seconds)}`}`,
    );
    showTime(row);
  }

  function showTime({ step, time, began }: Row): void {
    if (!step) return;
    const text =
      began !== undefined
        ? `${Math.floor((performance.now() - began) / 1000)} s`
        : step.state === 'cached'
          ? 'cached'
          : step.seconds === undefined
            ? ''
            : formatSeconds(step.seconds);
    if (time.textContent !== text) time.textContent = text;
  }

  function select(): void {
    for (const [id, row] of rows) {
      const is = id === chosen;
      row.element.setAttribute('aria-selected', String(is));
      row.element.tabIndex = is ? 0 : -1;
    }
  }

  function choose(step: string | undefined, focus = false): void {
    chosen = rows.has(step) ? step : undefined;
    select();
    const row = rows.get(chosen);
    row?.element.scrollIntoView({ block: 'nearest' });
    if (focus) row?.element.focus();
    on.choose(chosen);
  }

  place.addEventListener('keydown', (event) => {
    const ids = [...rows.keys()];
    const at = ids.indexOf(chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (to >= 0 && to < ids.length) choose(ids[to], true);
    } else if (event.key === 'Enter' && chosen !== undefined && rows.get(chosen)?.step?.placed) on.open(chosen);
  });

  return {
    element: place,
    get chosen() {
      return chosen;
    },
    show(build) {
      const now = `${build.number} ${build.stages.map(({ name, steps }) => `${name} ${steps.map(({ id }) => id)}`)}`;
      if (now !== shape) rebuild(build);
      shape = now;
      for (const { steps } of build.stages) for (const step of steps) update(step);
    },
    choose,
    tick() {
      for (const row of rows.values()) if (row.began !== undefined) showTime(row);
    },
  };
}
