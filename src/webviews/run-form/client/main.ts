import { checkOptions } from '../../../docker-run/check-options';
import type { RunOptions } from '../../../docker-run/run-options';
import { app, element, linkToPanel } from '../../client';
import type { FromRunForm, ImageFacts, RunFormModel, RunProblem, ToRunForm } from '../protocol';
import { lineBox } from './line-box';
import { createSections, type Sections } from './sections';
import { createSuggestions } from './suggestions';

/** Typing has come to a rest. */
const restMs = 350;

let hear: (message: Exclude<ToRunForm, { kind: 'show' }>) => void = () => {};
const link = linkToPanel<ToRunForm, FromRunForm>((message) => {
  if (message.kind === 'show') hear = draw(message.model);
  else hear(message);
});

function draw(model: RunFormModel): typeof hear {
  let options = model.options;
  let known: readonly RunProblem[] = [];
  let dirty = false;
  let leaving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sections = createSections(model, link.say);
  const suggestions = createSuggestions(sections);
  const line = lineBox({
    shell: model.shell,
    surroundings: model.surroundings,
    onLine: ({ options: parsed }) => {
      const other = parsed.image !== options.image;
      options = parsed;
      showFields();
      changed();
      if (other) link.say({ kind: 'image', reference: parsed.image });
    },
    onCopy: (text) => {
      link.say({ kind: 'copy', text });
      say('Copied.');
    },
  });
  const status = element('span', { class: 'status', role: 'status' });
  const failure = element('div', { class: 'failure', role: 'alert', hidden: true });
  const about = element('p', { class: 'quiet about' });
  const run = element('button', { type: 'button', class: 'run', onclick: () => send('run') }, 'Run');
  const create = element(
    'button',
    { type: 'button', class: 'secondary', onclick: () => send('create') },
    'Create only',
  );
  const cancel = element(
    'button',
    { type: 'button', class: 'secondary', onclick: () => link.say({ kind: 'close' }) },
    'Cancel',
  );
  const form = element(
    'form',
    { class: 'run-form', 'aria-label': 'Run a container', novalidate: true },
    ...sections.nodes,
  );
  sections.ports.node.parentElement?.after(suggestions.node);

  function say(text: string): void {
    status.textContent = text;
  }

  function fail(text: string | undefined): void {
    failure.hidden = text === undefined;
    failure.textContent = text ?? '';
  }

  function showFields(): void {
    for (const field of sections.fields) field.show(options);
    sections.openWhereSet(options);
  }

  function readFields(): RunOptions {
    return sections.fields.reduce<RunOptions>((all, field) => field.read(all), { image: '', command: [] });
  }

  /** The line follows at once; what is wrong is said when typing comes to a rest. */
  function changed(): void {
    dirty = true;
    leaving = false;
    known = [];
    fail(undefined);
    suggestions.show(options);
    clearTimeout(timer);
    timer = setTimeout(() => {
      tell();
      link.say({ kind: 'check', options });
    }, restMs);
  }

  function tell(): number {
    const problems = [...checkOptions(options), ...known];
    for (const field of sections.fields) field.tell(problems);
    return form.querySelectorAll('[aria-invalid="true"]').length;
  }

  function send(kind: 'run' | 'create'): void {
    if (run.disabled) return;
    clearTimeout(timer);
    const local = checkOptions(options);
    known = [];
    const wrong = tell();
    if (options.image === '') {
      fail('An image is needed.');
      sections.image.input.focus();
    } else if (local.length > 0 || wrong > 0) {
      fail(local[0]?.problem ?? 'Something in the form is not understood.');
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    } else {
      fail(undefined);
      link.say({ kind, options, keep: sections.env.keep() });
    }
  }

  function setImage(image: ImageFacts | undefined): void {
    suggestions.setImage(image, options);
    const here =
      image?.present === false ? `${image.reference} is not on this engine: it is pulled before the run.` : '';
    about.textContent = [model.origin, here].filter(Boolean).join(' ');
  }

  function setBusy(doing: string | undefined): void {
    for (const button of [run, create]) button.disabled = doing !== undefined;
    say(doing ?? '');
    if (doing !== undefined) fail(undefined);
  }

  form.addEventListener('input', () => {
    options = readFields();
    line.show(options);
    changed();
  });
  form.addEventListener('change', () => {
    options = readFields();
    showFields();
    line.show(options);
    suggestions.show(options);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      if (!dirty || leaving) link.say({ kind: 'close' });
      else say('Press Escape again to close without running.');
      leaving = true;
    } else if (event.key === 'Enter' && runsOnEnter(event)) {
      event.preventDefault();
      options = document.activeElement === line.input ? options : readFields();
      send('run');
    }
  });

  app().replaceChildren(
    element('header', {}, element('h1', {}, 'Run a container'), about),
    line.node,
    form,
    element('footer', {}, failure, element('div', { class: 'actions' }, run, create, cancel, status, keys())),
  );
  showFields();
  line.show(options);
  setImage(model.image);
  focusFirst(model, sections, line.input);

  return (message) => {
    if (message.kind === 'facts') setImage(message.image);
    if (message.kind === 'problems') {
      known = message.problems;
      tell();
    }
    if (message.kind === 'picked') sections[message.key].add(message.value);
    if (message.kind === 'busy') setBusy(message.doing);
    if (message.kind === 'failed') fail(message.message);
  };
}

function keys(): HTMLElement {
  return element(
    'span',
    { class: 'quiet keys' },
    element('kbd', {}, 'Enter'),
    ' runs, ',
    element('kbd', {}, 'Esc'),
    ' closes',
  );
}

/** In every input; buttons and folded parts have a meaning of their own for it, and Shift breaks a line. */
function runsOnEnter(event: KeyboardEvent): boolean {
  if (event.isComposing || event.shiftKey) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
}

function focusFirst(model: RunFormModel, sections: Sections, line: HTMLTextAreaElement): void {
  const missing = model.options.env?.find((word) => model.forgotten.includes(word.split('=', 1)[0] ?? ''));
  window.focus();
  if (model.focus === 'line') line.focus();
  else if (missing !== undefined) sections.env.edit(missing.split('=', 1)[0] ?? '', '');
  else sections.name.input.focus();
}
