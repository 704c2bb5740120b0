import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { appended } from '../context/appended';
import { createContextFiles } from '../context/context-files';
import { parseDockerfile } from '../dockerfile/parse';
import { isEngineError } from '../engine/errors';
import { type ConfigLayer, mergeConfig } from '../lint/config/config';
import type { ContextFiles } from '../lint/context-files';
import { chooseSource } from '../optimise/choose-source';
import { collectRewrite, isUnchanged, type Rewrite } from '../optimise/collect-rewrite';
import { type Proof, ProofError } from '../optimise/proof';
import { isProved } from '../optimise/summarise-proof';
import { unifiedDiff } from './diff';
import { failureReason } from './discover';
import { createConfigFinder } from './find-config';
import { type CliIo, type ExitStatus, UsageError } from './io';
import { loadShell } from './load-shell';
import type { OptimiseArguments, ProveArguments } from './optimise-arguments';
import { optimiseJson, optimiseText, proofText } from './optimise-report';
import { readDockerfile, textOrEmpty } from './read-file';

/** What is rewritten, as the reports tell it. */
export interface Optimised {
  /** As it was named. */
  readonly path: string;
  readonly rewrite: Rewrite;
  /** For `patch -p1`; empty when nothing is rewritten. */
  readonly patch: string;
  readonly proof: Proof | undefined;
  readonly written: boolean;
}

interface Input {
  readonly root: string;
  readonly dockerfile: string;
  readonly path: string;
  readonly text: string;
  readonly bom: boolean;
  readonly context: ContextFiles;
}

/** `layerwright optimise`: the rewrite, the proof and, when asked, the writing of it. */
export async function optimiseCommand(args: OptimiseArguments, io: CliIo): Promise<ExitStatus> {
  const input = readInput(args, io);
  const rewrite = collectRewrite(input.text, {
    shell: await loadShell(io.assets),
    config: mergeConfig(configLayer(args, input, io)),
    context: input.context,
    include: args.all ? 'all' : 'safe',
    onRuleError: ({ id }, error) => io.err(`The rule ${id} failed, which is a mistake of ours: ${error}\n`),
  });
  const patch = patchOf(input, rewrite, io);
  const text = args.format === 'text';
  if (text) io.out(optimiseText({ path: input.path, rewrite, patch }));
  const proof = args.prove && !isUnchanged(rewrite) ? await proveRewrite(input, rewrite, args.prove, io) : undefined;
  if (proof === 'failed') return 2;
  const identical = proof === undefined || isProved(proof);
  const writes = args.write && identical && !isUnchanged(rewrite);
  if (writes) writeRewrite(input, rewrite);
  if (text && proof) io.out(proofText(proof));
  if (text && writes) io.out(`\nWrote ${[input.path, ...rewrite.files.map(({ path }) => path)].join(' and ')}.\n`);
  if (!text) io.out(optimiseJson({ path: input.path, rewrite, patch, proof, written: writes }));
  if (args.write && !identical) io.err('Nothing was written, because the images differ.\n');
  return identical ? 0 : 1;
}

function readInput(args: OptimiseArguments, io: CliIo): Input {
  const file = args.file ?? join(args.context ?? '.', 'Dockerfile');
  const dockerfile = resolve(io.cwd, file);
  const root = args.context === undefined ? dirname(dockerfile) : resolve(io.cwd, args.context);
  if (!existsSync(root)) throw new UsageError(`The build context "${args.context}" does not exist.`);
  const content = readDockerfile(dockerfile);
  const problem = 'error' in content ? content.error : content.problem;
  if ('error' in content || problem !== undefined) throw new UsageError(`${file}: ${problem}.`);
  const { text, bom } = content;
  return { root, dockerfile, path: file, text, bom, context: createContextFiles({ root, dockerfile }) };
}

function configLayer({ config }: OptimiseArguments, { dockerfile }: Input, io: CliIo): ConfigLayer {
  const finder = createConfigFinder(io.cwd, config === undefined ? undefined : resolve(io.cwd, config));
  const layer = finder.layerFor(dirname(dockerfile));
  const [problem] = finder.problems;
  if (!problem) return layer;
  throw new UsageError(
    `${problem.path}:${problem.position.line + 1}:${problem.position.character + 1} ${problem.message}`,
  );
}

/** An ignore file outside the context has an absolute path, which `resolve` keeps. */
function patchOf({ root, path, text }: Input, rewrite: Rewrite, { cwd }: CliIo): string {
  const files = rewrite.files.map((change) => {
    const before = textOrEmpty(resolve(root, change.path));
    const name = relative(cwd, resolve(root, change.path)).split(sep).join('/');
    return unifiedDiff(name, before, appended(before, change.append));
  });
  return [unifiedDiff(path, text, rewrite.text), ...files].join('');
}

async function proveRewrite(
  input: Input,
  rewrite: Rewrite,
  args: ProveArguments,
  io: CliIo,
): Promise<Proof | 'failed'> {
  const edit = args.edit === undefined ? likelyEdit(input, rewrite) : namedEdit(args.edit, input);
  try {
    const engine = await io.engine();
    try {
      const { prove } = await import('../optimise/prove');
      return await prove({
        engine,
        root: input.root,
        dockerfile: input.dockerfile,
        original: input.text,
        rewrite,
        edit,
        build: buildOptions(args),
        onPhase: ({ text }) => io.err(`${text}\n`),
        signal: io.interrupted,
      });
    } finally {
      engine.dispose();
    }
  } catch (error) {
    const { ContextError } = await import('../context/context-error');
    if (!(error instanceof ProofError || error instanceof ContextError || isEngineError(error))) throw error;
    const hint = 'hint' in error ? error.hint : undefined;
    io.err(`${error.message.replace(/\.?$/, '.')}${hint === undefined ? '' : ` ${hint}`}\n`);
    return 'failed';
  }
}

function likelyEdit({ text, context }: Input, rewrite: Rewrite): string | undefined {
  return chooseSource([parseDockerfile(text), parseDockerfile(rewrite.text)], context);
}

function namedEdit(path: string, { context }: Input): string {
  const named = path.split(sep).join('/').replace(/^\.\//, '');
  if (context.kind(named) !== 'file' || context.ignored(named))
    throw new UsageError(`"${path}" is no file that the build context holds; --edit takes a path in it.`);
  return named;
}

function buildOptions({ target, platform, network, builder, buildArgs }: ProveArguments) {
  return {
    buildArgs,
    ...(target === undefined ? {} : { target }),
    ...(platform === undefined ? {} : { platform }),
    ...(network === undefined ? {} : { networkMode: network }),
    ...(builder === undefined ? {} : { builder }),
  };
}

function writeRewrite({ root, dockerfile, bom }: Input, rewrite: Rewrite): void {
  try {
    writeFileSync(dockerfile, (bom ? '\ufeff' : '') + rewrite.text);
    for (const { path, append } of rewrite.files) {
      const file = resolve(root, path);
      writeFileSync(file, appended(textOrEmpty(file), append));
    }
  } catch (error) {
    throw new UsageError(`The rewrite could not be written: ${failureReason(error)}.`);
  }
}
