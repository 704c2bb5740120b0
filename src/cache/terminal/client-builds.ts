import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What buildx has noted of a build it ran on this machine. Paths are absolute, as they were given. */
export interface ClientBuild {
  readonly context: string;
  readonly dockerfile: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where buildx keeps its notes. */
export function buildxFolder(env: Environment = process.env, home: string = homedir()): string {
  return env.BUILDX_CONFIG || join(env.DOCKER_CONFIG || join(home, '.docker'), 'buildx');
}

/** Refs of the builds that buildx has run, by the file that has more: `refs/<builder>/<node>/<ref>`. */
export function clientRefs(folder: string): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  const top = join(folder, 'refs');
  for (const builder of namesIn(top)) {
    // Groups of builds are described in the same place.
    if (builder === '__group__') continue;
    for (const node of namesIn(join(top, builder)))
      for (const ref of namesIn(join(top, builder, node))) refs.set(ref, join(top, builder, node, ref));
  }
  return refs;
}

/** Undefined for one whose Dockerfile or context is not a file or directory of this machine. */
export async function readClientBuild(file: string): Promise<ClientBuild | undefined> {
  let note: { readonly LocalPath?: unknown; readonly DockerfilePath?: unknown };
  try {
    note = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
  const { LocalPath: context, DockerfilePath: dockerfile } = note;
  if (typeof context !== 'string' || typeof dockerfile !== 'string' || !isAbsolute(context)) return undefined;
  if (dockerfile === '') return { context, dockerfile: join(context, 'Dockerfile') };
  return isAbsolute(dockerfile) ? { context, dockerfile } : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
