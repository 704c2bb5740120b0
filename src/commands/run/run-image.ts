import { type RunOptions, readRunOptions } from '../../docker-run/run-options';
import type { Engine } from '../../engine/engine';
import { pickImage } from '../images/pick-image';
import { type ImageTarget, imageTargets } from '../targets';
import { imageFacts, interactive, prefill } from './form-model';
import { type FormServices, type OpenForms, showRunForm } from './run-forms';
import { findRunProblems } from './run-problems';
import { startRun } from './start-run';

/** Opens the form for an image. Returns the id of the container it made; undefined when the person gave up. */
export async function runImage(
  services: FormServices,
  forms: OpenForms,
  args: readonly unknown[],
): Promise<string | undefined> {
  const image = await imageOf(services, args, 'Run image');
  if (!image) return undefined;
  const engine = await services.engine();
  const preset = presetOf(args);
  if (preset) {
    const attached = (args[0] as { readonly detach?: unknown }).detach === false;
    const options: RunOptions = attached ? preset : { detach: true, ...preset };
    return startRun(services, engine, options, { start: true, mayPull: false });
  }
  const facts = await imageFacts(engine, image.ref);
  const prefilled = await prefill(services, engine, { reference: image.ref, facts });
  return showRunForm(services, forms, engine, { key: image.ref, image: facts, prefilled });
}

/** As `docker run -it --rm`: in a terminal, and gone when it ends or the terminal is closed. */
export async function runImageInteractive(
  services: FormServices,
  forms: OpenForms,
  args: readonly unknown[],
): Promise<string | undefined> {
  const image = await imageOf(services, args, 'Run image interactively');
  if (!image) return undefined;
  const engine = await services.engine();
  const preset = presetOf(args);
  if (preset) {
    await removeReplaced(engine, args);
    return startRun(services, engine, interactive(preset), { start: true, mayPull: false });
  }
  const facts = await imageFacts(engine, image.ref);
  const { options, ...rest } = await prefill(services, engine, { reference: image.ref, facts });
  const prefilled = { ...rest, options: interactive(options) };
  return showRunForm(services, forms, engine, { key: `${image.ref} -it`, image: facts, prefilled });
}

/** Runs at once what the last run answered, or the image says; asks only where an answer is missing. */
export async function runImageAgain(
  services: FormServices,
  forms: OpenForms,
  args: readonly unknown[],
): Promise<string | undefined> {
  const image = await imageOf(services, args, 'Run image with the last answers');
  if (!image) return undefined;
  const engine = await services.engine();
  const facts = await imageFacts(engine, image.ref);
  const prefilled = await prefill(services, engine, { reference: image.ref, facts });
  const problems = await findRunProblems(engine, prefilled.options);
  if (problems.length > 0 || prefilled.forgotten.length > 0)
    return showRunForm(services, forms, engine, { key: image.ref, image: facts, prefilled });
  return startRun(services, engine, prefilled.options, { start: true, mayPull: false });
}

async function imageOf(
  services: FormServices,
  args: readonly unknown[],
  title: string,
): Promise<ImageTarget | undefined> {
  return imageTargets(args)[0] ?? pickImage(services, { title });
}

/** What a keybinding or a test gives beside the image; undefined when it gives nothing, and the person is asked. */
function presetOf([first]: readonly unknown[]): RunOptions | undefined {
  if (typeof first !== 'object' || first === null || 'kind' in first || !('image' in first)) return undefined;
  if (Object.keys(first).length < 2) return undefined;
  const given: Readonly<Record<string, unknown>> = { ...first };
  // The engine's port has these as lists.
  const entrypoint = Array.isArray(given.entrypoint) ? given.entrypoint : undefined;
  const labels = pairsOf(given.labels);
  const command = [...(entrypoint?.slice(1) ?? []), ...(Array.isArray(given.command) ? given.command : [])];
  return readRunOptions({
    ...given,
    command,
    ...(entrypoint ? { entrypoint: entrypoint[0] } : {}),
    ...(labels ? { labels } : {}),
  });
}

function pairsOf(labels: unknown): readonly string[] | undefined {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return undefined;
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`);
}

/** A container that ended without having done anything, and stands in the way by its name. */
async function removeReplaced(engine: Engine, [first]: readonly unknown[]): Promise<void> {
  const { replaces } = first as { readonly replaces?: unknown };
  if (typeof replaces === 'string') await engine.containers.remove(replaces, { volumes: true }).catch(() => {});
}
