import type { BuildRun } from '../builds/build-run';
import { type Followed, followInstructions } from '../builds/follow-instructions';
import type { MatchedInstruction } from '../cache/match-steps';
import type { Dockerfile } from '../dockerfile/model';
import { formatSeconds } from '../shared/duration';
import { formatBytes } from '../shared/quantity';

export const markKinds = ['waiting', 'running', 'cached', 'done', 'failed', 'stale'] as const;
export type MarkKind = (typeof markKinds)[number];

/** What a build did, or does, with an instruction, to be shown at the end of its first line. */
export interface BuildMark {
  /** Zero-based. */
  readonly line: number;
  readonly kind: MarkKind;
  readonly text: string;
}

/** What the marks of a finished build are made of besides its steps. */
export interface MarkFacts {
  readonly run: BuildRun;
  /** The text that the editor shows. */
  readonly file: Dockerfile;
  /** Milliseconds by this machine's clock. */
  readonly now: number;
  /** What the build took from its context is not what is there now. */
  readonly inputsChanged: boolean;
  /** Instructions, by their index, that the next build takes from the cache in spite of that; undefined: nobody knows. */
  readonly reused?: ReadonlySet<number> | undefined;
}

/** Instructions that cannot be told in the text of now have none. */
export function buildMarks({ run, file, now, inputsChanged, reused }: MarkFacts): readonly BuildMark[] {
  const unchanged = file.text === run.file.text;
  const places = unchanged ? undefined : followInstructions(run.file, file);
  const marks: BuildMark[] = [];
  for (const [index, matched] of run.matched.instructions) {
    const place: Followed | undefined = places
      ? places.get(index)
      : { instruction: matched.instruction, edited: false };
    if (!place) continue;
    const mark = describe(run, matched, now, run.sizes.get(index));
    if (!mark) continue;
    const { line } = file.lines.positionAt(place.instruction.span.start);
    const old = run.outcome !== undefined && (!unchanged || (inputsChanged && !reused?.has(index)));
    marks.push(old ? { line, kind: 'stale', text: `${mark.text} · ${why(unchanged)}` } : { line, ...mark });
  }
  return marks;
}

function why(textIsSame: boolean): string {
  return textIsSame ? 'before its files changed' : 'before the last edit';
}

function describe(
  run: BuildRun,
  { instruction, status, cached, seconds, stepIds }: MatchedInstruction,
  now: number,
  bytes: number | undefined,
): Omit<BuildMark, 'line'> | undefined {
  const size = bytes === undefined || (bytes === 0 && instruction.kind === 'WORKDIR') ? [] : [formatBytes(bytes)];
  const said = stepIds.map((id) => run.log.lastOf(id)).findLast((line) => line !== '');
  switch (status) {
    case 'waiting':
      if (run.outcome === undefined) return { kind: 'waiting', text: 'waiting' };
      return stepIds.some((id) => run.began.has(id)) ? { kind: 'waiting', text: 'stopped' } : undefined;
    case 'running': {
      const began = Math.min(...stepIds.flatMap((id) => run.began.get(id) ?? []));
      const spent = Number.isFinite(began) ? [formatWhole(Math.floor((now - began) / 1000))] : [];
      return { kind: 'running', text: ['▶', ...join([...spent, shorten(said)])].join(' ') };
    }
    case 'failed': {
      const after = seconds === undefined ? '' : ` after ${formatSeconds(seconds)}`;
      return { kind: 'failed', text: ['✘', ...join([`failed${after}`, shorten(said)])].join(' ') };
    }
    case 'done':
      if (cached) return { kind: 'cached', text: ['●', ...join(['cached', ...size])].join(' ') };
      return {
        kind: 'done',
        text: ['✔', ...join([...(seconds === undefined ? [] : [formatSeconds(seconds)]), ...size])].join(' '),
      };
  }
}

function join(parts: readonly (string | undefined)[]): readonly string[] {
  const some = parts.filter((part) => part !== undefined && part !== '');
  return some.length === 0 ? [] : [some.join(' · ')];
}

/** Of what goes on: a second is enough. */
function formatWhole(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : formatSeconds(seconds);
}

/** Characters of a line of output beside an instruction. */
const mostShown = 100;

function shorten(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > mostShown ? `${flat.slice(0, mostShown)}…` : flat;
}
