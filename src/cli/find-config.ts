import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { ConfigLayer } from '../lint/config/config';
import type { ConfigProblem, ParsedConfig } from '../lint/config/config-file';
import { parseHadolintConfig } from '../lint/config/hadolint-config';
import { parseOwnConfig } from '../lint/config/own-config';
import { failureReason } from './discover';
import { UsageError } from './io';

/** The names that are looked for, best first. */
const names = ['.layerwright.yaml', '.layerwright.yml', '.hadolint.yaml', '.hadolint.yml'];

export interface ConfigFinder {
  /** What the configuration file says that holds for Dockerfiles in a directory. */
  layerFor(directory: string): ConfigLayer;
  /** Of every file read so far. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem extends ConfigProblem {
  readonly path: string;
}

/**
 * Looks for the nearest configuration file upwards, as far as the repository's root (the directory with `.git`) or the file
 * system's; with `file`, that one holds for all.
 */
export function createConfigFinder(cwd: string, file: string | undefined): ConfigFinder {
  const byDirectory = new Map<string, ConfigLayer>();
  const byFile = new Map<string, ConfigLayer>();
  const problems: FileProblem[] = [];

  const load = (path: string): ConfigLayer => {
    const known = byFile.get(path);
    if (known) return known;
    const parsed = parseConfigFile(path);
    problems.push(...parsed.problems.map((problem) => ({ ...problem, path: displayPath(cwd, path) })));
    byFile.set(path, parsed.layer);
    return parsed.layer;
  };
  const find = (directory: string): ConfigLayer => {
    const known = byDirectory.get(directory);
    if (known) return known;
    const path = names.map((name) => join(directory, name)).find((candidate) => existsSync(candidate));
    const parent = dirname(directory);
    const top = parent === directory || existsSync(join(directory, '.git'));
    const layer = path !== undefined ? load(path) : top ? {} : find(parent);
    byDirectory.set(directory, layer);
    return layer;
  };
  const fixed = file === undefined ? undefined : load(file);
  return { layerFor: (directory) => fixed ?? find(directory), problems };
}

function parseConfigFile(path: string): ParsedConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The configuration "${path}" could not be read: ${failureReason(error)}.`);
  }
  return basename(path).includes('hadolint') ? parseHadolintConfig(text) : parseOwnConfig(text);
}

function displayPath(cwd: string, path: string): string {
  const fromHere = relative(cwd, path);
  return (fromHere.startsWith('..') ? path : fromHere).split(sep).join('/');
}
