import { EngineError } from '../../engine/errors';
import { parseReference } from '../../engine/references';
import { listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import { pickImage } from '../images/pick-image';
import type { Services } from '../services';
import { type ImageTarget, imageTargets } from '../targets';
import { nameForRegistry } from './name-for-registry';
import { follow } from './transfer-progress';
import { withCredentials } from './with-credentials';

type PushServices = Pick<Services, 'engine' | 'ui' | 'log' | 'registries'>;

/** Pushes each reference to the registry in its name; one whose name leads to none gets one first. */
export async function pushImage(services: PushServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const given = imageTargets(args);
  const picked = given.length > 0 ? given : [await pickImage(services, { title: 'Push image', named: true })];
  const targets = picked.filter((target) => target !== undefined);
  const homeless = targets.filter(({ ref }) => !hasHome(ref));
  const [first] = homeless;
  if (first && targets.length > 1) {
    const names = listOf(homeless.map(({ name }) => name));
    void ui.warn(
      `${names} ${homeless.length > 1 ? 'name' : 'names'} no registry and no account, so nothing was pushed. Push such images one by one: each is asked where it goes.`,
    );
    return;
  }
  if (first) return pushUnderNewName(services, first);
  // One after the other: each says how far it is.
  const outcome = await attemptAll(targets, 1, (target) => push(services, target.ref));
  if (outcome.failed.length > 0) reportAll(services, outcome, 'Pushed', 'images');
  else if (outcome.done.length > 0) void ui.info(`Pushed ${listOf(outcome.done.map(({ name }) => name))}.`);
}

/** Asks for the registry and the name there, whatever the image is called. */
export async function pushImageTo(services: PushServices, args: readonly unknown[]): Promise<void> {
  const target = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Push image to registry' }));
  if (target) await pushUnderNewName(services, target);
}

/** The new name stays, as after `docker tag` and `docker push`. */
async function pushUnderNewName(services: PushServices, target: ImageTarget): Promise<void> {
  const reference = await nameForRegistry(services, target);
  if (reference === undefined) return;
  await push(services, reference);
  void services.ui.info(`Pushed ${target.name}${target.name === reference ? '' : ` as ${reference}`}.`);
}

async function push(services: PushServices, reference: string): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  await ui.progress(`Pushing ${reference}`, async (report, signal) => {
    await withCredentials(services, { reference, signal }, async (auth) => {
      await follow(engine.images.push(reference, { signal, ...(auth ? { auth } : {}) }), report);
    });
    if (signal.aborted) throw new EngineError('cancelled', 'The push was cancelled.');
  });
}

/** Otherwise it would go to Docker Hub's official images, which take none from outside; a digest or an id goes nowhere. */
function hasHome(reference: string): boolean {
  const parsed = parseReference(reference);
  if (!parsed || parsed.digest !== undefined) return false;
  return parsed.host !== 'docker.io' || !parsed.path.startsWith('library/');
}
