import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BuildHistory, PastBuild } from '../../engine/build-history';
import { inParallel } from '../../shared/in-parallel';
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

/** What there is to tell. */
export interface ToldBuilds {
  /** Builds that have ended, from the oldest on. */
  readonly builds: readonly TerminalBuild[];
  /** Refs of builds that go on: they are told when they have ended. */
  readonly running: readonly string[];
  /** Refs of builds that the engine does not know any more. */
  readonly gone: readonly string[];
}

/** Builds of one Dockerfile that are told in one go: what was built before them is of little use. */
const most = 3;
/** Milliseconds in which a build that buildx has noted is sure to be known to the engine. */
const settled = 60_000;
const readAtOnce = 16;
/** Notes that are read without asking. */
const many = 200;

/**
 * Builds that buildx has run on this machine and the engine still knows of. Where buildx has noted none of that Dockerfile that
 * is new, the engine is not asked.
 */
export class TerminalBuilds {
  private readonly clients = new Map<string, ClientBuild>();
  private readonly passed = new Map<string, Set<string>>();

  /** Of buildx's notes. */
  constructor(readonly folder: string = buildxFolder()) {}

  /** Rejects with an EngineError. */
  async take(
    question: TerminalQuestion,
    history: () => Promise<Pick<BuildHistory, 'list'>>,
    signal?: AbortSignal,
  ): Promise<ToldBuilds> {
    const passed = this.passed.get(question.key) ?? new Set<string>();
    this.passed.set(question.key, passed);
    const list = async () => (await (await history()).list(signal)) ?? [];
    const isNew = ([ref]: readonly [string, string]) => !passed.has(ref) && !question.without?.has(ref);
    let refs = [...clientRefs(this.folder)].filter(isNew);
    // The engine remembers some 50 builds: where there are many more notes, it is asked which of them to read.
    const remembered = refs.length > many ? await list() : undefined;
    if (remembered) {
      const known = new Set(remembered.map(({ ref }) => ref));
      const quiet = new Set([...new Set(refs.map(([, file]) => dirname(file)))].filter(isSettled));
      for (const [ref, file] of refs)
        if (!known.has(ref) && (quiet.has(dirname(file)) || isSettled(file))) passed.add(ref);
      refs = refs.filter(isNew);
    }
    const noted = await this.noted(question, { refs, passed });
    if (noted.size === 0) return { builds: [], running: [], gone: [] };
    const all = remembered ?? (await list());
    const builds = all.flatMap((build) => {
      const client = noted.get(build.ref);
      if (!client) return [];
      return [{ build, client, alone: all.every((other) => other === build || isApart(build, other)) }];
    });
    const ended = builds.filter(({ build }) => build.completed !== undefined);
    const known = new Set(builds.map(({ build }) => build.ref));
    const gone = [...noted].filter(([ref, { file }]) => !known.has(ref) && isSettled(file)).map(([ref]) => ref);
    for (const ref of [...ended.map(({ build }) => build.ref), ...gone]) passed.add(ref);
    return {
      builds: ended.slice(0, most).reverse(),
      running: builds.flatMap(({ build }) => (build.completed === undefined ? [build.ref] : [])),
      gone: [...gone, ...ended.slice(most).map(({ build }) => build.ref)],
    };
  }

  /** Notes of that Dockerfile which are new; all others are passed by from now on. */
  private async noted(
    { dockerfile, root }: TerminalQuestion,
    { refs, passed }: { readonly refs: readonly (readonly [string, string])[]; readonly passed: Set<string> },
  ): Promise<ReadonlyMap<string, NotedBuild>> {
    const noted = new Map<string, NotedBuild>();
    await inParallel(refs, readAtOnce, async ([ref, file]) => {
      const client = this.clients.get(ref) ?? (await readClientBuild(file));
      if (client) this.clients.set(ref, client);
      if (client && samePath(client.dockerfile, dockerfile) && (root === undefined || samePath(client.context, root)))
        noted.set(ref, { ...client, file });
      // What cannot be read may still be written.
      else if (client || isSettled(file)) passed.add(ref);
    });
    return noted;
  }
}

interface NotedBuild extends ClientBuild {
  readonly file: string;
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
