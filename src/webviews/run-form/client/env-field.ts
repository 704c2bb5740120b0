import { withOption } from '../../../docker-run/run-options';
import { looksSecret } from '../../../docker-run/secrets';
import { splitAt } from '../../../docker-run/values';
import { element } from '../../client';
import { createNotice, type Field, type FieldProblem, newId } from './field';

export interface EnvField extends Field {
  /** Secrets whose value is to be remembered. */
  keep(): readonly string[];
  /** Gives the cursor to a variable that is there or is added. */
  edit(name: string, value: string): void;
}

interface Row {
  readonly node: HTMLElement;
  readonly name: HTMLInputElement;
  readonly value: HTMLInputElement;
  readonly inherit: HTMLButtonElement;
  readonly keep: HTMLInputElement;
  readonly tell: (problem: FieldProblem | undefined) => void;
}

/** Variables by name and value. Values that look like secrets are masked, and remembered only when that is said. */
export function envField(model: { readonly forgotten: readonly string[]; readonly kept: readonly string[] }): EnvField {
  const place = element('div', { class: 'rows' });
  const revealed = new WeakSet<Row>();
  let rows: Row[] = [];

  function makeRow(word: string): Row {
    const [name, value] = splitAt(word, '=');
    const row = drawRow();
    row.name.value = name;
    row.value.value = value ?? '';
    row.inherit.setAttribute('aria-pressed', String(value === undefined && name !== ''));
    row.keep.checked = model.kept.includes(name);
    if (model.forgotten.includes(name)) row.value.placeholder = 'not remembered: enter it again';
    row.name.addEventListener('input', () => takeEquals(row));
    row.name.addEventListener('paste', (event) => pasteLines(event, row));
    row.inherit.addEventListener('click', () => {
      row.inherit.setAttribute('aria-pressed', String(!inherits(row)));
      changed();
    });
    row.node.addEventListener('input', () => settle());
    row.node.addEventListener('focusout', (event) => {
      const leaves = !(event.relatedTarget instanceof Node && row.node.contains(event.relatedTarget));
      if (leaves && row.name.value.trim() === '' && row.value.value === '' && row !== rows.at(-1)) remove(row);
    });
    row.node.querySelector('.remove')?.addEventListener('click', () => remove(row));
    row.node.querySelector('.reveal')?.addEventListener('click', () => {
      if (revealed.has(row)) revealed.delete(row);
      else revealed.add(row);
      settle();
    });
    return row;
  }

  /** `NAME=value` typed or pasted as one goes into both. */
  function takeEquals(row: Row): void {
    const [name, value] = splitAt(row.name.value, '=');
    if (value === undefined) return;
    row.name.value = name;
    if (value !== '') row.value.value = value;
    row.inherit.setAttribute('aria-pressed', 'false');
    row.value.focus();
  }

  function pasteLines(event: ClipboardEvent, row: Row): void {
    const lines = (event.clipboardData?.getData('text/plain') ?? '').split(/\r?\n/).map((line) => line.trim());
    const several = lines.filter((line) => line !== '' && !line.startsWith('#'));
    if (several.length < 2) return;
    event.preventDefault();
    const at = rows.indexOf(row);
    const before = words();
    show([...before.slice(0, at), ...several, ...before.slice(at)]);
    changed();
  }

  function remove(row: Row): void {
    if (row === rows.at(-1)) return;
    rows = rows.filter((other) => other !== row);
    row.node.remove();
    settle();
    changed();
  }

  function changed(): void {
    place.dispatchEvent(new Event('input', { bubbles: true }));
    settle();
  }

  function settle(): void {
    const last = rows.at(-1);
    if (last?.name.value.trim() !== '' || last.value.value !== '') {
      const row = makeRow('');
      rows.push(row);
      place.append(row.node);
    }
    for (const [index, row] of rows.entries()) settleRow(row, index === rows.length - 1, revealed.has(row));
  }

  const words = () => rows.map(wordOf).filter((word) => word !== '');

  function show(wanted: readonly string[]): void {
    if (rows.length > 0 && JSON.stringify(words()) === JSON.stringify(wanted)) return;
    const kept = new Set(keep());
    rows = wanted.map(makeRow);
    for (const row of rows) if (kept.has(row.name.value)) row.keep.checked = true;
    place.replaceChildren(...rows.map(({ node }) => node));
    settle();
  }

  const keep = () =>
    rows.filter((row) => row.keep.checked && looksSecret(wordOf(row))).map((row) => row.name.value.trim());

  const heading = element('span', { class: 'title', id: newId() }, 'Environment');
  const hint = element('span', { class: 'quiet hint' }, ' paste NAME=value lines into a name');
  const head = element('div', { class: 'head' }, element('span', {}, heading, hint));
  const node = element('div', { class: 'field list env', role: 'group', 'aria-labelledby': heading.id }, head, place);
  settle();
  return {
    node,
    keep,
    show: (all) => show(all.env ?? []),
    read: (all) => withOption(all, 'env', words()),
    edit(name, value) {
      if (!rows.some((row) => row.name.value === name)) show([...words(), `${name}=${value}`]);
      rows.find((row) => row.name.value === name)?.value.focus();
      changed();
    },
    tell(problems) {
      const own = problems.filter(({ key }) => key === 'env');
      const named = rows.filter((row) => wordOf(row) !== '');
      for (const row of rows) row.tell(own.find(({ index }) => named[index] === row));
    },
  };
}

