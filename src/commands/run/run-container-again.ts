import { isEngineError } from '../../engine/errors';
import { pickContainer } from '../containers/pick-container';
import { containerTargets } from '../targets';
import { optionsOfContainer } from './container-options';
import { imageFacts } from './form-model';
import { type FormServices, type OpenForms, showRunForm } from './run-forms';
import { avoidProblems } from './run-problems';

/** Opens the form with the configuration of a container: for another one like it, or with something changed. */
export async function runContainerAgain(
  services: FormServices,
  forms: OpenForms,
  args: readonly unknown[],
): Promise<string | undefined> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Run container again', empty: 'There is no container here yet.' }));
  if (!target) return undefined;
  const engine = await services.engine();
  const container = await engine.containers.inspect(target.id);
  const image = await engine.images.inspect(container.image).catch((error: unknown) => {
    if (isEngineError(error, 'not-found') || isEngineError(error, 'invalid')) return undefined;
    throw error;
  });
  const options = await avoidProblems(engine, optionsOfContainer(container, image));
  const prefilled = { options, forgotten: [], kept: [], origin: `The configuration of ${container.name}.` };
  const facts = await imageFacts(engine, container.image);
  return showRunForm(services, forms, engine, { key: container.id, image: facts, prefilled });
}
