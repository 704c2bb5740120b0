import type { FlagKey } from '../../../docker-run/flags';
import type { RunOptions } from '../../../docker-run/run-options';
import { element } from '../../client';

/** A part of the form that stands for one or several options. */
export interface Field {
  readonly node: HTMLElement;
  /** Shows what the options say; leaves alone what says so already, so that the cursor stays. */
  show(options: RunOptions): void;
  /** The options with what this part says. */
  read(options: RunOptions): RunOptions;
  /** Says what is wrong with it, by the place in a list; takes back what was said before. */
  tell(problems: readonly FieldProblem[]): void;
}

export interface FieldProblem {
  readonly key: FlagKey | 'image';
  readonly index: number;
  readonly problem: string;
  readonly instead?: string | undefined;
}

let ids = 0;

/** An id for what labels and descriptions point to. */
export function newId(): string {
  ids += 1;
  return `field-${ids}`;
}

/** A label over an input, with a place for what is wrong under it. */
export function labelled(
  label: string,
  input: HTMLInputElement,
  more: { readonly hint?: string; readonly beside?: readonly Node[] } = {},
): { readonly node: HTMLElement; readonly tell: (problem: FieldProblem | undefined) => void } {
  input.id ||= newId();
  const notice = createNotice(input);
  const hint = more.hint === undefined ? [] : [element('span', { class: 'quiet hint' }, ` ${more.hint}`)];
  const row = element('div', { class: 'input-row' }, input, ...(more.beside ?? []));
  const node = element(
    'div',
    { class: 'field' },
    element('label', { for: input.id }, label, ...hint),
    row,
    notice.node,
  );
  return { node, tell: notice.tell };
}

/** The line under an input that says what is wrong, and offers a value that would do. */
export function createNotice(input: HTMLInputElement | HTMLTextAreaElement): {
  readonly node: HTMLElement;
  readonly tell: (problem: FieldProblem | undefined) => void;
} {
  const node = element('div', { class: 'error notice', id: newId(), hidden: true });
  let said = '';
  return {
    node,
    tell(problem) {
      const says = `${problem?.problem ?? ''}|${problem?.instead ?? ''}`;
      if (says === said) return;
      said = says;
      node.hidden = problem === undefined;
      input.setAttribute('aria-invalid', String(problem !== undefined));
      if (problem) input.setAttribute('aria-describedby', node.id);
      else input.removeAttribute('aria-describedby');
      node.replaceChildren(problem?.problem ?? '');
      const instead = problem?.instead;
      if (instead === undefined) return;
      const use = () => {
        input.value = instead;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.focus();
      };
      node.append(' ', element('button', { class: 'link', type: 'button', onclick: use }, `Use ${instead}`));
    },
  };
}

/** A choice of values that are offered while typing. */
export function datalist(values: readonly string[]): HTMLDataListElement {
  return element('datalist', { id: newId() }, ...values.map((value) => element('option', { value })));
}
