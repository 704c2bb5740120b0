import type { SwitchKey, TextKey } from '../../../docker-run/flags';
import { quoteWords } from '../../../docker-run/quote';
import { withOption } from '../../../docker-run/run-options';
import { splitLine } from '../../../docker-run/split-line';
import { element } from '../../client';
import { datalist, type Field, labelled } from './field';

export interface TextField extends Field {
  readonly input: HTMLInputElement;
}

interface TextOptions {
  readonly hint?: string;
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly mono?: boolean;
}

export function textField(key: TextKey, label: string, options: TextOptions = {}): TextField {
  const { input, node, tell } = textInput(label, options);
  return {
    node,
    input,
    show(all) {
      const value = all[key];
      // An entrypoint that is taken away is written as two quotes.
      put(input, value === '' ? '""' : (value ?? ''));
    },
    read: (all) => {
      const value = input.value.trim();
      return withOption(all, key, value === '' ? undefined : value === '""' ? '' : input.value);
    },
    tell: (problems) => tell(problems.find((problem) => problem.key === key)),
  };
}

export function imageField(onLeave: (reference: string) => void): TextField {
  const { input, node, tell } = textInput('Image', { mono: true, placeholder: 'nginx:1.27' });
  input.addEventListener('change', () => onLeave(input.value.trim()));
  return {
    node,
    input,
    show: ({ image }) => put(input, image),
    read: (all) => ({ ...all, image: input.value.trim() }),
    tell: (problems) => tell(problems.find(({ key }) => key === 'image')),
  };
}

/** The words behind the image, quoted as in sh. */
export function commandField(): TextField {
  const { input, node } = textInput('Command', { mono: true, hint: 'and arguments, after the image' });
  let words: readonly string[] = [];
  return {
    node,
    input,
    show({ command }) {
      if (JSON.stringify(command) === JSON.stringify(words)) return;
      words = command;
      put(input, quoteWords(command, 'sh'));
    },
    read(all) {
      words = splitLine(input.value, 'sh', { variables: {}, commands: {} }).words;
      return { ...all, command: words };
    },
    tell: () => {},
  };
}

export function switchField(key: SwitchKey, label: string, flag: string): Field & { readonly input: HTMLInputElement } {
  const input = element('input', { type: 'checkbox' });
  return {
    node: element('label', { class: 'switch' }, input, ` ${label} `, element('code', { class: 'quiet' }, flag)),
    input,
    show: (all) => {
      input.checked = all[key] === true;
    },
    read: (all) => withOption(all, key, input.checked || undefined),
    tell: () => {},
  };
}

function textInput(label: string, { hint, placeholder, choices, mono = false }: TextOptions) {
  const list = choices ? datalist(choices) : undefined;
  const input = element('input', {
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    class: mono ? 'mono' : undefined,
    placeholder,
    list: list?.id,
  });
  const made = labelled(label, input, { ...(hint === undefined ? {} : { hint }), beside: list ? [list] : [] });
  return { input, ...made };
}

function put(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}
