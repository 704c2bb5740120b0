import type { Builder } from '../cache/builder';
import { type MatchedSteps, matchSteps } from '../cache/match-steps';
import type { Dockerfile } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import type { BuildEvent, BuildStep } from '../engine/build-progress';
import type { HistoryLayer } from '../engine/engine';
import { type BuildLog, createBuildLog } from './build-log';
import { layerSizes } from './layer-sizes';

/** What is built. Paths are of the file system. */
export interface BuildRequest {
  readonly dockerfile: string;
  readonly context: string;
  readonly tag: string;
  /** Undefined: the last stage. */
  readonly target: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly platform: string | undefined;
  readonly builder: Builder;
  /** The person wants this one; undefined: what the engine has. `elsewhere`: one whose cache is not the engine's. */
  readonly chosenBuilder: 'buildkit' | 'legacy' | 'elsewhere' | undefined;
  /** The Dockerfile's text when the build began. */
  readonly text: string;
}

export type BuildOutcome =
  | {
      readonly kind: 'built';
      /** Empty when the engine does not have it. */
      readonly image: string;
      /** Undefined where the engine did not say. */
      readonly bytes: number | undefined;
      /** Of the image that had the tag before. */
      readonly formerBytes: number | undefined;
      /** Newest first, as the engine tells them; empty where it did not. */
      readonly history: readonly HistoryLayer[];
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** A build as it goes, and what became of it. */
export interface BuildRun {
  /** Counts the builds of this window. */
  readonly number: number;
  readonly request: BuildRequest;
  /** The Dockerfile that is built. */
  readonly file: Dockerfile;
  /** By their ids, in the order in which the builder told of them; each with its last state. */
  readonly steps: ReadonlyMap<string, BuildStep>;
  /** Milliseconds by this machine's clock when a step was first seen running. */
  readonly began: ReadonlyMap<string, number>;
  readonly log: BuildLog;
  /** The steps by their instructions. */
  readonly matched: MatchedSteps;
  /** Bytes that instructions added to the image, by their index, where they can be told; empty before the end. */
  readonly sizes: ReadonlyMap<number, number>;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** Undefined while it goes on. */
  readonly outcome: BuildOutcome | undefined;
  cancel(): void;
}

/** The build's own end of a run. */
export interface RecordedRun extends BuildRun {
  take(event: BuildEvent): void;
  end(outcome: BuildOutcome): void;
  /** What forecasts can learn from it has been written down. */
  remembered(): void;
}

export function createBuildRun(options: {
  readonly number: number;
  readonly request: BuildRequest;
  readonly cancel: () => void;
  readonly onChange: () => void;
  readonly now?: () => number;
}): RecordedRun {
  const { number, request, cancel, onChange, now = Date.now } = options;
  const file = parseDockerfile(request.text);
  const steps = new Map<string, BuildStep>();
  const began = new Map<string, number>();
  const log = createBuildLog();
  const startedAt = now();
  let endedAt: number | undefined;
  let outcome: BuildOutcome | undefined;
  let matched: MatchedSteps | undefined;
  let sizes: ReadonlyMap<number, number> = new Map();

  return {
    ...{ number, request, file, steps, began, log, startedAt, cancel },
    get matched() {
      matched ??= matchSteps(file, steps.values(), request.builder, request.target);
      return matched;
    },
    get sizes() {
      return sizes;
    },
    get endedAt() {
      return endedAt;
    },
    get outcome() {
      return outcome;
    },
    take(event) {
      if (event.type === 'log') log.write(event.step, event.text);
      else if (event.type === 'warning') log.write(event.step, `${event.message}\n`);
      else if (event.type === 'step') {
        steps.set(event.id, event);
        matched = undefined;
        if (event.status === 'running' && !began.has(event.id)) began.set(event.id, now());
      } else return;
      onChange();
    },
    end(how) {
      log.end();
      // What the builder was about to do will not be done.
      for (const [id, step] of steps) {
        if (step.status === 'running' || (step.status === 'waiting' && how.kind !== 'built'))
          steps.set(id, { ...step, status: 'waiting' });
      }
      matched = undefined;
      outcome = how;
      if (how.kind === 'built') sizes = layerSizes(file, request.target, how.history);
      endedAt = now();
      onChange();
    },
    remembered: onChange,
  };
}
