import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Builder } from '../../src/cache/builder';
import { createDigest } from '../../src/cache/digest';
import { forecastSteps, type Verdict } from '../../src/cache/forecast';
import type { Forecaster, OpenForecast } from '../../src/cache/forecaster';
import { imagesOf, makePlan } from '../../src/cache/make-plan';
import { type BuildStep, matchSteps } from '../../src/cache/match-steps';
import type { Plan } from '../../src/cache/plan';
import { buildkitAtLeast, type PlanInput } from '../../src/cache/plan-input';
import { podmanRules } from '../../src/cache/podman-rules';
import { RecordBook } from '../../src/cache/record-book';
import { recordBuild } from '../../src/cache/record-build';
import type { ContentHash, SeenEntry } from '../../src/context/content-hash';
import { contentHashOf } from '../../src/context/content-hash-of';
import { FileDigests } from '../../src/context/file-digests';
import type { Instruction } from '../../src/dockerfile/model';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Engine, ImageDetails } from '../../src/engine/engine';
import { isEngineError } from '../../src/engine/errors';
import type { Terminal } from '../support/buildx';
import type { Dialect } from './forecast-random';

export interface LabBuild {
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
}

/** What is said of one instruction before the build. */
export interface Foretold {
  readonly instruction: Instruction;
  readonly trigger: boolean;
  readonly verdict: Verdict;
  readonly cause: { readonly kind: string } | undefined;
}

/** A forecast, and how the build that follows is remembered. */
interface Foretelling {
  readonly steps: readonly Foretold[];
  remember(steps: readonly BuildStep[], image: string | undefined): Promise<void>;
}

/** One instruction: what was foretold, and what the builder did. */
export interface Compared {
  readonly forecast: Foretold;
  readonly text: string;
  /** Undefined where the builder does not say. */
  readonly cached: boolean | undefined;
}

export interface LabResult {
  readonly compared: readonly Compared[];
  /** What the builder said instead of an image. */
  readonly error: string | undefined;
  readonly steps: readonly BuildStep[];
}

/** Stands for the time. */
let builds = 0;

/** Builds a directory again and again, and foretells each build from the records of those before. */
export class Lab {
  private readonly top = mkdtempSync(join(tmpdir(), 'layerwright-forecast-'));
  /** The build context. */
  readonly folder = join(this.top, 'context');
  /** Beside the context unless a test puts it there. */
  dockerfile = join(this.top, 'Dockerfile');
  private readonly digests = new FileDigests();
  private readonly digest = createDigest('lab');
  private seen: ReadonlyMap<string, SeenEntry> = new Map();
  private content: ContentHash | undefined;

  constructor(
    protected readonly engine: Engine,
    readonly builder: Builder,
    readonly engineVersion: string,
    /** Of all builds with that builder: projects find each other's steps. */
    private readonly book = new RecordBook(),
  ) {
    mkdirSync(this.folder);
  }

  get dialect(): Dialect {
    if (this.builder === 'podman')
      return podmanRules(this.engineVersion)?.heredocs === 'yes' ? 'podman-heredocs' : 'podman';
    if (this.builder === 'legacy') return this.builder;
    return buildkitAtLeast(this.engineVersion, 23) ? 'buildkit-heredocs' : 'buildkit';
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true });
  }

  /** Builds it behind the back of all who foretell. */
  async buildElsewhere(text: string, options: LabBuild = {}): Promise<void> {
    writeFileSync(this.dockerfile, text);
    await this.run(options);
  }

  /** Writes the Dockerfile, foretells its build, builds it, and compares. */
  async build(text: string, options: LabBuild = {}): Promise<LabResult> {
    writeFileSync(this.dockerfile, text);
    const { steps: foretold, remember } = await this.foretell(text, options);
    const { steps, image, error } = await this.run(options);
    await remember(steps, image);
    // The forecast's instructions are of another parse of the same text: their numbers are the same.
    const matched = matchSteps(parseDockerfile(text), steps, this.builder, options.target);
    const compared = foretold.map((forecast): Compared => {
      const { instruction, trigger } = forecast;
      const found = trigger ? undefined : matched.instructions.get(instruction.index);
      const known = found?.status === 'done';
      return {
        forecast,
        text: text.slice(instruction.span.start, instruction.span.end),
        cached: known ? found.cached : undefined,
      };
    });
    return { compared, error, steps };
  }

  protected async foretell(text: string, options: LabBuild): Promise<Foretelling> {
    const { digest, book } = this;
    const plan = await this.plan(text, options);
    const forecasts = forecastSteps({ plan, book, digest, ...options });
    return {
      steps: forecasts.map(({ instruction, step, verdict, cause }) => {
        return { instruction, trigger: step?.trigger !== undefined, verdict, cause };
      }),
      remember: async (steps, image) => {
        // Without a source from the context the builder does not look at it.
        if (this.content?.entries().size) this.seen = this.content.entries();
        const matched = matchSteps(parseDockerfile(text), steps, this.builder, options.target);
        const [subject, time, noCache] = [this.folder, ++builds, options.noCache === true];
        book.add(recordBuild({ plan, matched, book, digest, subject, time, image, noCache }));
      },
    };
  }

  private async plan(text: string, { target, buildArgs = {} }: LabBuild): Promise<Plan> {
    const base: Omit<PlanInput, 'imageFacts' | 'content'> = {
      file: parseDockerfile(text),
      builder: this.builder,
      engineVersion: this.engineVersion,
      target,
      buildArgs,
      platform: 'linux/amd64',
      enginePlatform: 'linux/amd64',
      linksLayers: (await this.engine.storage()).containerd,
      digest: this.digest,
    };
    const facts = new Map<string, ImageDetails>();
    for (const reference of imagesOf(base)) {
      const details = await this.engine.images.inspect(reference).catch(() => undefined);
      if (details) facts.set(reference, details);
    }
    const content = contentHashOf({
      root: this.folder,
      dockerfile: this.dockerfile,
      style: this.builder,
      digests: this.digests,
      seen: this.builder === 'buildkit' ? this.seen : undefined,
      patternsFollowLinks: buildkitAtLeast(this.engineVersion, 23),
    });
    this.content = content;
    const plan = makePlan({
      ...base,
      imageFacts: (reference) => facts.get(reference),
      content: (sources, excluded) => content.use(sources, excluded),
      mounted: (source) => content.mounted(source),
    });
    if (!plan) throw new Error(`There is no stage "${target}".`);
    return plan;
  }

  protected async run({ target, buildArgs, noCache }: LabBuild) {
    const steps = new Map<string, BuildStep>();
    let image: string | undefined;
    let error: string | undefined;
    try {
      const events = this.engine.images.build(
        { root: this.folder, dockerfile: this.dockerfile },
        {
          tags: [],
          // Podman has one only, and a network of its own for each RUN takes long.
          ...(this.builder === 'podman' ? { networkMode: 'host' } : { builder: this.builder }),
          signal: AbortSignal.timeout(120_000),
          ...(target !== undefined && { target }),
          ...(buildArgs && { buildArgs }),
          ...(noCache && { noCache }),
        },
      );
      for await (const event of events) {
        if (event.type === 'step') steps.set(event.id, event);
        else if (event.type === 'image') image = event.id;
      }
    } catch (thrown) {
      // A mistake in the Dockerfile is `invalid` to the legacy builder; a stage that has gone is taken for an image.
      const reasons = ['build-failed', 'invalid', 'registry'] as const;
      if (!isEngineError(thrown) || !reasons.some((reason) => thrown.reason === reason)) throw thrown;
      error = thrown.message;
    }
    return { steps: [...steps.values()], image, error };
  }
}

