import type { ContainerLimits, RestartPolicy } from '../../engine/container-limits';
import { parseBytes } from '../../shared/parse-bytes';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import type { Services } from '../services';
import { type ContainerTarget, containerTargets } from '../targets';
import { pickContainers } from './pick-container';

type UpdateServices = Pick<Services, 'engine' | 'ui' | 'log'>;

/** Changes the restart policy or a limit of containers without making them anew. */
export async function updateContainer(services: UpdateServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const given = containerTargets(args);
  const targets =
    given.length > 0
      ? given
      : await pickContainers(services, { title: 'Update containers', empty: 'There is no container here yet.' });
  const [first] = targets;
  if (!first) return;
  const engine = await services.engine();
  const { limits } = await engine.containers.inspect(first.id);
  const title = targets.length === 1 ? `Update ${first.name}` : `Update ${plural(targets.length, 'container')}`;
  const change = await ask(ui, title, limits, targets);
  if (!change) return;
  const outcome = await attemptAll(targets, 8, async ({ id }) => {
    for (const warning of await engine.containers.update(id, change)) void ui.warn(warning);
  });
  if (outcome.failed.length > 0) reportAll(services, outcome, 'Updated', 'containers');
  else ui.statusMessage(`Updated ${listOf(outcome.done.map(({ name }) => name))}.`);
}

type Change = Partial<ContainerLimits>;

async function ask(
  ui: Services['ui'],
  title: string,
  limits: ContainerLimits,
  targets: readonly ContainerTarget[],
): Promise<Change | undefined> {
  const now = (text: string) => (targets.length === 1 ? text : `${targets[0]?.name}: ${text}`);
  const kind = await ui.pick<keyof ContainerLimits>(
    [
      { label: 'Restart policy', description: now(describePolicy(limits.restart)), icon: 'sync', value: 'restart' },
      {
        label: 'Memory limit',
        description: now(limits.memoryBytes > 0 ? formatBytes(limits.memoryBytes) : 'no limit'),
        icon: 'server',
        value: 'memoryBytes',
      },
      {
        label: 'Processor limit',
        description: now(limits.cpus > 0 ? plural(limits.cpus, 'processor') : 'no limit'),
        icon: 'circuit-board',
        value: 'cpus',
      },
      {
        label: 'Process limit',
        description: now(limits.pids > 0 ? plural(limits.pids, 'process', 'processes') : 'no limit'),
        icon: 'list-tree',
        value: 'pids',
      },
    ],
    { title, placeholder: 'What is to change? It takes effect at once.' },
  );
  switch (kind) {
    case undefined:
      return undefined;
    case 'restart':
      return askPolicy(ui, title, limits.restart);
    case 'memoryBytes':
      return askMemory(ui, title, limits.memoryBytes);
    case 'cpus':
      return askCpus(ui, title, limits.cpus);
    case 'pids':
      return askPids(ui, title, limits.pids);
  }
}

async function askPolicy(
  ui: Services['ui'],
  title: string,
  { name, retries }: RestartPolicy,
): Promise<Change | undefined> {
  const picked = await ui.pick<RestartPolicy['name']>(
    [
      { label: 'no', detail: 'Stays stopped when it ends.', picked: name === 'no', value: 'no' },
      {
        label: 'on-failure',
        detail: 'Starts again when it ends with another exit code than 0.',
        picked: name === 'on-failure',
        value: 'on-failure',
      },
      {
        label: 'unless-stopped',
        detail: 'Starts again whenever it ends, and with the engine, unless somebody stopped it.',
        picked: name === 'unless-stopped',
        value: 'unless-stopped',
      },
      {
        label: 'always',
        detail: 'Starts again whenever it ends, and with the engine.',
        picked: name === 'always',
        value: 'always',
      },
    ],
    { title, placeholder: 'Restart policy' },
  );
  if (picked !== 'on-failure') return picked && { restart: { name: picked, retries: 0 } };
  const entered = await ui.input({
    title,
    prompt: 'How often at most? 0: as often as it fails.',
    value: String(retries),
    validate: (value) => (/^\d{1,6}$/.test(value.trim()) ? undefined : 'A whole number is expected.'),
  });
  return entered === undefined ? undefined : { restart: { name: picked, retries: Number(entered) } };
}

/** What engines accept at least. */
const leastMemory = 6 * 1024 * 1024;

async function askMemory(ui: Services['ui'], title: string, current: number): Promise<Change | undefined> {
  const entered = await ui.input({
    title,
    prompt: 'Memory limit. An engine can change a limit but not take it away.',
    placeholder: '512m, 2g',
    value: current > 0 ? `${Math.round(current / 1024 / 1024)}m` : '',
    validate: (value) => {
      const bytes = parseBytes(value);
      if (bytes === undefined) return 'A number with b, k, m or g is expected, as in 512m.';
      return bytes < leastMemory ? 'At least 6m is needed.' : undefined;
    },
  });
  return entered === undefined ? undefined : { memoryBytes: parseBytes(entered) ?? 0 };
}

async function askCpus(ui: Services['ui'], title: string, current: number): Promise<Change | undefined> {
  const entered = await ui.input({
    title,
    prompt: 'Number of processors it may use. An engine can change a limit but not take it away.',
    placeholder: '1.5',
    value: current > 0 ? String(current) : '',
    validate: (value) =>
      /^\d+(?:\.\d+)?$/.test(value.trim()) && Number(value) >= 0.01
        ? undefined
        : 'A number above 0 is expected, as in 1.5.',
  });
  return entered === undefined ? undefined : { cpus: Number(entered) };
}

async function askPids(ui: Services['ui'], title: string, current: number): Promise<Change | undefined> {
  const entered = await ui.input({
    title,
    prompt: 'Number of processes and threads it may have at a time. 0: no limit.',
    value: String(current),
    validate: (value) => (/^\d{1,7}$/.test(value.trim()) ? undefined : 'A whole number is expected.'),
  });
  return entered === undefined ? undefined : { pids: Number(entered) };
}

function describePolicy({ name, retries }: RestartPolicy): string {
  return name === 'on-failure' && retries > 0 ? `${name}, at most ${plural(retries, 'time')}` : name;
}
