import type { Engine } from '../../engine/engine';
import { validateReference } from '../../engine/references';
import { formatBytes, listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import { offer } from '../offer';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { remoteTarget, remoteTargets } from './registry-targets';
import { follow, type TransferProgress } from './transfer-progress';
import { withCredentials } from './with-credentials';

type PullServices = Pick<Services, 'engine' | 'ui' | 'log' | 'run' | 'memory' | 'registries'>;

const lastKey = 'pull:last';

interface PullTarget {
  readonly reference: string;
  /** As in `docker pull --platform`; undefined: the engine's own. */
  readonly platform: string | undefined;
  /** For reports. */
  readonly name: string;
}

/** Pulls the references given or the rows of a registry, or asks for one; a row of the Images view is only a proposal. */
export async function pullImage(services: PullServices, args: readonly unknown[]): Promise<void> {
  const targets: readonly PullTarget[] = given(args);
  if (targets.length < 2) {
    const [first] = targets;
    const reference = first?.reference ?? (await askReference(services, args, 'Pull image'));
    if (reference !== undefined) await pullOne(services, { reference, platform: first?.platform, name: reference });
    return;
  }
  const engine = await services.engine();
  // One after the other: each says how far it is.
  const outcome = await attemptAll(targets, 1, ({ reference, platform }) =>
    pull(services, engine, reference, platform),
  );
  if (outcome.failed.length > 0) reportAll(services, outcome, 'Pulled', 'images');
  else void services.ui.info(`Pulled ${listOf(targets.map(({ name }) => name))}.`);
}

/** Asks for the platform, and for the reference when no row tells; a registry is asked which platforms there are. */
export async function pullImageForPlatform(services: PullServices, args: readonly unknown[]): Promise<void> {
  const [first] = given(args);
  const title = 'Pull image for platform';
  const reference = first?.reference ?? (await askReference(services, args, title));
  if (reference === undefined) return;
  const platform = await askPlatform(services, reference);
  if (platform !== undefined) await pullOne(services, { reference, platform, name: reference });
}

function given(args: readonly unknown[]): readonly PullTarget[] {
  if (typeof args[0] === 'string') return [{ reference: args[0], platform: undefined, name: args[0] }];
  return remoteTargets(args);
}

async function pullOne(services: PullServices, { reference, platform }: PullTarget): Promise<void> {
  const engine = await services.engine();
  const progress = await pull(services, engine, reference, platform);
  await services.memory.set(lastKey, reference);
  const { bytes } = await engine.images.inspect(reference);
  const of = platform === undefined ? reference : `${reference} for ${platform}`;
  const message = progress.upToDate ? `${of} is up to date.` : `Pulled ${of} (${formatBytes(bytes)}).`;
  offer(services, services.ui.info(message, 'Run'), { Run: ['layerwright.runImage', reference] });
}

/** With progress and credentials; rejects when it fails or is cancelled. */
export async function pull(
  services: Pick<Services, 'ui' | 'log' | 'registries'>,
  engine: Engine,
  reference: string,
  platform?: string,
): Promise<TransferProgress> {
  return services.ui.progress(`Pulling ${reference}`, async (report, signal) => {
    let progress: TransferProgress | undefined;
    const options = { signal, ...(platform === undefined ? {} : { platform }) };
    await withCredentials(services, { reference, signal }, async (auth) => {
      progress = await follow(engine.images.pull(reference, { ...options, ...(auth ? { auth } : {}) }), report);
    });
    signal.throwIfAborted();
    return progress as TransferProgress;
  });
}

async function askReference(
  { ui, memory }: PullServices,
  args: readonly unknown[],
  title: string,
): Promise<string | undefined> {
  const proposed = imageTargets(args)[0]?.ref ?? memory.get<string>(lastKey) ?? '';
  const reference = await ui.input({
    title,
    prompt: 'Image reference. Without a tag, latest is pulled.',
    placeholder: 'alpine:3.20 or ghcr.io/owner/name:tag',
    value: /^[0-9a-f]{12}$|^sha256:/.test(proposed) ? '' : proposed,
    validate: (value) => (value.trim() === '' ? undefined : validateReference(value.trim())),
  });
  return reference?.trim() || undefined;
}

const usual = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/386',
  'linux/ppc64le',
  'linux/s390x',
  'windows/amd64',
];

/** The registry knows them; when it does not tell, the usual ones are as good. */
async function askPlatform({ ui, registries }: PullServices, reference: string): Promise<string | undefined> {
  const target = remoteTarget(reference);
  const known = async () => {
    if (!target) return [];
    const { platforms } = await (await registries()).open(target.host).image(target.repository, target.tag);
    return platforms;
  };
  const items = known()
    .catch(() => [])
    .then((platforms) => {
      const told = platforms.flatMap(({ platform, bytes }) =>
        platform === undefined
          ? []
          : [
              {
                label: platform,
                icon: 'chip',
                value: platform,
                ...(bytes === undefined ? {} : { description: formatBytes(bytes) }),
              },
            ],
      );
      return told.length > 0
        ? told
        : [...usual.map((platform) => ({ label: platform, icon: 'chip', value: platform })), other];
    });
  const chosen = await ui.pick(items, { title: `Pull ${reference}`, placeholder: 'Platform' });
  if (chosen !== '') return chosen;
  const entered = await ui.input({
    title: `Pull ${reference}`,
    prompt: 'Platform as system/architecture, or system/architecture/variant',
    placeholder: 'linux/riscv64',
    validate: (value) =>
      value.trim() === '' || /^[a-z0-9_]+\/[a-z0-9_]+(?:\/[a-z0-9_.]+)?$/.test(value.trim())
        ? undefined
        : 'A platform is written as linux/arm64 or linux/arm/v7.',
  });
  return entered?.trim() || undefined;
}

const other = { label: 'Other platform…', icon: 'edit', value: '' };
