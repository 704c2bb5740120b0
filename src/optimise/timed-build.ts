import type { Builder } from '../cache/builder';
import { matchSteps } from '../cache/match-steps';
import { readStepName } from '../cache/step-name';
import type { Dockerfile } from '../dockerfile/model';
import type { BuildContext, BuildOptions } from '../engine/build-options';
import type { BuildEvent, BuildStep } from '../engine/build-progress';
import type { Engine } from '../engine/engine';

export interface TimedBuild {
  /** From the call to the image, less the time in which base images were fetched and nothing else. */
  readonly seconds: number;
  /** Instructions that ran instead of being taken from the cache, in the file's order. */
  readonly ran: readonly RanStep[];
}

export interface RanStep {
  /** Zero-based line in the Dockerfile; undefined for a step that belongs to none of its instructions. */
  readonly line: number | undefined;
  /** `RUN npm ci`, on one line. */
  readonly text: string;
  readonly seconds: number | undefined;
}

export interface TimedBuildOptions {
  readonly engine: Engine;
  readonly context: BuildContext;
  readonly file: Dockerfile;
  readonly options: BuildOptions;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
}

/** Builds and takes the time. Rejects with EngineError. */
export async function timedBuild({ engine, context, file, options, onEvent }: TimedBuildOptions): Promise<TimedBuild> {
  const { podman, buildkit } = await engine.info(options.signal);
  const builder: Builder = podman ? 'podman' : options.builder === 'legacy' || !buildkit ? 'legacy' : 'buildkit';
  const steps = new Map<string, BuildStep>();
  const clock = fetchClock();
  const started = performance.now();
  for await (const event of engine.images.build(context, options)) {
    onEvent?.(event);
    if (event.type !== 'step') continue;
    steps.set(event.id, event);
    clock.note(event);
  }
  const seconds = (performance.now() - started - clock.milliseconds()) / 1000;
  return { seconds: Math.max(0, seconds), ran: ranSteps(file, [...steps.values()], builder, options.target) };
}

/** Counts the time in which some FROM is being fetched and no other instruction has begun. */
function fetchClock() {
  const fetching = new Set<string>();
  let since = 0;
  let total = 0;
  let begun = false;
  return {
    note({ id, name, status, cached }: BuildStep): void {
      const step = readStepName(name);
      if (!step || begun) return;
      const ends = () => {
        if (fetching.size > 0) total += performance.now() - since;
        fetching.clear();
      };
      if (!step.text.startsWith('FROM ')) {
        if (status === 'waiting' || cached) return;
        ends();
        begun = true;
      } else if (status === 'running') {
        if (fetching.size === 0) since = performance.now();
        fetching.add(id);
      } else if (fetching.size === 1 && fetching.has(id)) ends();
      else fetching.delete(id);
    },
    milliseconds: () => total,
  };
}

function ranSteps(
  file: Dockerfile,
  steps: readonly BuildStep[],
  builder: Builder,
  target: string | undefined,
): readonly RanStep[] {
  const { instructions, unmatched } = matchSteps(file, steps, builder, target);
  const matched = [...instructions.values()]
    .filter(({ instruction, cached, status }) => instruction.kind !== 'FROM' && !cached && status === 'done')
    .sort((a, b) => a.instruction.index - b.instruction.index)
    .filter(({ instruction }) => builder === 'buildkit' || makesLayer.has(instruction.kind))
    .map(({ instruction, seconds }) => ({
      line: lineOf(file, instruction.span.start),
      text: oneLine(file.text.slice(instruction.span.start, instruction.span.end)),
      seconds,
    }));
  const others = steps
    .filter(({ id, cached, status }) => unmatched.includes(id) && !cached && status === 'done')
    .map(({ name, seconds }) => ({ line: undefined, text: oneLine(name), seconds }));
  return [...matched, ...others];
}

/** The builders before BuildKit make a step of every instruction; those that only note something are not counted. */
const makesLayer: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function lineOf({ text }: Dockerfile, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

function oneLine(text: string): string {
  return text.replace(/\s*\\?\s*\n\s*/g, ' ');
}
