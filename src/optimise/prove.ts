import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { parseDockerfile } from '../dockerfile/parse';
import type { BuildOptions } from '../engine/build-options';
import type { BuildEvent } from '../engine/build-progress';
import type { Engine } from '../engine/engine';
import { EngineError, isEngineError } from '../engine/errors';
import { type CompareOptions, compareImages, type FileDifference } from '../image/compare-images';
import { readArchive, type SavedImage } from '../image/read-archive';
import type { FileChange } from '../lint/fix';
import { rememberBuildCache } from './build-cache';
import { type ContextCopy, copyContext } from './copy-context';
import { type Figures, type Proof, ProofError } from './proof';
import { appendLines, replaceFile } from './replace-file';
import { editFor } from './source-edit';
import { type TimedBuild, timedBuild } from './timed-build';

export interface ProveOptions {
  readonly engine: Engine;
  /** The build context's directory. Only read. */
  readonly root: string;
  readonly dockerfile: string;
  /** Text of the Dockerfile, which may be newer than what is on disk. */
  readonly original: string;
  readonly rewrite: { readonly text: string; readonly files: readonly FileChange[] };
  /** File of the context that is edited for the rebuilds; undefined: none. */
  readonly edit: string | undefined;
  readonly build?: Partial<
    Pick<BuildOptions, 'target' | 'buildArgs' | 'platform' | 'builder' | 'auths' | 'networkMode'>
  >;
  readonly onPhase?: (phase: ProofPhase) => void;
  readonly onEvent?: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

export interface ProofPhase {
  readonly text: string;
  /** Phases done, from 0 to 1. */
  readonly fraction: number;
}

type Which = 'original' | 'rewrite';

/**
 * Builds the Dockerfile and its rewrite from copies of the build context, without the cache, and compares the images; then
 * edits a source in both copies, builds again with the cache and compares again. Copies, images and
 * what the builds left in the build cache are removed in every case.
 * Rejects with a ProofError when one of the two cannot be built, with ContextError and EngineError, `cancelled` included.
 */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { engine, signal, onPhase = () => {} } = options;
  const cache = await rememberBuildCache(engine, signal);
  const folder = await mkdtemp(join(tmpdir(), 'layerwright-proof-'));
  const tags: string[] = [];
  const phases = options.edit === undefined ? 4 : 7;
  let phase = 0;
  const begin = (text: string) => {
    signal.throwIfAborted();
    onPhase({ text, fraction: phase++ / phases });
  };
  try {
    begin('Copying the build context');
    const copies = await copyBoth(options, folder);
    const round = async (noCache: boolean, how: string): Promise<Round> => {
      const name = `layerwright-proof:${randomBytes(6).toString('hex')}`;
      const builds = {} as Record<Which, TimedBuild>;
      for (const which of ['original', 'rewrite'] as const) {
        begin(`Building the ${which === 'original' ? 'Dockerfile as it is' : 'rewrite'} ${how}`);
        tags.push(`${name}-${which}`);
        builds[which] = await buildOne(options, { which, copy: copies[which], tag: `${name}-${which}`, noCache });
      }
      begin('Comparing the images');
      const images = await readImages(engine, name, signal);
      return { builds, images };
    };
    const cold = await round(true, 'without the cache');
    const expected = expectedDifferences(copies.changed);
    const compared = compareImages(cold.images.original, cold.images.rewrite, { expected });
    if (options.edit === undefined) {
      return {
        cold: compared,
        edit: undefined,
        before: figures(cold, undefined, 'original'),
        after: figures(cold, undefined, 'rewrite'),
      };
    }
    const added = await editBoth(options.edit, [copies.original, copies.rewrite]);
    const warm = await round(false, `after an edit of ${options.edit}`);
    return {
      cold: compared,
      edit: {
        path: options.edit,
        added,
        comparison: compareImages(warm.images.original, warm.images.rewrite, { expected }),
      },
      before: figures(cold, warm, 'original'),
      after: figures(cold, warm, 'rewrite'),
    };
  } catch (error) {
    if (signal.aborted) throw new EngineError('cancelled', 'The proof was cancelled.', { cause: error });
    throw error;
  } finally {
    for (const tag of tags) await engine.images.remove(tag, { force: true }).catch(() => {});
    await cache.removeNew();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Round {
  readonly builds: Readonly<Record<Which, TimedBuild>>;
  readonly images: Readonly<Record<Which, SavedImage>>;
}

function figures(cold: Round, warm: Round | undefined, which: Which): Figures {
  const { layers } = cold.images[which];
  return {
    coldSeconds: cold.builds[which].seconds,
    rebuildSeconds: warm?.builds[which].seconds,
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    layers: layers.filter(({ entries }) => entries.length > 0).length,
    ran: warm?.builds[which].ran ?? [],
  };
}

interface BothCopies extends Readonly<Record<Which, ContextCopy>> {
  /** Texts of the files that the rewrite changes. */
  readonly changed: readonly { readonly before?: string; readonly after: string }[];
}

async function copyBoth(options: ProveOptions, folder: string): Promise<BothCopies> {
  const { root, dockerfile, rewrite, signal } = options;
  const original = await copyContext({ root, dockerfile, target: join(folder, 'original'), signal });
  const copy = await copyContext({ ...original, target: join(folder, 'rewrite'), link: true, signal });
  await replaceFile(original.dockerfile, options.original);
  await replaceFile(copy.dockerfile, rewrite.text);
  const changed: { readonly before?: string; readonly after: string }[] = [
    { before: options.original, after: rewrite.text },
  ];
  for (const { path, append } of rewrite.files) {
    // An ignore file beside a Dockerfile that is not in the context has no path in it.
    const file = isAbsolute(path) ? join(dirname(copy.dockerfile), basename(path)) : join(copy.root, path);
    changed.push(await appendLines(file, append));
  }
  return { original, rewrite: copy, changed };
}

async function editBoth(path: string, copies: readonly ContextCopy[]): Promise<string> {
  let added = '';
  for (const { root } of copies) {
    const file = join(root, path);
    const content = await readFile(file);
    added = editFor(path, content.toString('utf8'), 'Edited to see what is built again');
    await replaceFile(file, Buffer.concat([content, Buffer.from(added)]));
  }
  return added;
}

interface OneBuild {
  readonly which: Which;
  readonly copy: ContextCopy;
  readonly tag: string;
  readonly noCache: boolean;
}

async function buildOne(options: ProveOptions, { which, copy, tag, noCache }: OneBuild): Promise<TimedBuild> {
  const text = which === 'original' ? options.original : options.rewrite.text;
  try {
    return await timedBuild({
      engine: options.engine,
      context: copy,
      file: parseDockerfile(text),
      options: { ...options.build, tags: [tag], noCache, signal: options.signal },
      onEvent: options.onEvent,
    });
  } catch (error) {
    if (!isEngineError(error, 'build-failed')) throw error;
    const whose =
      which === 'original'
        ? 'The Dockerfile as it is cannot be built, so there is nothing to compare with.'
        : 'The rewrite cannot be built, although the Dockerfile as it is can.';
    throw new ProofError(which, `${whose} ${error.message}`, error.hint, { cause: error });
  }
}

/** Both in one archive: layers they share are read once. */
async function readImages(engine: Engine, name: string, signal: AbortSignal): Promise<Round['images']> {
  const tags = { original: `${name}-original`, rewrite: `${name}-rewrite` };
  const archive = await engine.images.save(Object.values(tags), signal);
  const images = await readArchive(archive);
  const find = (tag: string) => {
    const found = images.find((image) => image.tags.some((own) => own === tag || own.endsWith(`/${tag}`)));
    if (!found) throw new Error(`The engine's archive lacks the image ${tag}.`);
    return found;
  };
  return { original: find(tags.original), rewrite: find(tags.rewrite) };
}

/** Copied into the image, the changed files are there as they were changed. */
function expectedDifferences(changed: BothCopies['changed']): NonNullable<CompareOptions['expected']> {
  const digests = changed.map(({ before, after }) => ({
    before: before === undefined ? undefined : sha256(before),
    after: sha256(after),
  }));
  return ({ before, after, aspects }: FileDifference) => {
    const isChange = digests.some((change) => change.before === before?.digest && change.after === after?.digest);
    const onlyContent = aspects.every((aspect) => aspect === 'content');
    return isChange && onlyContent ? 'the file that the rewrite changes, which is copied into the image' : undefined;
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
