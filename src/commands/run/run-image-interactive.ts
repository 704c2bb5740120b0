import type { CreateContainer, Engine, Session } from '../../engine/engine';
import { pickImage } from '../images/pick-image';
import type { Services } from '../services';
import { type ImageTarget, imageTargets } from '../targets';
import { askPorts } from './run-answers';
import { ensureImage, presetOf, type RunServices } from './run-image';
import { splitWords } from './split-words';

type InteractiveServices = RunServices & Pick<Services, 'terminals'>;

/** As `docker run -it --rm`: in a terminal, and gone when it ends or the terminal is closed. */
export async function runImageInteractive(services: InteractiveServices, args: readonly unknown[]): Promise<void> {
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Run image interactively' }));
  if (!image) return;
  const engine = await services.engine();
  if (!(await ensureImage(services, engine, image))) return;
  const answers = presetOf(args) ?? (await ask(services, engine, image));
  if (!answers) return;
  const options: CreateContainer = { ...answers, image: image.ref, tty: true, openStdin: true, autoRemove: true };
  await services.terminals.openSession({
    name: options.name ?? image.name,
    icon: 'terminal',
    open: (_size, signal) => startAttached(engine, options, signal),
  });
}

async function ask(
  services: InteractiveServices,
  engine: Engine,
  image: ImageTarget,
): Promise<Pick<CreateContainer, 'ports' | 'command'> | undefined> {
  const { exposedPorts, entrypoint, command } = await engine.images.inspect(image.ref);
  const ports = exposedPorts.length > 0 ? await askPorts(services, engine, image) : [];
  if (!ports) return undefined;
  const own = [...entrypoint, ...command].join(' ');
  const after = entrypoint.length > 0 ? ' What you enter is given to its entrypoint.' : '';
  const entered = await services.ui.input({
    title: `Run ${image.name}: command`,
    prompt: `${own === '' ? 'The image has no command of its own.' : `Leave empty to run ${own}.`}${after}`,
    placeholder: command.join(' ') || 'sh',
  });
  if (entered === undefined) return undefined;
  const words = splitWords(entered);
  return { ports, ...(words.length > 0 ? { command: words } : {}) };
}

/** Attached before it starts, so that no output is missed. */
async function startAttached(engine: Engine, options: CreateContainer, signal: AbortSignal): Promise<Session> {
  const { containers } = engine;
  const { id } = await containers.create(options, signal);
  try {
    const session = await containers.attach(id, { stdin: true, tty: true, signal });
    // It is removed when it ends, and cannot be asked then.
    const ended = containers.wait(id, signal, 'next-exit').then(
      ({ exitCode }) => exitCode,
      () => undefined,
    );
    await containers.start(id, signal);
    signal.addEventListener('abort', () => void end(engine, id), { once: true });
    return { ...session, exitCode: () => ended };
  } catch (error) {
    await containers.remove(id, { force: true, volumes: true }).catch(() => {});
    throw error;
  }
}

/** Nobody can reach it any more; stopping removes it. */
async function end({ containers }: Engine, id: string): Promise<void> {
  await containers.stop(id, { seconds: 2 }).catch(() => {
    // It had ended before its terminal was closed.
  });
}
