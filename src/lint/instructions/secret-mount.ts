import type {
  ArgInstruction,
  Instruction,
  Pair,
  PairsInstruction,
  RunInstruction,
  Stage,
} from '../../dockerfile/model';
import { removeBlock } from '../edits/block';
import type { Fix, LintFile } from '../rule';
import { isSecretName } from './secret-names';

/**
 * Turns `ARG TOKEN` into a secret mount of the RUN that uses it. Only where that is the same: the ARG stands alone and has
 * no default, one RUN of the stage names it, nothing else in the file does, and no other RUN could read it unseen.
 */
export function secretMount(
  file: LintFile,
  arg: ArgInstruction | PairsInstruction,
  { key, value }: Pair,
): Fix | undefined {
  const { dockerfile } = file;
  const { stage } = arg;
  const name = key.value;
  if (arg.kind !== 'ARG' || arg.pairs.length !== 1 || value || !stage || arg.onbuild || !isSecretName(name)) {
    return undefined;
  }
  if (!frontendKnowsSecretVariables(file)) return undefined;
  const runs = runsBelow(file, stage, arg);
  const [run] = runs;
  if (!run || runs.length !== 1 || run.command.form === 'exec' || file.shell(run).dialect === 'other') return undefined;
  if (run.mounts.some(({ type }) => type === 'secret')) return undefined;
  // Each secret looks through the whole file; one of this size is nothing a person fixes by hand.
  if (dockerfile.instructions.length > 1000) return undefined;
  const names = new RegExp(`\\b${name}\\b`);
  const mentions = dockerfile.instructions.filter(({ span }) =>
    names.test(dockerfile.text.slice(span.start, span.end)),
  );
  if (mentions.length !== 2 || !mentions.includes(arg) || !mentions.includes(run)) return undefined;
  const at = run.keywordSpan.end;
  const mount = ` --mount=type=secret,id=${name.toLowerCase()},env=${name}`;
  return {
    title: `Mount ${name} as a secret`,
    // The build has to be called with --secret instead of --build-arg.
    safe: false,
    edits: [removeBlock(dockerfile, arg), { span: { start: at, end: at }, newText: mount }],
  };
}

/** RUNs that get the variable: those below it in its stage and all of the stages that start from it. */
function runsBelow({ runs }: LintFile, stage: Stage, arg: Instruction): readonly RunInstruction[] {
  return runs.filter((run) => run.index > arg.index && run.stage !== undefined && startsFrom(run.stage, stage));
}

function startsFrom(stage: Stage, ancestor: Stage): boolean {
  let at: Stage | undefined = stage;
  while (at && at !== ancestor) at = at.base.kind === 'stage' ? at.base.stage : undefined;
  return at === ancestor;
}

/** `env=` of a secret came with Dockerfile 1.10. */
function frontendKnowsSecretVariables({ dockerfile }: LintFile): boolean {
  const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value;
  const version = /dockerfile:(\d+)\.(\d+)/.exec(syntax ?? '');
  return !version || Number(version[1]) > 1 || Number(version[2]) >= 10;
}
