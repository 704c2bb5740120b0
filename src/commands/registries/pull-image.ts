import type { Engine } from '../../engine/engine';
import { validateReference } from '../../engine/references';
import { formatBytes } from '../../shared/quantity';
import { offer } from '../offer';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { follow, type TransferProgress } from './transfer-progress';
import { withCredentials } from './with-credentials';

type PullServices = Pick<Services, 'engine' | 'ui' | 'workspace' | 'run' | 'memory'>;

const lastKey = 'pull:last';

/** Pulls the reference given, or asks for one; a row of the Images view is only a proposal. */
export async function pullImage(services: PullServices, args: readonly unknown[]): Promise<void> {
  const { ui, memory } = services;
  const reference = typeof args[0] === 'string' ? args[0] : await askReference(services, args);
  if (reference === undefined) return;
  const engine = await services.engine();
  const progress = await pull(services, engine, reference);
  await memory.set(lastKey, reference);
  const { bytes } = await engine.images.inspect(reference);
  const message = progress.upToDate ? `${reference} is up to date.` : `Pulled ${reference} (${formatBytes(bytes)}).`;
  offer(services, ui.info(message, 'Run'), { Run: ['layerwright.runImage', reference] });
}

/** With progress and credentials; rejects when it fails or is cancelled. */
export async function pull(
  services: Pick<Services, 'ui' | 'workspace'>,
  engine: Engine,
  reference: string,
): Promise<TransferProgress> {
  return services.ui.progress(`Pulling ${reference}`, async (report, signal) => {
    let progress: TransferProgress | undefined;
    await withCredentials(services, { reference, signal }, async (auth) => {
      progress = await follow(engine.images.pull(reference, { signal, ...(auth ? { auth } : {}) }), report);
    });
    signal.throwIfAborted();
    return progress as TransferProgress;
  });
}

async function askReference({ ui, memory }: PullServices, args: readonly unknown[]): Promise<string | undefined> {
  const proposed = imageTargets(args)[0]?.ref ?? memory.get<string>(lastKey) ?? '';
  const reference = await ui.input({
    title: 'Pull image',
    prompt: 'Image reference. Without a tag, latest is pulled.',
    placeholder: 'alpine:3.20 or ghcr.io/owner/name:tag',
    value: /^[0-9a-f]{12}$|^sha256:/.test(proposed) ? '' : proposed,
    validate: (value) => (value.trim() === '' ? undefined : validateReference(value.trim())),
  });
  return reference?.trim() || undefined;
}
