import { statSync } from 'node:fs';
import { type ContentHash, entryDigest, type SeenEntry } from '../context/content-hash';
import { contentHashOf } from '../context/content-hash-of';
import { ContextError } from '../context/context-error';
import type { FileDigests } from '../context/file-digests';
import { parseDockerfile } from '../dockerfile/parse';
import type { Engine, EngineInfo, EngineStorage } from '../engine/engine';
import type { Builder } from './builder';
import { digestsFile, loadDigests, loadSeen, saveDigests, saveSeen } from './context-memory';
import { createDigest, type Digest } from './digest';
import { FileMemory } from './file-memory';
import { forecastSteps } from './forecast';
import { type ForecastPlace, forecastPlace, subjectOf } from './forecast-place';
import { ForeignImages } from './foreign-images';
import { factsFor } from './image-details';
import { type Kept, keptBy } from './kept';
import { contextSourcesOf, makePlan } from './make-plan';
import { type BuildStep, matchSteps } from './match-steps';
import type { Plan } from './plan';
import { buildkitAtLeast, type PlanInput } from './plan-input';
import type { BuildRecord } from './record-book';
import { recordBuild } from './record-build';
import { appendRecord, readRecords } from './record-file';
import { saltOf, stateFolder } from './state-folder';
import { type Forecast, summarise } from './summary';
import { TerminalLearner } from './terminal/learner';

/** What a build is asked to do. */
export interface ForecastRequest {
  readonly engine: ForecastEngine;
  /** Path, and text, which may not be saved yet. */
  readonly dockerfile: string;
  readonly text: string;
  /** The build context's directory. */
  readonly root: string;
  readonly target?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
  readonly noCache?: boolean;
  /** `host`, `none` or a network's name, for every RUN. */
  readonly network?: string | undefined;
  /** `name:address`, for every RUN. */
  readonly hosts?: readonly string[] | undefined;
  /** Default: BuildKit where the engine has it. */
  readonly builder?: 'buildkit' | 'legacy' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ForecastEngine = Pick<Engine, 'endpoint' | 'info' | 'storage' | 'diskUsage' | 'history' | 'events'> & {
  readonly images: Pick<Engine['images'], 'inspect' | 'list' | 'history'>;
};

/** A forecast, with what is needed to learn from the build when it is done. */
export interface OpenForecast {
  readonly forecast: Forecast;
  readonly plan: Plan;
  /** The context as the forecast saw it; undefined when it could not be opened. */
  readonly content: ContentHash | undefined;
  /**
   * Looks at the files again: whether they are what the forecast saw. Asked once a builder has taken its copy, as nobody knows
   * which of the two it got where they are not.
   */
  holds(): Promise<boolean>;
  /**
   * Writes down what the build did that was started with this forecast's text, arguments and files. `steps` are the last states
   * of its steps.
   */
  record(steps: Iterable<BuildStep>, outcome: BuildEnd): Promise<void>;
}

export interface BuildEnd {
  /** Undefined for a build that failed. */
  readonly image: string | undefined;
  /** Bytes that instructions added to the image, by their index, where they are known. */
  readonly sizes?: ReadonlyMap<number, number> | undefined;
}

/** Forecasts for one process, which remembers what it has read. Records are shared with other processes. */
export class Forecaster {
  private readonly digests = new Map<string, FileDigests>();
  private readonly builds = new FileMemory<readonly BuildRecord[]>();
  private readonly seen = new FileMemory<ReadonlyMap<string, SeenEntry>>();
  private readonly foreign = new ForeignImages();
  private readonly gone = new Set<string>();
  private readonly digest: Digest;

  constructor(
    private readonly folder: string = stateFolder(),
    private readonly terminal = new TerminalLearner(),
  ) {
    this.digest = createDigest(saltOf(folder));
  }

