import type { ContentUse, MissingSource } from '../context/content-hash';
import type { IgnoreFile } from '../context/ignore-file';
import type { Stage } from '../dockerfile/model';
import { stageNamed } from './needed-stages';
import type { Input, Origin } from './plan';
import type { PlanContext } from './plan-stage';

/** What an instruction reads besides the file system it stands on. */
export interface Reads {
  readonly inputs: readonly Input[];
  readonly files: ReadonlyMap<string, string>;
  readonly stale: readonly string[];
  readonly missing: string | undefined;
  /** Base names of the files among the sources, in order; undefined where nobody asks. */
  readonly names?: readonly string[];
}

const noFiles: ReadonlyMap<string, string> = new Map();

export const nothingRead: Reads = { inputs: [], files: noFiles, stale: [], missing: undefined };

/** Files of the build context. */
export function fromContext(sources: readonly string[], { input }: PlanContext, excluded?: IgnoreFile): Reads {
  return readsOf(
    () => input.content?.(sources, excluded),
    ({ digest }) => [{ kind: 'content', key: input.digest(['content', digest]) }],
  );
}

/** What `use` finds in the build context, known by `inputs`; it gives undefined when nothing is known about the context. */
export function readsOf<Use extends ContentUse>(
  use: () => Use | MissingSource | undefined,
  inputs: (use: Use) => readonly Input[],
): Reads {
  try {
    const found = use();
    if (!found) return unknown('context-unreadable', '');
    if ('missing' in found) return { ...nothingRead, missing: found.missing };
    if (found.doubtful !== undefined) return unknown('not-supported', `--exclude with the link ${found.doubtful}`);
    return { ...nothingRead, inputs: inputs(found), files: found.files, stale: found.stale, names: found.names };
  } catch (error) {
    return unknown('context-unreadable', error instanceof Error ? error.message : String(error));
  }
}

/** Files of another stage, or of an image; `from` may hold a variable nobody expands here. */
export function fromElsewhere(from: string, sources: readonly string[], stage: Stage, context: PlanContext): Reads {
  const { input, ends } = context;
  if (from.includes('$')) return unknown('variable-unknown', from);
  const other = stageNamed(input.file, from, stage);
  const path = JSON.stringify(sources);
  const end = other && ends.get(other);
  if (end) return { ...nothingRead, inputs: [outputOf(end.origin, path, context)] };
  if (from === 'scratch')
    return { ...nothingRead, inputs: [{ kind: 'content', key: input.digest(['scratch', path]) }] };
  const facts = input.imageFacts(from);
  if (!facts) return unknown('base-unknown', from);
  // Other images may hold the same files, which only the builder can tell.
  return {
    ...nothingRead,
    inputs: [{ kind: 'content', key: input.digest(['image', facts.layers, path]), opaque: true }],
  };
}

export function unknown(kind: Extract<Input, { kind: 'unknown' }>['reason']['kind'], detail: string): Reads {
  return { ...nothingRead, inputs: [{ kind: 'unknown', reason: { kind, detail } }] };
}

export function joinReads(all: readonly Reads[]): Reads {
  const [first] = all;
  if (first && all.length === 1) return first;
  return {
    inputs: all.flatMap(({ inputs }) => inputs),
    files: new Map(all.flatMap(({ files }) => [...files])),
    stale: all.flatMap(({ stale }) => stale),
    missing: all.find(({ missing }) => missing !== undefined)?.missing,
  };
}

/** What is known by its key alone. */
export function content(key: string): Reads {
  return { ...nothingRead, inputs: [{ kind: 'content', key }] };
}

/** The same where another key may stand for the same. */
export function opaque(reads: Reads): Reads {
  return {
    ...reads,
    inputs: reads.inputs.map((input) => (input.kind === 'content' ? { ...input, opaque: true } : input)),
  };
}

function outputOf(origin: Origin, path: string, { input }: PlanContext): Input {
  switch (origin.kind) {
    case 'step':
      return { kind: 'output', of: origin.step, path };
    case 'fixed':
      return { kind: 'content', key: input.digest(['image', origin.key, path]), opaque: true };
    case 'unknown':
      return origin;
  }
}
