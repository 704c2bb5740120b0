import type { ArgInstruction, Dockerfile, Pair } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { isBusterName } from '../moving/cache-buster';

/** `commit` changes with the source, `time` also without it. */
export type Volatility = 'commit' | 'time';

const commitLike =
  /(^|_)(SHA|COMMIT(_SHA|_DATE|_HASH)?|REVISION|VCS_REF|GIT_(SHA|COMMIT|REF|TAG|HASH|DESCRIBE|DIRTY)|BUILD_(HASH|REF|TAG|VERSION)|SOURCE_COMMIT|DOCKER_TAG|CI_\w+|GITHUB_(SHA|REF\w*))($|_)/;
const timeLike =
  /(^|_)(BUILD_(DATE|TIME|TIMESTAMP|NUMBER|NUM|ID)|BUILDNUM|TIMESTAMP|GITHUB_RUN_\w+|CI_(PIPELINE|JOB)_\w+)($|_)/;
const releaseLike = /^(VERSION|APP_VERSION|RELEASE|TAG)$/;

/** Undefined: the value stays, as far as the name and the default tell. */
export function volatility(
  file: Dockerfile,
  { key, value: written }: Pair,
  arg?: ArgInstruction,
): Volatility | undefined {
  const name = key.value.toUpperCase();
  const value = written ?? globalDefault(file, key.value);
  const inherited = value === undefined && arg ? inheritedDefault(file, arg, key.value) : undefined;
  // What exists to spoil the cache is another mistake: permanent-cache-buster.
  if (isBusterName(name)) return undefined;
  if (/(^|_)(PKGS?|PACKAGES?|SHA(1|256|512)?SUMS?|CHECKSUM)($|_)/.test(name) || isPinned(inherited ?? value?.value))
    return undefined;
  if (timeLike.test(name)) return 'time';
  if (commitLike.test(name)) return 'commit';
  return releaseLike.test(name) && value === undefined && inherited === undefined ? 'commit' : undefined;
}

/** The version of what is built, where nothing in the file says which. */
export function isRelease(name: string): boolean {
  return releaseLike.test(name.toUpperCase());
}

/** What an ARG of the stage this one starts from has set. */
export function inheritedDefault(file: Dockerfile, arg: ArgInstruction, name: string): string | undefined {
  return scopeBefore(file, arg).variables.get(name)?.value;
}

/** A default that names one revision or version for good: what is built from it, not what is built. */
function isPinned(value: string | undefined): boolean {
  return value !== undefined && /^(v?\d+(\.\d+)+[\w.+-]*|[0-9a-f]{7,128})$/i.test(value);
}

/** `ARG X` in a stage takes over the default of the one above the first FROM. */
export function globalDefault({ globalArgs }: Dockerfile, name: string): Pair['value'] {
  return globalArgs.flatMap(({ pairs }) => pairs).findLast(({ key }) => key.value === name)?.value;
}
