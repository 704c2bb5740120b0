import { type ParsedLine, parseRunLine } from '../../../docker-run/parse-line';
import { printRunLine } from '../../../docker-run/print-line';
import { type RunOptions, withOption } from '../../../docker-run/run-options';
import { hideSecrets } from '../../../docker-run/secrets';
import type { Surroundings } from '../../../docker-run/split-line';
import { element } from '../../client';
import { newId } from './field';

export interface LineBox {
  readonly node: HTMLElement;
  readonly input: HTMLTextAreaElement;
  /** Shows the line of the options, unless one is being typed here. */
  show(options: RunOptions): void;
}

interface LineBoxOptions {
  readonly shell: 'sh' | 'powershell';
  readonly surroundings: Surroundings;
  /** A line was typed or pasted. */
  readonly onLine: (parsed: ParsedLine) => void;
  readonly onCopy: (text: string) => void;
}

/** The equivalent `docker run` line: to read and copy, and to paste another one into. Values of secrets are not in it. */
export function lineBox({ shell: usual, surroundings, onLine, onCopy }: LineBoxOptions): LineBox {
  let shell = usual;
  let shown: RunOptions = { image: '', command: [] };
  const id = newId();
  const input = element('textarea', {
    id,
    class: 'mono line',
    rows: 3,
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'docker run -p 8080:80 nginx',
  });
  const notes = element('ul', { class: 'notes', 'aria-live': 'polite' });
  const select = element(
    'select',
    { 'aria-label': 'Quoted for' },
    element('option', { value: 'sh' }, 'sh'),
    element('option', { value: 'powershell' }, 'PowerShell'),
  );
  select.value = shell;
  const copy = element('button', { class: 'secondary', type: 'button', onclick: () => onCopy(line()) }, 'Copy');

  const line = () => printRunLine(withOption(shown, 'env', hideSecrets(shown.env ?? [])), shell);
  const fitHeight = () => {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
  };

  function print(): void {
    input.value = shown.image === '' && line() === 'docker run' ? '' : line();
    fitHeight();
  }

  function say(problems: readonly string[]): void {
    const hidden = (shown.env ?? []).filter((word) => word.includes('=') && !hideSecrets([word]).includes(word));
    const names = hidden.map((word) => word.split('=', 1)[0]).join(', ');
    const secrets =
      names === '' ? [] : [`${names}: the value is not in the line; docker takes it from the environment.`];
    const texts = [
      ...problems.map((text) => element('li', { class: 'error' }, text)),
      ...secrets.map((text) => element('li', { class: 'quiet' }, text)),
    ];
    notes.replaceChildren(...texts);
  }

  input.addEventListener('input', () => {
    const parsed = parseRunLine(input.value, shell, surroundings);
    const secretsBack = restoreSecrets(parsed.options, shown);
    shown = secretsBack;
    fitHeight();
    say(input.value.trim() === '' ? [] : parsed.problems);
    onLine({ ...parsed, options: secretsBack });
  });
  input.addEventListener('blur', () => print());
  select.addEventListener('change', () => {
    shell = select.value === 'powershell' ? 'powershell' : 'sh';
    print();
  });
  window.addEventListener('resize', fitHeight);

  const head = element(
    'div',
    { class: 'line-head' },
    element(
      'label',
      { for: id },
      'Command line',
      element('span', { class: 'quiet hint' }, ' paste one to fill in the form'),
    ),
    element('span', { class: 'line-actions' }, select, copy),
  );
  return {
    node: element('section', { class: 'line-box' }, head, input, notes),
    input,
    show(options) {
      shown = options;
      if (document.activeElement === input) return;
      print();
      say([]);
    },
  };
}

/** The line holds `-e NAME` for a secret whose value is known here: it keeps that value. */
function restoreSecrets(options: RunOptions, known: RunOptions): RunOptions {
  const env = (options.env ?? []).map((word) => {
    if (word.includes('=')) return word;
    return known.env?.find((other) => other.startsWith(`${word}=`) && !hideSecrets([other]).includes(other)) ?? word;
  });
  return withOption(options, 'env', env);
}