  /** Undefined when the target is no stage of the file. Rejects with EngineError when the engine cannot be asked. */
  async forecast(request: ForecastRequest): Promise<OpenForecast | undefined> {
    const { engine, text, dockerfile, target, signal, noCache = false } = request;
    const [info, storage] = await Promise.all([engine.info(signal), engine.storage(signal)]);
    const place = forecastPlace(this.folder, request, info, `${storage.id} ${storage.dataRoot}`);
    if (place.builder === 'buildkit')
      await this.terminal.learn(request, {
        ...place,
        storage,
        digests: () => this.digestsOf(place.context),
        kept: () => this.keptBy(place, request),
        subjectOf: (stage) => subjectOf(dockerfile, stage),
        base: (past, asked) => this.baseOf({ ...request, ...asked, text: past }, { info, storage }, place.builder),
      });
    const kept = await this.keptBy(place, request);
    const base = this.baseOf(request, { info, storage }, place.builder);
    const facts = await factsFor(engine.images, base, signal);
    const known = { ...base, imageFacts: (reference: string) => facts.get(reference) };
    const planOf = (content: ContentHash | undefined, images = facts) =>
      makePlan({
        ...base,
        imageFacts: (reference) => images.get(reference),
        content: content && ((sources, excluded) => content.use(sources, excluded)),
        mounted: content && ((source) => content.mounted(source)),
      });
    const look = async () => {
      const content = this.open(request, { ...place, ...base }, kept);
      for (const sources of content ? contextSourcesOf(known) : []) await prepare(content, sources, signal);
      return { content, plan: planOf(content) };
    };
    const { content, plan } = await look();
    if (!plan) return undefined;
    const forecasts = forecastSteps({ plan, digest: this.digest, noCache, ...kept });
    const { book } = kept;
    const subject = subjectOf(dockerfile, target);
    const file = base.file;
    const argumentNames = new Set(
      file.instructions.flatMap((one) => (one.kind === 'ARG' ? one.pairs.map(({ key }) => key.value) : [])),
    );
    const forecast = summarise({
      plan,
      forecasts,
      book,
      subject,
      comparison: { last: book.last(subject), lastFiles: () => this.filesOf(place), argumentNames },
    });
    setImmediate(() => this.save(place.context));
    const record: OpenForecast['record'] = async (steps, { image, sizes }) => {
      const matched = matchSteps(parseDockerfile(text), steps, place.builder, target);
      const time = Date.now();
      // The builder may have fetched what was not there before.
      const made = lacksImage(plan) ? planOf(content, await factsFor(engine.images, base, undefined)) : plan;
      const build = recordBuild({
        ...{ plan: made ?? plan, matched, book, digest: this.digest, subject, time, image, sizes, noCache },
      });
      appendRecord(place.recordFile, build);
      if (content?.entries().size) saveSeen(place.seenFile, content.entries());
      await kept.afterBuild();
    };
    const holds = async () => {
      const { plan: now } = await look();
      return now !== undefined && contentOf(now) === contentOf(plan);
    };
    return { forecast, plan, content, holds, record };
  }

  private keptBy(place: ForecastPlace, { engine, signal }: ForecastRequest): Promise<Kept> {
    return keptBy(place, engine, {
      builds: this.builds.get(place.recordFile, readRecords),
      foreign: this.foreign,
      gone: this.gone,
      signal,
    });
  }

  /** Undefined when there is no such directory. */
  private open(
    { root, dockerfile }: ForecastRequest,
    { builder, context, seenFile: file, engineVersion }: ForecastPlace & Pick<PlanInput, 'engineVersion'>,
    kept: Pick<Kept, 'hadContexts'>,
  ): ContentHash | undefined {
    const known = this.digestsOf(context);
    const seen: ReadonlyMap<string, SeenEntry> | undefined = kept.hadContexts(timeOf(file))
      ? this.seen.get(file, loadSeen)
      : undefined;
    try {
      return contentHashOf({
        root,
        dockerfile,
        style: builder,
        digests: known,
        seen,
        patternsFollowLinks: buildkitAtLeast(engineVersion, 23),
      });
    } catch (error) {
      if (error instanceof ContextError) return undefined;
      throw error;
    }
  }

  private digestsOf(context: string): FileDigests {
    const known = this.digests.get(context) ?? loadDigests(digestsFile(this.folder, context));
    this.digests.set(context, known);
    return known;
  }

  private baseOf(
    request: ForecastRequest,
    { info, storage }: { readonly info: EngineInfo; readonly storage: EngineStorage },
    builder: Builder,
  ): Omit<PlanInput, 'imageFacts' | 'content'> {
    const enginePlatform = `${info.os}/${info.architecture}`;
    return {
      file: parseDockerfile(request.text),
      builder,
      engineVersion: info.version,
      target: request.target,
      buildArgs: request.buildArgs ?? {},
      platform: request.platform ?? enginePlatform,
      enginePlatform,
      network: request.network,
      hosts: request.hosts ?? [],
      linksLayers: storage.containerd,
      digest: this.digest,
    };
  }

  /** What the context's files were in the last build, whoever ran it. */
  private filesOf({ seenFile: own, sentFile: other }: ForecastPlace): ReadonlyMap<string, string> {
    const seen = this.seen.get(timeOf(other) > timeOf(own) ? other : own, loadSeen);
    const files = [...seen].filter(([, { kind }]) => kind !== 'directory');
    return new Map(files.map(([path, entry]) => [path, entryDigest(entry)]));
  }

  private save(context: string): void {
    const digests = this.digests.get(context);
    if (!digests?.changed) return;
    digests.changed = false;
    try {
      saveDigests(digestsFile(this.folder, context), digests);
    } catch {
      digests.changed = true;
    }
  }
}

function lacksImage({ starts }: Plan): boolean {
  return [...starts.values()].some((origin) => origin.kind === 'unknown');
}

/** What a plan's steps take from the build context, in order. */
function contentOf({ steps }: Plan): string {
  return steps
    .map(({ inputs }) => inputs.map((input) => (input.kind === 'content' ? input.key : input.kind)))
    .join(' ');
}

/** When it was written, in milliseconds since the epoch; 0 when it is not there. */
function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function prepare(
  content: ContentHash | undefined,
  sources: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await content?.prepare(sources, signal);
  } catch (error) {
    // The plan says which instruction cannot be told because of it.
    if (!(error instanceof ContextError)) throw error;
  }
}
