import { resolve } from 'node:path';
import { readEnvFile } from '../../docker-run/env-file';
import { isHostPath, printBind, readBind } from '../../docker-run/mounts';
import type { RunOptions } from '../../docker-run/run-options';
import { readPairs, splitAt } from '../../docker-run/values';
import type { CreateContainer } from '../../engine/create-container';
import { EngineError } from '../../engine/errors';

/** What the docker command would find around it. */
export interface RunPlace {
  /** Relative paths begin here; undefined: nowhere. */
  readonly folder: string | undefined;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => Promise<string>;
}

/**
 * Does what the docker command does before it asks the engine: reads files of variables and labels, takes variables without
 * a value from the environment, makes paths absolute. Throws EngineError `invalid` when a file cannot be read.
 */
export async function toCreateContainer(options: RunOptions, place: RunPlace): Promise<CreateContainer> {
  const { envFiles, env, labels, labelFiles, entrypoint, command, binds, mounts, securityOptions, ...rest } = options;
  const { detach: _detach, attach: _attach, pull: _pull, ...others } = rest;
  const environment = [...(await fileWords(envFiles, place)), ...(env ?? []).map((word) => inherited(word, place))];
  const labelWords = [...(await fileWords(labelFiles, place)), ...(labels ?? [])];
  return {
    ...others,
    ...(command.length > 0 ? { command } : {}),
    ...(entrypoint === undefined ? {} : { entrypoint: [entrypoint] }),
    ...(environment.length > 0 ? { env: lastOfEach(environment) } : {}),
    ...(labelWords.length > 0 ? { labels: readPairs(labelWords) } : {}),
    ...(binds ? { binds: binds.map((bind) => absoluteBind(bind, place)) } : {}),
    ...(mounts ? { mounts: mounts.map((mount) => absoluteMount(mount, place)) } : {}),
    ...(securityOptions ? { securityOptions: await securityWords(securityOptions, place) } : {}),
  };
}

/** A path of the person's as one of this machine. Throws EngineError `invalid` when nobody knows where it begins. */
export function absolutePath(path: string, { folder, home }: Pick<RunPlace, 'folder' | 'home'>): string {
  if (/^~(?=[\\/]|$)/.test(path)) return `${home}${path.slice(1)}`;
  if (/^(?:[\\/]|[A-Za-z]:[\\/])/.test(path)) return path;
  if (folder === undefined)
    throw new EngineError('invalid', `"${path}" is a relative path, and no folder is open for it to begin in.`);
  return resolve(folder, path);
}

async function fileWords(paths: readonly string[] | undefined, place: RunPlace): Promise<readonly string[]> {
  const files = await Promise.all((paths ?? []).map((path) => readFileOf(path, place)));
  return files.flatMap((text, index) => {
    const { words, problems } = readEnvFile(text);
    if (problems.length > 0) throw new EngineError('invalid', `${paths?.[index]} cannot be used. ${problems[0]}`);
    return words.map((word) => inherited(word, place)).filter((word) => word.includes('='));
  });
}

async function readFileOf(path: string, place: RunPlace): Promise<string> {
  const absolute = absolutePath(path, place);
  try {
    return await place.readText(absolute);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('invalid', `The file ${absolute} cannot be read: ${why}.`, { cause });
  }
}

/** A name alone takes its value from the environment; when that has none, the engine takes the variable away. */
function inherited(word: string, { env }: RunPlace): string {
  const value = word.includes('=') ? undefined : env[word];
  return value === undefined ? word : `${word}=${value}`;
}

function lastOfEach(words: readonly string[]): readonly string[] {
  return [...new Map(words.map((word) => [splitAt(word, '=')[0], word])).values()];
}

function absoluteBind(text: string, place: RunPlace): string {
  const bind = readBind(text);
  if (bind?.source === undefined || !isHostPath(bind.source)) return text;
  return printBind({ ...bind, source: absolutePath(bind.source, place) });
}

function absoluteMount(text: string, place: RunPlace): string {
  if (!/(?:^|[,"])type=bind(?:$|[,"])/i.test(text)) return text;
  return text.replace(/((?:^|[,"])(?:source|src)=)([^",]*)/i, (_all, head: string, path: string) => {
    return `${head}${absolutePath(path, place)}`;
  });
}

/** The engine takes a profile itself, not the name of its file. */
async function securityWords(words: readonly string[], place: RunPlace): Promise<readonly string[]> {
  return Promise.all(
    words.map(async (word) => {
      const [name, value = ''] = splitAt(word.replace(/^seccomp:/, 'seccomp='), '=');
      if (name !== 'seccomp' || /^(?:unconfined|builtin)?$/.test(value)) return word;
      const text = await readFileOf(value, place);
      return `seccomp=${text}`;
    }),
  );
}
