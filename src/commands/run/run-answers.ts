import type { Engine } from '../../engine/engine';
import type { Services } from '../services';
import type { ImageTarget } from '../targets';
import { createPortCheck, type PortCheck } from './port-check';
import { hostPorts, proposePorts, splitPorts, validatePorts } from './ports';

/** What is known of a run before it is started; given by a keybinding or a test, or asked for. */
export interface RunAnswers {
  readonly ports: readonly string[];
  /** Undefined: the engine names it. */
  readonly name: string | undefined;
}

interface Remembered {
  readonly ports?: readonly string[];
  readonly name?: string;
}

type AskServices = Pick<Services, 'ui' | 'memory'>;

/** Asks for ports, proposing those the image exposes or those of its last run; undefined when the person gave up. */
export async function askPorts(
  { ui, memory }: AskServices,
  engine: Engine,
  image: ImageTarget,
): Promise<readonly string[] | undefined> {
  const [{ exposedPorts }, containers] = await Promise.all([
    engine.images.inspect(image.ref),
    engine.containers.list(),
  ]);
  const check = createPortCheck(engine, containers);
  const last = memory.get<Remembered>(runKey(image))?.ports;
  let value = (last ?? (await proposePorts(exposedPorts, (port) => check.isFree(port)))).join(' ');
  const exposes =
    exposedPorts.length > 0 ? `The image listens on ${exposedPorts.join(', ')}.` : 'The image names no port.';
  let problem = value === '' ? undefined : await takenPort(splitPorts(value), check);
  for (;;) {
    const entered = await ui.input({
      title: `Run ${image.name}: ports`,
      prompt: `${problem ?? exposes} Publish as host:container, separated by spaces; leave empty to publish none.`,
      placeholder: '8080:80',
      value,
      validate: validatePorts,
    });
    if (entered === undefined) return undefined;
    const words = splitPorts(entered);
    const taken = await takenPort(words, check);
    // Entered a second time, the engine is asked: it knows best.
    if (taken === undefined || (entered === value && problem !== undefined)) return words;
    problem = taken;
    value = entered;
  }
}

export async function askName(
  { ui, memory }: AskServices,
  image: ImageTarget,
  takenNames: ReadonlySet<string>,
): Promise<string | undefined> {
  const last = memory.get<Remembered>(runKey(image))?.name ?? '';
  const entered = await ui.input({
    title: `Run ${image.name}: name`,
    prompt: 'Name of the container. Leave empty to let the engine choose one.',
    value: takenNames.has(last) ? '' : last,
    validate: (value) => validateName(value.trim(), takenNames),
  });
  return entered?.trim();
}

export async function rememberRun({ memory }: AskServices, image: ImageTarget, answers: RunAnswers): Promise<void> {
  const remembered: Remembered = {
    ports: answers.ports,
    ...(answers.name === undefined ? {} : { name: answers.name }),
  };
  await memory.set(runKey(image), remembered);
}

function runKey({ ref }: ImageTarget): string {
  return `run:${ref}`;
}

async function takenPort(words: readonly string[], check: PortCheck): Promise<string | undefined> {
  for (const { ip, port, protocol } of hostPorts(words)) {
    const user = protocol === 'tcp' ? await check.userOf(port, ip) : undefined;
    if (user !== undefined) return user;
  }
  return undefined;
}

function validateName(value: string, takenNames: ReadonlySet<string>): string | undefined {
  if (value === '') return undefined;
  if (takenNames.has(value)) return `The name "${value}" is used by another container.`;
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(value)) return undefined;
  return 'A container name has at least two letters, digits, "_", "." or "-", and starts with a letter or digit.';
}
