import type { ListKey } from '../../../docker-run/flags';
import { withOption } from '../../../docker-run/run-options';
import { element } from '../../client';
import { createNotice, datalist, type Field, type FieldProblem, newId } from './field';

export interface ListField extends Field {
  /** Adds a value at the end and gives it the cursor. */
  add(value: string): void;
}

export interface ListOptions {
  readonly title: string;
  /** Of one: `Port`. */
  readonly one: string;
  readonly hint?: string;
  readonly placeholder: string;
  readonly choices?: readonly string[];
  /** Beside the title. */
  readonly action?: Node;
}

interface Row {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  readonly tell: (problem: FieldProblem | undefined) => void;
}

/** One input for each value and an empty one at the end. What is emptied is gone; pasted lines become rows. */
export function listField(key: ListKey, options: ListOptions): ListField {
  const rows = createRows(options);
  return {
    node: rows.node,
    add: rows.add,
    show: (all) => rows.show(all[key] ?? []),
    read: (all) => withOption(all, key, rows.values()),
    tell: (problems) => rows.tell(problems.filter((problem) => problem.key === key)),
  };
}

/** Rows of texts, whatever they stand for. */
export function createRows({ title, one, hint, placeholder, choices, action }: ListOptions) {
  const list = choices ? datalist(choices) : undefined;
  const place = element('div', { class: 'rows' });
  let rows: Row[] = [];

  function makeRow(value: string): Row {
    const input = element('input', {
      type: 'text',
      class: 'mono',
      spellcheck: 'false',
      autocomplete: 'off',
      placeholder,
      list: list?.id,
    });
    input.value = value;
    const notice = createNotice(input);
    const drop = element(
      'button',
      { class: 'plain remove', type: 'button', tabindex: '-1', title: 'Remove', 'aria-label': `Remove ${one}` },
      '×',
    );
    const node = element('div', { class: 'row' }, element('div', { class: 'input-row' }, input, drop), notice.node);
    const row = { node, input, tell: notice.tell };
    drop.addEventListener('click', () => remove(row));
    input.addEventListener('input', () => settle());
    input.addEventListener('change', () => {
      if (input.value.trim() === '' && row !== rows.at(-1)) remove(row);
    });
    input.addEventListener('paste', (event) => pasteLines(event, row));
    return row;
  }

  function remove(row: Row): void {
    if (row === rows.at(-1)) return;
    const next = rows[rows.indexOf(row) + 1];
    const focused = row.node.contains(document.activeElement);
    rows = rows.filter((other) => other !== row);
    row.node.remove();
    if (focused) next?.input.focus();
    settle();
    place.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function pasteLines(event: ClipboardEvent, row: Row): void {
    const lines = (event.clipboardData?.getData('text/plain') ?? '').split(/\r?\n/).map((line) => line.trim());
    const several = lines.filter((line) => line !== '' && !line.startsWith('#'));
    if (several.length < 2) return;
    event.preventDefault();
    const at = rows.indexOf(row);
    const before = values();
    show([...before.slice(0, at), ...several, ...before.slice(at)]);
    place.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** There is always an empty row at the end. */
  function settle(): void {
    if (rows.at(-1)?.input.value.trim() !== '' || rows.length === 0) {
      const row = makeRow('');
      rows.push(row);
      place.append(row.node);
    }
    for (const [index, { node, input }] of rows.entries()) {
      const last = index === rows.length - 1;
      node.classList.toggle('last', last);
      input.setAttribute('aria-label', last ? `Add ${one.toLowerCase()}` : `${one} ${index + 1}`);
    }
  }

  const values = () => rows.map(({ input }) => input.value.trim()).filter((value) => value !== '');

  function show(wanted: readonly string[]): void {
    if (rows.length > 0 && JSON.stringify(values()) === JSON.stringify(wanted)) return;
    rows = wanted.map(makeRow);
    place.replaceChildren(...rows.map(({ node }) => node));
    settle();
  }

  function add(value: string): void {
    show([...values(), value]);
    rows.at(-2)?.input.focus();
    place.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** By the place among the values: rows that were emptied do not count. */
  function tell(problems: readonly FieldProblem[]): void {
    let index = 0;
    for (const row of rows) {
      const empty = row.input.value.trim() === '';
      const at = index;
      row.tell(empty ? undefined : problems.find((problem) => problem.index === at));
      if (!empty) index += 1;
    }
  }

  const hints = hint === undefined ? [] : [element('span', { class: 'quiet hint' }, ` ${hint}`)];
  const heading = element('span', { class: 'title', id: newId() }, title);
  const head = element('div', { class: 'head' }, element('span', {}, heading, ...hints), ...(action ? [action] : []));
  const node = element(
    'div',
    { class: 'field list', role: 'group', 'aria-labelledby': heading.id },
    head,
    ...(list ? [list] : []),
    place,
  );
  settle();
  return { node, values, show, add, tell };
}
