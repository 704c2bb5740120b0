import { cleanSource } from '../context/content-paths';
import { type IgnoreFile, ignoreFileOf } from '../context/ignore-file';
import type { CopyInstruction, Word } from '../dockerfile/model';
import { cleanPath } from '../shared/posix-path';
import { buildkitAtLeast } from './plan-input';
import { expandIn, type StageState } from './stage-state';

/** Sources and destination of a COPY or ADD, expanded. */
export interface CopyPaths {
  readonly sources: readonly string[];
  readonly destination: string;
}

/** Undefined when a variable's value cannot be told, or something is missing. */
export function copyPaths(
  { sources, destination }: CopyInstruction,
  state: StageState,
  escaper: string,
): CopyPaths | undefined {
  const expand = (word: Word) => expandIn(state, word, escaper);
  const paths = sources.map(expand);
  const to = destination && expand(destination);
  if (to === undefined || paths.includes(undefined)) return undefined;
  return { sources: paths.filter((path) => path !== undefined), destination: to };
}

/**
 * Where BuildKit copies to: absolute and clean, with the slash at its end that makes it a directory. A slash with a dot behind it
 * stays as it is, and is another destination.
 */
export function absoluteDestination(destination: string, workdir: string): string {
  const path = destination.startsWith('/') ? destination : `${workdir}/${destination}`;
  const clean = cleanPath(path);
  if (destination.endsWith('/.')) return clean === '/' ? '/.' : `${clean}/.`;
  const folder = destination === '' || destination === '.' || destination.endsWith('/');
  return folder && clean !== '/' ? `${clean}/` : clean;
}

/** Numbers of `--chown`: root is 0, and nothing is as if the flag were not there. */
export function ownerPart(written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined;
  return written
    .split(':')
    .map((part) => (part === 'root' ? '0' : part.replace(/^0+(?=\d+$)/, '')))
    .join(':');
}

/** Of `--chmod`: nothing is as if the flag were not there, and so are words to engines up to 26.1; 28.5 knows them. */
export function modePart(written: string | undefined, engineVersion: string): string | undefined {
  if (written === undefined || written === '') return undefined;
  if (!/^[0-7]+$/.test(written) && !buildkitAtLeast(engineVersion, 27)) return undefined;
  return written.replace(/^0+(?=\d)/, '');
}

/** What of a source BuildKit keeps in the key beside the content: its last name. */
export function sourceName(source: string): string {
  const clean = cleanSource(source);
  return clean.slice(clean.lastIndexOf('/') + 1) || '/';
}

/** An address that the builder fetches by itself. */
export function isRemote(source: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|git@|ssh:\/\/)/i.test(source);
}

/**
 * What the flags `--exclude` of a COPY or ADD leave out, relative to each source. Undefined when that is not known: a variable
 * without a value, or a pattern that is read in another way than in an ignore file.
 */
export function excludedBy(
  { flags }: CopyInstruction,
  state: StageState,
  escaper: string,
): IgnoreFile | 'nothing' | undefined {
  const written = flags.filter(({ name }) => name === 'exclude').map(({ value }) => value);
  if (written.length === 0) return 'nothing';
  const patterns = written.map((value) => value && expandIn(state, value, escaper));
  const plain = patterns.filter((pattern) => pattern !== undefined && /^[\w*?.-]+(?:\/[\w*?.-]+)*$/.test(pattern));
  if (plain.length < patterns.length) return undefined;
  return ignoreFileOf(plain.map((text, line) => ({ line, text: text ?? '' })));
}
