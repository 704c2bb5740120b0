import type { SkippedEntry } from '../../context/walk';
import type { BuildOptions } from '../../engine/build-options';
import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';
import { reasonOf } from '../batch';
import { createReplayLog, type ReplayLog } from '../logs/replay-log';
import { offer } from '../offer';
import type { Services } from '../services';
import { askBuild, type BuildAnswers } from './build-answers';
import { createBuildRenderer } from './render-build';

type BuildServices = Pick<
  Services,
  'engine' | 'ui' | 'log' | 'memory' | 'workspace' | 'terminals' | 'registries' | 'run'
>;

/** The argument of a keybinding or a test: nothing is asked that follows from it. Paths are file-system paths. */
export interface BuildPreset
  extends Partial<BuildAnswers>,
    Pick<BuildOptions, 'buildArgs' | 'labels' | 'noCache' | 'pull' | 'platform' | 'builder'> {}

/** Builds a Dockerfile. Returns the image's id; undefined when the person gave up or the build failed. */
export async function buildImage(services: BuildServices, args: readonly unknown[]): Promise<string | undefined> {
  const { ui, workspace } = services;
  if (!workspace.trusted) {
    void ui.warn('Nothing is built in a workspace that is not trusted. Trust the workspace, then build again.');
    return undefined;
  }
  const { dockerfile, context, tag, target, ...options } = presetOf(args);
  const given = { dockerfile, context, tag, target };
  const answers = await askBuild(services, Object.fromEntries(Object.entries(given).filter(([, value]) => value)));
  if (!answers) return undefined;
  const engine = await services.engine();
  const log = createReplayLog();
  const interrupt = new AbortController();
  const key = takeKey(answers);
  const show = () => openLog(services, { key, tag: answers.tag, log, onInterrupt: () => interrupt.abort() });
  const skipped: SkippedEntry[] = [];
  try {
    await show();
    const id = await ui.progress(`Building ${answers.tag}`, (report, cancelled) => {
      const signal = AbortSignal.any([cancelled, interrupt.signal]);
      return build(services, engine, { answers, options, log, skipped, report, signal }).catch((cause: unknown) => {
        throw signal.aborted ? new EngineError('cancelled', 'The build was cancelled.', { cause }) : cause;
      });
    });
    await reportImage(services, engine, answers, skipped, show);
    return id;
  } catch (error) {
    log.write(`\n${reasonOf(error)}\n`);
    if (!isEngineError(error, 'build-failed')) throw error;
    // What the step said last is in the build's own log, where it can be read.
    services.log.error(`${answers.dockerfile}: ${error.message}`, error);
    offer(services, ui.error(error.message, 'Show log'), { 'Show log': () => void show() });
    return undefined;
  } finally {
    log.end();
    running.delete(key);
  }
}

/** Of builds that go on: one that begins meanwhile gets a terminal of its own, later ones take over that of the first. */
const running = new Set<string>();

function takeKey({ dockerfile, tag, target }: BuildAnswers): string {
  let key = `build:${dockerfile}:${tag}:${target ?? ''}`;
  while (running.has(key)) key += '+';
  running.add(key);
  return key;
}

interface Build {
  readonly answers: BuildAnswers;
  readonly options: Omit<BuildPreset, keyof BuildAnswers>;
  readonly log: ReplayLog;
  readonly skipped: SkippedEntry[];
  readonly report: (message: string, fraction?: number) => void;
  readonly signal: AbortSignal;
}

async function build(services: BuildServices, engine: Engine, run: Build): Promise<string> {
  const { answers, options, log, report, signal } = run;
  report('Reading the build context');
  log.write(`Building ${answers.tag} from ${answers.dockerfile}, build context ${answers.context}\n`);
  const renderer = createBuildRenderer();
  let sent = 0;
  const context = {
    root: answers.context,
    dockerfile: answers.dockerfile,
    onSent: (bytes: number) => {
      sent = bytes;
      if (renderer.current === undefined) report(`Sending the build context, ${formatBytes(sent)}`);
    },
    onSkip: (entry: SkippedEntry) => run.skipped.push(entry),
  };
  let id: string | undefined;
  const auths = await registryCredentials(services, signal);
  for await (const event of engine.images.build(context, {
    ...options,
    tags: [answers.tag],
    signal,
    ...(answers.target === undefined ? {} : { target: answers.target }),
    ...(auths ? { auths } : {}),
  })) {
    log.write(renderer.next(event));
    if (event.type === 'image') id = event.id;
    if (event.type === 'step' && renderer.current !== undefined) report(shorten(renderer.current), renderer.fraction);
  }
  for (const { path, reason } of run.skipped) log.write(`Left out of the build context: ${path}, ${reason}\n`);
  log.write(
    `Built ${answers.tag}, ${formatBytes(sent)} of build context, ${renderer.cached} of ${plural(renderer.finished, 'step')} cached\n`,
  );
  if (id === undefined) throw new EngineError('cancelled', 'The build was cancelled.');
  return id;
}

/** For base images: BuildKit asks for a registry's when it needs them, the legacy builder takes them with the build. */
async function registryCredentials(services: BuildServices, signal: AbortSignal): Promise<BuildOptions['auths']> {
  try {
    return await (await services.registries()).credentials.all(signal);
  } catch (error) {
    services.log.warn(`Building without registry credentials: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function reportImage(
  services: BuildServices,
  engine: Engine,
  { tag }: BuildAnswers,
  skipped: readonly SkippedEntry[],
  show: () => Promise<void>,
): Promise<void> {
  const { bytes } = await engine.images.inspect(tag);
  const [first] = skipped;
  const left =
    first === undefined
      ? ''
      : ` ${plural(skipped.length, 'file')} could not be sent: ${first.path} is ${first.reason}${skipped.length > 1 ? ', and so on' : ''}.`;
  offer(services, services.ui.info(`Built ${tag} (${formatBytes(bytes)}).${left}`, 'Run', 'Push', 'Show log'), {
    Run: ['layerwright.runImage', tag],
    Push: ['layerwright.pushImage', tag],
    'Show log': () => void show(),
  });
}

interface BuildLogView {
  readonly key: string;
  readonly tag: string;
  readonly log: ReplayLog;
  readonly onInterrupt: () => void;
}

/** Builds of the same image one after the other share a terminal. Ctrl+C in it cancels, as it does with docker build. */
function openLog({ terminals }: BuildServices, { key, tag, log, onInterrupt }: BuildLogView): Promise<void> {
  return terminals.openStream({
    key,
    name: `${tag} (build)`,
    icon: 'package',
    onInterrupt,
    open: (signal) => log.read(signal),
  });
}

function presetOf([first]: readonly unknown[]): BuildPreset {
  if (typeof first === 'string') return { dockerfile: first };
  if (typeof first !== 'object' || first === null || 'kind' in first) return {};
  if ('fsPath' in first && typeof first.fsPath === 'string') return { dockerfile: first.fsPath };
  return 'dockerfile' in first ? (first as BuildPreset) : {};
}

function shorten(name: string): string {
  return name.length > 90 ? `${name.slice(0, 90)}…` : name;
}
