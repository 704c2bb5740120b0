import { EngineError } from '../../engine/errors';
import { parseReference } from '../../engine/references';
import { listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import { pickImage } from '../images/pick-image';
import { offer } from '../offer';
import type { Services } from '../services';
import { type ImageTarget, imageTargets } from '../targets';
import { follow } from './transfer-progress';
import { withCredentials } from './with-credentials';

type PushServices = Pick<Services, 'engine' | 'ui' | 'log' | 'workspace' | 'run'>;

/** Pushes each reference to the registry in its name. */
export async function pushImage(services: PushServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const given = imageTargets(args);
  const picked = given.length > 0 ? given : [await pickImage(services, { title: 'Push image', named: true })];
  const targets = picked.filter((target) => target !== undefined);
  const digest = targets.find(({ ref }) => ref.startsWith('sha256:') || ref.includes('@'));
  if (digest) {
    offer(services, ui.warn(`${digest.name} has no tag, so it cannot be pushed. Tag it first.`, 'Tag image…'), {
      'Tag image…': ['layerwright.tagImage', digest.ref],
    });
    return;
  }
  const homeless = targets.find(({ ref }) => isHomeless(ref));
  if (homeless) return explainHomeless(services, homeless);
  // One after the other: each says how far it is.
  const outcome = await attemptAll(targets, 1, (target) => push(services, target));
  if (outcome.failed.length > 0) reportAll(services, outcome, 'Pushed', 'images');
  else if (outcome.done.length > 0) void ui.info(`Pushed ${listOf(outcome.done.map(({ name }) => name))}.`);
}

async function push(services: PushServices, { ref: reference }: ImageTarget): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  await ui.progress(`Pushing ${reference}`, async (report, signal) => {
    await withCredentials(services, { reference, signal }, async (auth) => {
      await follow(engine.images.push(reference, { signal, ...(auth ? { auth } : {}) }), report);
    });
    if (signal.aborted) throw new EngineError('cancelled', 'The push was cancelled.');
  });
}

/** It would go to Docker Hub's official images, which take none from outside. */
function isHomeless(reference: string): boolean {
  const parsed = parseReference(reference);
  return parsed?.host === 'docker.io' && parsed.path.startsWith('library/');
}

function explainHomeless(services: PushServices, { name, ref }: ImageTarget): void {
  const message = `${name} names no registry and no account, so there is no place to push it to. Tag it as registry/name:tag, or account/name:tag for Docker Hub.`;
  offer(services, services.ui.warn(message, 'Tag image…'), { 'Tag image…': ['layerwright.tagImage', ref] });
}