/** Foretells as the product does it: with what the engine says it has, and with what is written down between builds. */
export class WholeLab extends Lab {
  constructor(
    engine: Engine,
    builder: Builder,
    engineVersion: string,
    private readonly forecaster: () => Forecaster,
  ) {
    super(engine, builder, engineVersion);
  }

  protected override async foretell(text: string, options: LabBuild): Promise<Foretelling> {
    const { engine, builder, folder: root, dockerfile } = this;
    const open: OpenForecast | undefined = await this.forecaster().forecast({
      ...{ engine, root, dockerfile, text, ...options },
      builder: builder === 'podman' ? undefined : builder,
    });
    if (!open) throw new Error(`There is no stage "${options.target}".`);
    return {
      steps: open.forecast.steps.map(({ reason, ...step }) => ({ ...step, cause: reason })),
      remember: (steps, image) => open.record(steps, { image }),
    };
  }
}

/** Builds in a terminal when it is told to: what that has done, nobody has watched. */
export class TerminalLab extends WholeLab {
  inTerminal = false;

  constructor(
    engine: Engine,
    engineVersion: string,
    forecaster: () => Forecaster,
    private readonly terminal: Terminal,
  ) {
    super(engine, 'buildkit', engineVersion, forecaster);
  }

  protected override async foretell(text: string, options: LabBuild): Promise<Foretelling> {
    const foretold = await super.foretell(text, options);
    return this.inTerminal ? { ...foretold, remember: async () => {} } : foretold;
  }

  protected override async run(options: LabBuild) {
    if (!this.inTerminal) return super.run(options);
    const { target, buildArgs = {}, noCache } = options;
    const { exitCode, steps, words } = await this.terminal.build(this.folder, [
      ...Object.entries(buildArgs).map(([name, value]) => `--build-arg=${name}=${value}`),
      ...(target === undefined ? [] : [`--target=${target}`]),
      ...(noCache ? ['--no-cache'] : []),
      `--file=${this.dockerfile}`,
      '.',
    ]);
    return { steps: [...steps], image: exitCode === 0 ? '' : undefined, error: exitCode === 0 ? undefined : words };
  }
}

/** Sentences about forecasts that were wrong: none, when all is well. */
export function mistakes({ compared, error }: LabResult, builder: Builder): readonly string[] {
  return compared.flatMap(({ forecast: { verdict, cause, instruction }, text, cached }) => {
    if (instruction.kind === 'FROM' || cached === undefined) return [];
    if (verdict === 'skipped') return [`${text}: skipped, and it was built`];
    // BuildKit calls steps cached that it was still looking for when the build failed.
    const told = error === undefined || builder !== 'buildkit' || !cached;
    const wrong = told && ((verdict === 'reuse' && !cached) || (verdict === 'run' && cached));
    return wrong
      ? [
          `${text}: ${verdict} (${cause?.kind ?? 'known'}), and it was ${cached ? 'reused' : 'run'}${error ? `; ${error}` : ''}`,
        ]
      : [];
  });
}
