import { printBind } from '../../docker-run/mounts';
import type { Engine } from '../../engine/engine';
import { openRunForm, type RunForm, type RunFormHost } from '../../webviews/run-form/panel';
import type { ImageFacts, RunFormModel } from '../../webviews/run-form/protocol';
import type { Services } from '../services';
import { formModel, imageFacts, type Prefill } from './form-model';
import { findRunProblems } from './run-problems';
import { rememberRun } from './run-record';
import { type RunServices, startRun } from './start-run';

export type FormServices = RunServices & Pick<Services, 'webviews'>;

/** The forms that are open, one for each thing that is run. */
export type OpenForms = Map<string, RunForm>;

export interface FormStart {
  /** What is run: the same is shown again instead of opened twice. */
  readonly key: string;
  readonly image: ImageFacts | undefined;
  readonly prefilled: Prefill;
  readonly focus?: RunFormModel['focus'];
}

/** Shows the form. Resolves when it is closed: to the id of the container that was made, if one was. */
export async function showRunForm(
  services: FormServices,
  forms: OpenForms,
  engine: Engine,
  { key, image, prefilled, focus = 'form' }: FormStart,
): Promise<string | undefined> {
  const open = forms.get(key);
  if (open) {
    open.reveal();
    return undefined;
  }
  const model = await formModel(services, engine, { image, prefilled, focus });
  let made: string | undefined;
  const form = openRunForm(services.webviews, model, {
    ...formHost(services, engine),
    async run(options, { start, keep }) {
      const id = await startRun(services, engine, options, { start, mayPull: true });
      if (id === undefined) throw new DOMException('The person gave up.', 'AbortError');
      made = id;
      await rememberRun(services, options, keep);
    },
  });
  forms.set(key, form);
  await form.closed;
  forms.delete(key);
  return made;
}

function formHost({ ui }: FormServices, engine: Engine): Omit<RunFormHost, 'run'> {
  return {
    check: (options) => findRunProblems(engine, options),
    facts: (reference) => imageFacts(engine, reference),
    async browse(key) {
      if (key === 'envFiles') return ui.pickFile({ title: 'Choose a file of variables' });
      const source = await ui.pickFolder({ title: 'Choose a folder to mount' });
      return source === undefined ? undefined : printBind({ source, target: '/', mode: undefined });
    },
    copy: (text) => ui.copy(text),
  };
}
