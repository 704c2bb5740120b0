import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildHistory, PastBuild } from '../../engine/build-history';
import { buildxFolder, type ClientBuild, clientRefs, readClientBuild } from './client-builds';

/** A build that the engine remembers, with where it was started. */
export interface TerminalBuild {
  readonly build: PastBuild;
  readonly client: ClientBuild;
  /** No other build went on at the same time, which may have made the same. */
  readonly alone: boolean;
}

/** Who asks for which builds. */
export interface TerminalQuestion {
  /** What was told under it is not told again. */
  readonly key: string;
  readonly dockerfile: string;
  /** Undefined: whatever the build's context was. */
  readonly root?: string;
  /** Refs of builds that are not wanted. */
  readonly without?: ReadonlySet<string>;
}

/** Builds of one Dockerfile that are told in one go: what was built before them is of little use. */
const most = 5;
/** Milliseconds in which a build that buildx has noted is sure to be known to the engine. */
const settled = 60_000;

/**
 * Builds that buildx has run on this machine and the engine still knows of. Where there is nothing new in buildx's folder, the
 * engine is not asked.
 */
export class TerminalBuilds {
  private readonly clients = new Map<string, ClientBuild | undefined>();
  private readonly passed = new Map<string, Set<string>>();

  constructor(private readonly folder: string = buildxFolder()) {}

  /** Builds that have ended, from the oldest on. Rejects with an EngineError. */
  async take(
    { key, dockerfile, root, without }: TerminalQuestion,
    history: BuildHistory,
    signal?: AbortSignal,
  ): Promise<readonly TerminalBuild[]> {
    const passed = this.passed.get(key) ?? new Set<string>();
    this.passed.set(key, passed);
    const refs = new Map([...clientRefs(this.folder)].filter(([ref]) => !passed.has(ref) && !without?.has(ref)));
    if (refs.size === 0) return [];
    const all = (await history.list(signal)) ?? [];
    const builds = new Map(all.map((build) => [build.ref, build]));
    for (const [ref, file] of refs) {
      const build = builds.get(ref);
      if (build ? build.completed !== undefined : isSettled(file)) passed.add(ref);
    }
    const found = all.flatMap((build) => {
      const file = refs.get(build.ref);
      const client = file !== undefined && build.completed !== undefined && this.client(build.ref, file);
      if (!client || !samePath(client.dockerfile, dockerfile)) return [];
      if (root !== undefined && !samePath(client.context, root)) return [];
      return [{ build, client, alone: all.every((other) => other === build || isApart(build, other)) }];
    });
    return found.slice(0, most).reverse();
  }

  private client(ref: string, file: string): ClientBuild | undefined {
    if (!this.clients.has(ref)) this.clients.set(ref, readClientBuild(file));
    return this.clients.get(ref);
  }
}

function isSettled(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return !stats || Date.now() - stats.mtimeMs > settled;
}

function isApart(a: PastBuild, b: PastBuild): boolean {
  return (b.completed ?? Number.POSITIVE_INFINITY) < a.started || b.started > (a.completed ?? Number.POSITIVE_INFINITY);
}

function samePath(a: string, b: string): boolean {
  return resolve(a) === resolve(b) || realPath(a) === realPath(b);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
