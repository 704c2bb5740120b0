import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BuildRecord, StepRecord } from './record-book';
import { readText } from './state-folder';

/** Bytes of one file; there are two. */
const largest = 4 * 1024 * 1024;

/**
 * Builds as lines of JSON. Several processes may append at once: each line is one write. A full file becomes the `.old` one, in
 * place of that, so that both together stay bounded.
 */
export function appendRecord(file: string, record: BuildRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  if (sizeOf(file) > largest) renameSync(file, `${file}.old`);
  appendFileSync(file, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** Builds from the oldest on. Lines that are broken or of another version are passed over. */
export function readRecords(file: string): readonly BuildRecord[] {
  return [`${file}.old`, file].flatMap((part) =>
    (readText(part) ?? '').split('\n').flatMap((line) => readRecord(line) ?? []),
  );
}

function readRecord(line: string): BuildRecord | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is BuildRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, time, subject, steps, loose } = value as Partial<Record<keyof BuildRecord, unknown>>;
  return (
    version === 1 &&
    typeof time === 'number' &&
    typeof subject === 'string' &&
    Array.isArray(steps) &&
    steps.every(isStep) &&
    (loose === undefined || Array.isArray(loose))
  );
}

function isStep(value: unknown): value is StepRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { key, operation, parent, inputs, place, ingredients } = value as Partial<Record<keyof StepRecord, unknown>>;
  const texts = [key, operation, parent, place].every((text) => typeof text === 'string');
  return texts && Array.isArray(inputs) && typeof ingredients === 'object' && ingredients !== null;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