function drawRow(): Row {
  const input = (type: string, more: Readonly<Record<string, string>>) =>
    element('input', { type, class: 'mono', spellcheck: 'false', autocomplete: 'off', ...more });
  const name = input('text', { placeholder: 'NAME' });
  const value = input('text', { placeholder: 'value' });
  const inherit = element(
    'button',
    { class: 'plain inherit', type: 'button', 'aria-pressed': 'false', title: 'Take the value from the environment' },
    '$',
  );
  const reveal = element('button', { class: 'plain reveal', type: 'button', 'aria-pressed': 'false' }, 'Show');
  const keep = element('input', { type: 'checkbox' });
  const keeps = element('label', { class: 'keep', title: 'In the secret storage of the editor' }, keep, ' Remember');
  const remove = element('button', { class: 'plain remove', type: 'button', tabindex: '-1', title: 'Remove' }, '×');
  remove.setAttribute('aria-label', 'Remove variable');
  const notice = createNotice(name);
  const row = element('div', { class: 'input-row' }, name, value, reveal, keeps, inherit, remove);
  return { node: element('div', { class: 'row' }, row, notice.node), name, value, inherit, keep, tell: notice.tell };
}

function settleRow(row: Row, last: boolean, revealed: boolean): void {
  const { node, name, value, inherit } = row;
  const secret = !inherits(row) && looksSecret(`${name.value}=${value.value}`);
  const title = name.value.trim();
  node.classList.toggle('last', last);
  node.classList.toggle('secret', secret);
  name.setAttribute('aria-label', last ? 'Add variable' : 'Name of a variable');
  value.setAttribute('aria-label', title === '' ? 'Value' : `Value of ${title}`);
  value.type = secret && !revealed ? 'password' : 'text';
  value.disabled = inherits(row);
  if (inherits(row)) value.placeholder = 'from the environment';
  else if (value.placeholder === 'from the environment') value.placeholder = 'value';
  inherit.setAttribute('aria-label', `Take ${title === '' ? 'the value' : title} from the environment`);
  const reveal = node.querySelector('.reveal');
  reveal?.setAttribute('aria-pressed', String(revealed));
  reveal?.setAttribute('aria-label', `Show the value of ${title}`);
  if (reveal) reveal.textContent = revealed ? 'Hide' : 'Show';
}

function inherits({ inherit }: Row): boolean {
  return inherit.getAttribute('aria-pressed') === 'true';
}

function wordOf(row: Row): string {
  const name = row.name.value.trim();
  if (name === '' && row.value.value === '') return '';
  return inherits(row) ? name : `${name}=${row.value.value}`;
}
