import type { Instruction } from '../dockerfile/model';
import type { BuildCacheRecord } from '../engine/disk-usage';
import type { PlannedStep } from './plan';
import { readText, replaceText } from './state-folder';
import { readStepName } from './step-name';
import { mayPrint } from './step-text';

/** Something a builder keeps. */
export type KeptItem = Pick<BuildCacheRecord, 'id' | 'description'>;

/** What is known of the list of what a builder keeps: BuildKit's cache, or images. It has ids and descriptions, but no keys. */
export interface CacheSnapshot {
  readonly version: 1;
  /** Of everything that was there when we last looked. */
  readonly ids: readonly string[];
  /** What others have built, by id, each as BuildKit describes it. */
  readonly foreign: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch: records from before may have been pruned, and those from before `emptied` have been. */
  readonly pruned: number;
  readonly emptied: number;
}

const nothing: CacheSnapshot = { version: 1, ids: [], foreign: {}, pruned: 0, emptied: 0 };

/** Undefined: we have never looked. */
export function loadSnapshot(file: string): CacheSnapshot | undefined {
  try {
    const value = JSON.parse(readText(file) ?? '') as Partial<CacheSnapshot>;
    return value.version === 1 && Array.isArray(value.ids) ? { ...nothing, ...value } : undefined;
  } catch {
    return undefined;
  }
}

export function saveSnapshot(file: string, snapshot: CacheSnapshot): void {
  replaceText(file, JSON.stringify(snapshot));
}

/** What the list says now, compared with before: what is new was built by others, since we look after each build of ours. */
export function compareSnapshot(
  before: CacheSnapshot | undefined,
  kept: readonly KeptItem[],
  now: number,
): CacheSnapshot {
  const known = new Set(before?.ids);
  const foreign: Record<string, string> = {};
  for (const { id, description } of kept) {
    if (!known.has(id)) foreign[id] = description;
    else if (before && Object.hasOwn(before.foreign, id)) foreign[id] = before.foreign[id] ?? '';
  }
  const there = new Set(kept.map(({ id }) => id));
  const lost = [...known].filter((id) => !there.has(id));
  return {
    version: 1,
    ids: [...there],
    foreign,
    pruned: lost.length > 0 ? now : (before?.pruned ?? 0),
    emptied: lost.length > 0 && lost.length === known.size ? now : (before?.emptied ?? 0),
  };
}

/** The list behind a build of ours: what is new since just before it is ours. */
export function afterBuild(before: CacheSnapshot, kept: readonly KeptItem[], now: number): CacheSnapshot {
  const after = compareSnapshot(before, kept, now);
  return {
    ...after,
    foreign: Object.fromEntries(Object.entries(after.foreign).filter(([id]) => id in before.foreign)),
  };
}

/** Less what is known to be of builds whose steps are recorded. */
export function withoutForeign(snapshot: CacheSnapshot, ids: ReadonlySet<string>): CacheSnapshot {
  return { ...snapshot, foreign: Object.fromEntries(Object.entries(snapshot.foreign).filter(([id]) => !ids.has(id))) };
}

/** Whether others may have built the step: something of theirs has a description that fits. */
export function mayBeForeign({ foreign }: CacheSnapshot, { instruction }: PlannedStep): boolean {
  return Object.values(foreign).some((description) => mayDescribe(description, instruction));
}

/** Whether BuildKit may describe so what the instruction made. */
export function mayDescribe(description: string, instruction: Instruction): boolean {
  const name = readStepName(description);
  if (name) return mayPrint(instruction, name.text);
  // BuildKit before 0.10 describes what it does, not the instruction.
  if (/^fileop target/.test(description)) return instruction.kind !== 'RUN';
  const command = executed(description);
  if (command === undefined || instruction.kind !== 'RUN') return false;
  const { command: own } = instruction;
  const words = own.form === 'exec' ? own.words.map(({ value }) => value).join(' ') : own.script.text;
  return command.includes(words);
}

/** Words of the RUN that made it, with blanks between them. */
export function executed(description: string): string | undefined {
  return /(?:^|from )exec (.*)$/s.exec(description)?.[1];
}

/** Copies of build contexts and cache mounts come and go. */
export function layersIn(records: readonly BuildCacheRecord[]): readonly BuildCacheRecord[] {
  return records.filter(({ type }) => type === 'regular');
}
