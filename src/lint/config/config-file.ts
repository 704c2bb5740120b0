import type { Node, YAMLMap } from 'yaml';
import type { Position } from '../../shared/position';
import { yaml } from '../yaml';
import type { ConfigLayer } from './config';

/** Something in a configuration file that has no effect as it stands. */
export interface ConfigProblem {
  readonly position: Position;
  readonly message: string;
}

export interface ParsedConfig {
  /** What could be understood. */
  readonly layer: ConfigLayer;
  readonly problems: readonly ConfigProblem[];
}

/** One key of a file: its value, and where to complain about it. */
export interface ConfigEntry {
  readonly key: string;
  readonly keyPosition: Position;
  readonly value: unknown;
  readonly position: Position;
  /** There is a key but no value. */
  readonly empty: boolean;
  /** The entries of a map; undefined for anything else. */
  readonly entries: readonly ConfigEntry[] | undefined;
  /** The items of a list. */
  readonly items: readonly { readonly value: unknown; readonly position: Position }[] | undefined;
}

export interface ConfigText {
  readonly entries: readonly ConfigEntry[];
  readonly problems: readonly ConfigProblem[];
}

/** Entries of a YAML map with their places. Never throws: what is no YAML or no map is a problem. */
export function readConfigText(text: string): ConfigText {
  const { LineCounter, isMap, isScalar, parseDocument } = yaml();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'silent' });
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  };
  const problems = document.errors.map(({ pos, message }) => ({
    position: at(pos[0]),
    message: `This is no YAML: ${firstSentence(message)}`,
  }));
  if (isMap(document.contents)) return { entries: readMap(document.contents, at), problems };
  const empty = document.contents === null || (isScalar(document.contents) && document.contents.value === null);
  if (!empty && problems.length === 0) {
    problems.push({ position: at(0), message: 'The file has to hold keys with values, such as "fail-on: warning"' });
  }
  return { entries: [], problems };
}

export function byPosition(a: ConfigProblem, b: ConfigProblem): number {
  return a.position.line - b.position.line || a.position.character - b.position.character;
}

/** A boolean, or a problem. */
export function readBoolean(entry: ConfigEntry, problems: ConfigProblem[]): boolean | undefined {
  if (typeof entry.value === 'boolean') return entry.value;
  problems.push({ position: entry.position, message: `"${entry.key}" has to be true or false` });
  return undefined;
}

/** A list of strings; a single string counts as a list of one. Items of another kind are problems and left out. */
export function readStrings(
  entry: ConfigEntry,
  problems: ConfigProblem[],
): readonly { readonly text: string; readonly position: Position }[] {
  if (typeof entry.value === 'string') return [{ text: entry.value, position: entry.position }];
  if (!entry.items && !entry.empty) {
    problems.push({ position: entry.position, message: `"${entry.key}" has to be a list` });
  }
  return (entry.items ?? []).flatMap(({ value, position }) => {
    if (typeof value === 'string') return [{ text: value, position }];
    problems.push({ position, message: `An item of "${entry.key}" is no text; put it in quotes` });
    return [];
  });
}

function readMap(map: YAMLMap, at: (offset: number) => Position): readonly ConfigEntry[] {
  const { isMap, isScalar, isSeq } = yaml();
  return map.items.map((pair) => {
    const key = pair.key as Node;
    const value = (pair.value ?? undefined) as Node | undefined;
    const keyPosition = at(key.range?.[0] ?? 0);
    const position = value?.range ? at(value.range[0]) : keyPosition;
    return {
      key: isScalar(key) ? String(key.value) : String(key),
      keyPosition,
      value: isScalar(value) ? value.value : undefined,
      position,
      empty: value === undefined || (isScalar(value) && value.value === null),
      entries: isMap(value) ? readMap(value, at) : undefined,
      items: isSeq(value)
        ? value.items.map((item) => ({
            value: isScalar(item) ? item.value : undefined,
            position: at((item as Node | null)?.range?.[0] ?? 0),
          }))
        : undefined,
    };
  });
}

function firstSentence(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.charAt(0).toLowerCase() + line.slice(1);
}
