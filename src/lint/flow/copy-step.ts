import type { CopyInstruction, Dockerfile, Stage, Word } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { baseName, cleanPath, resolvePath } from '../../shared/posix-path';
import { placeWord } from './directories';
import type { CopyStep, StageFlow } from './flow';

export interface CopyPlace {
  readonly file: Dockerfile;
  readonly stage: Stage;
  /** Working directory in front of the instruction. */
  readonly directory: string;
  /** Flows of the stages above, by index. */
  readonly stages: readonly StageFlow[];
}

export function copyStep(instruction: CopyInstruction, { file, stage, directory, stages }: CopyPlace): CopyStep {
  const scope = scopeBefore(file, instruction);
  const origin = originOf(instruction);
  const sources = instruction.sources.map((word) => sourcePath(placeWord(word, scope), origin));
  const target = instruction.destination && placeWord(instruction.destination, scope);
  const wide = origin === 'context' && sources.some((source) => source !== undefined && isWide(source));
  const destination = target === undefined ? undefined : resolvePath(directory, target);
  return {
    kind: 'copy',
    instruction,
    stage,
    directory,
    origin,
    sources,
    destination,
    intoDirectory:
      target !== undefined &&
      (sources.length > 1 ||
        wide ||
        /(^|\/)\.?$/.test(target) ||
        destination === directory ||
        (commonFolders.test(destination ?? '') && !isFromScratch(stage))),
    wide,
    builtFromSource: origin === 'stage' && isBuiltFromSource(instruction, sources, stages),
  };
}

/** Folders that any image with a system on it has: a file copied there without a final slash goes into them. */
const commonFolders =
  /^\/(?:tmp|opt|etc|root|home|srv|usr|var|bin|sbin|lib|usr\/(?:bin|sbin|lib|src|share|local)|usr\/local\/s?bin|var\/(?:lib|tmp|log))$/;

function isFromScratch({ base }: Stage): boolean {
  return base.kind === 'stage' ? isFromScratch(base.stage) : base.kind === 'scratch';
}

function originOf(instruction: CopyInstruction): CopyStep['origin'] {
  if (instruction.from) return instruction.fromStage ? 'stage' : 'image';
  if (instruction.sources.length === 0) return 'heredoc';
  return instruction.kind === 'ADD' && instruction.sources.every(isRemote) ? 'url' : 'context';
}

/** `https://…`, `git@host:…`: fetched by the builder. */
export function isRemote(word: Word): boolean {
  return /^(https?|git|ssh|ftp):\/\/|^git@/i.test(word.value);
}

function sourcePath(written: string, origin: CopyStep['origin']): string | undefined {
  if (written.includes('<')) return undefined;
  if (origin !== 'context') return cleanPath(`/${written}`);
  return cleanPath(`/${written}`).slice(1);
}

/** All of the context, or source files by a glob. Directories are judged by the rule: one may hold only manifests. */
function isWide(source: string): boolean {
  return source === '' || /^(\*|\*\*|\*\.\*|\*\*\/\*)$/.test(source) || sourceGlob.test(baseName(source));
}

const sourceGlob =
  /^\*+\.(go|py|js|mjs|cjs|ts|tsx|jsx|rs|java|kt|rb|php|cs|c|cc|cpp|h|hpp|swift|ex|exs|hs|scala|dart)$/;

/**
 * The stage behind `--from` took the source, and what is copied is not one of the things that stay the same when the
 * source changes: installed dependencies, files of the distribution, manifests filtered by a planner or pruner.
 */
function isBuiltFromSource(
  instruction: CopyInstruction,
  sources: readonly (string | undefined)[],
  stages: readonly StageFlow[],
): boolean {
  const flow = instruction.fromStage && stages[instruction.fromStage.index];
  if (!flow?.steps.some((step) => step.kind === 'copy' && (step.wide || step.builtFromSource))) return false;
  return sources.some((source) => source !== undefined && !unaffected.test(source));
}

const unaffected =
  /^\/(etc|lib|lib64)(\/|$)|^\/usr\/(share|lib|local\/lib\/python[\d.]+)(\/|$)|\/(node_modules|vendor|\.venv|venv|site-packages|recipe\.json|out\/json)$/;
