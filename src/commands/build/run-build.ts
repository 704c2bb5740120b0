import { readFile } from 'node:fs/promises';
import { buildProblems } from '../../builds/build-problem';
import type { BuildOutcome, BuildRequest, BuildRun, RecordedRun } from '../../builds/build-run';
import { describeWork } from '../../builds/describe-run';
import type { Builder } from '../../cache/builder';
import type { SkippedEntry } from '../../context/walk';
import type { BuildOptions } from '../../engine/build-options';
import { readOutput } from '../../engine/build-output';
import type { BuildEvent, BuiltImage } from '../../engine/build-progress';
import type { Engine, HistoryLayer } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { formatBytes } from '../../shared/quantity';
import { reasonOf } from '../batch';
import type { Services } from '../services';
import type { BuildAnswers } from './build-answers';
import { type BuildMemory, buildsElsewhere, noMemory, prepareRecord } from './prepare-record';
import { registryCredentials } from './registry-credentials';
import { createBuildRenderer } from './render-build';

export type RunBuildServices = Pick<Services, 'builds' | 'forecaster' | 'log' | 'registries'>;

export interface BuildJob {
  readonly answers: BuildAnswers;
  readonly options: Omit<BuildOptions, 'tags' | 'target' | 'auths' | 'signal'>;
  /** Gets what a terminal would show. */
  readonly write: (text: string) => void;
  readonly report: (message: string, fraction?: number) => void;
  readonly signal: AbortSignal;
  /** What the editor calls to stop it. */
  readonly cancel: () => void;
}

export interface BuiltJob {
  /** Undefined: the engine does not have it, because the docker command put it elsewhere. */
  readonly image: string | undefined;
  /** Files and folders of this machine that hold the result. */
  readonly places: readonly string[];
  readonly run: BuildRun;
  /** What could not be sent with the context. */
  readonly skipped: readonly SkippedEntry[];
}

/** Builds, and records what happens where the editor shows it. Rejects with an EngineError. */
export async function runBuild(services: RunBuildServices, engine: Engine, job: BuildJob): Promise<BuiltJob> {
  const { answers, signal, write } = job;
  const skipped: SkippedEntry[] = [];
  let run: RecordedRun | undefined;
  let memory: BuildMemory = noMemory;
  job.report('Reading the build context');
  write(`Building ${answers.tag} from ${answers.dockerfile}, build context ${answers.context}\n`);
  try {
    const request = await requestOf(engine, job);
    memory = await prepareRecord(services, engine, { request, options: job.options, signal });
    run = await services.builds.begin(request, job.cancel);
    const formerBytes = await bytesOf(engine, answers.tag);
    const { built, sent } = await follow(services, engine, { ...job, run, skipped, memory });
    const image = await imageOf(engine, job, built);
    run.end(await outcomeOf(engine, image, formerBytes));
    if (image !== undefined) await memory.remember(run, image);
    run.remembered();
    const places = placesOf(job);
    for (const place of places) write(`Written to ${place}\n`);
    for (const { path, reason } of skipped) write(`Left out of the build context: ${path}, ${reason}\n`);
    write(`Built ${answers.tag} ${describeWork(run)}, ${formatBytes(sent)} of build context\n`);
    return { image, places, run, skipped };
  } catch (error) {
    const cancelled = signal.aborted || isEngineError(error, 'cancelled');
    const failure = cancelled ? new EngineError('cancelled', 'The build was cancelled.', { cause: error }) : error;
    run?.end(cancelled ? { kind: 'cancelled' } : { kind: 'failed', message: reasonOf(error) });
    // Whose cache the docker command used is known by what the engine has in the end.
    if (run && !cancelled && job.options.builder !== 'docker') await memory.remember(run, undefined);
    run?.remembered();
    write(`\n${reasonOf(failure)}\n`);
    for (const { range, message } of run ? buildProblems(run, run.file) : [])
      write(`${answers.dockerfile}:${range.start.line + 1}: error: ${message.split('\n')[0]}\n`);
    throw failure;
  }
}

async function requestOf(engine: Engine, { answers, options, signal }: BuildJob): Promise<BuildRequest> {
  const { buildkit, podman } = await engine.info(signal);
  return {
    ...answers,
    buildArgs: options.buildArgs ?? {},
    platform: options.platform,
    chosenBuilder: buildsElsewhere(options) ? 'elsewhere' : options.builder && kindOf(options.builder),
    builder: podman ? 'podman' : kindOf(options.builder ?? (buildkit ? 'buildkit' : 'legacy')),
    text: await readFile(answers.dockerfile, 'utf8'),
  };
}

/** buildx builds with BuildKit. */
function kindOf(builder: NonNullable<BuildOptions['builder']>): 'buildkit' | 'legacy' {
  return builder === 'docker' ? 'buildkit' : builder;
}

interface Following extends BuildJob {
  readonly run: RecordedRun;
  readonly skipped: SkippedEntry[];
  readonly memory: BuildMemory;
}

async function follow(
  services: RunBuildServices,
  engine: Engine,
  { answers, options, run, skipped, memory, signal, report, write }: Following,
): Promise<{ readonly built: BuiltImage; readonly sent: number }> {
  const renderer = createBuildRenderer();
  let sent = 0;
  const context = {
    root: answers.context,
    dockerfile: answers.dockerfile,
    onSent: (bytes: number) => {
      sent = bytes;
      if (renderer.current === undefined) report(`Sending the build context, ${formatBytes(sent)}`);
    },
    onSkip: (entry: SkippedEntry) => skipped.push(entry),
  };
  let built: BuiltImage | undefined;
  const auths = await registryCredentials(services, signal);
  for await (const event of engine.images.build(context, {
    ...options,
    tags: [answers.tag],
    signal,
    ...(answers.target === undefined ? {} : { target: answers.target }),
    ...(auths ? { auths } : {}),
  })) {
    run.take(event);
    if (hasContext(event, run.request.builder)) memory.taken();
    write(renderer.next(event));
    if (event.type === 'image') built = event;
    if (event.type === 'step' && renderer.current !== undefined) report(shorten(renderer.current), renderer.fraction);
  }
  if (built === undefined) throw new EngineError('cancelled', 'The build was cancelled.');
  return { built, sent };
}

/** Its id, if the engine has it. The docker command may have built for another place: then the tag names something else, or nothing. */
async function imageOf(
  engine: Engine,
  { answers, options }: BuildJob,
  { id, digest }: BuiltImage,
): Promise<string | undefined> {
  if (options.builder !== 'docker') return id;
  const named = await engine.images.inspect(answers.tag).catch(() => undefined);
  return named && [id, digest].includes(named.id) ? named.id : undefined;
}

function placesOf({ options }: BuildJob): readonly string[] {
  return (options.docker?.outputs ?? []).flatMap((text) => readOutput(text).dest ?? []);
}

/** BuildKit fetches the context in a step of its own, once it knows what it wants; others begin when they have it. */
function hasContext(event: BuildEvent, builder: Builder): boolean {
  if (event.type !== 'step') return false;
  return builder !== 'buildkit' || (event.status === 'done' && event.name === '[internal] load build context');
}

/** What the engine says of the image; it is built also when nothing can be said. */
async function outcomeOf(
  engine: Engine,
  image: string | undefined,
  formerBytes: number | undefined,
): Promise<BuildOutcome> {
  if (image === undefined) return { kind: 'built', image: '', bytes: undefined, formerBytes, history: [] };
  const [bytes, history] = await Promise.all([
    bytesOf(engine, image),
    engine.images.history(image).catch((): readonly HistoryLayer[] => []),
  ]);
  return { kind: 'built', image, bytes, formerBytes, history };
}

/** Undefined where there is no such image. */
async function bytesOf(engine: Engine, image: string): Promise<number | undefined> {
  try {
    return (await engine.images.inspect(image)).bytes;
  } catch {
    return undefined;
  }
}

function shorten(name: string): string {
  return name.length > 90 ? `${name.slice(0, 90)}…` : name;
}
