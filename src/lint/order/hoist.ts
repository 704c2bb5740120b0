import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { blockOf, blockText, indentOf, insertAbove } from '../edits/block';
import { splitRun } from '../edits/split-run';
import type { CopyStep, FlowStep, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { Fix, LintFile, SpanEdit } from '../rule';
import { dataDownload } from './data-download';
import { readsConfiguration } from './global-tools';
import { copiedFiles, dependence, dependenceOf, operandsOf } from './independent';

/** The fix that moves a RUN above a copy it does not need, or the clause that says why there is none. */
export type Hoist = { readonly fix: Fix } | { readonly reason: string };

/**
 * Moves the RUN above the copy, or the steps at its beginning that use nothing of what is copied from there on. Refused where
 * something in between may prepare the RUN.
 */
export function hoistAbove(file: LintFile, run: RunStep, copy: CopyStep, title = systemTitle): Hoist {
  const { script, instruction } = run;
  if (copy.stage !== run.stage)
    return { reason: `the copy belongs to the stage ${copy.stage.name ?? copy.stage.index}` };
  if (!script.complete || instruction.command.form === 'exec')
    return { reason: 'the script could not be read in full' };
  if (instruction.mounts.some((mount) => mount.type === 'bind')) return { reason: 'the RUN mounts files' };
  if (copy.destination === undefined || !outsideOfPackages(copy.destination))
    return { reason: 'the copy may write where packages do' };
  const steps = flowOf(file).stages[run.stage.index]?.steps ?? [];
  const above = steps.slice(steps.indexOf(copy), steps.indexOf(run));
  if (above.length > farthest) return { reason: 'the copy stands too far above' };
  const copies = copiedFiles(above.filter((step) => step.kind === 'copy'));
  const parts = dependenceOf(run, copies);
  const firstOther = parts.indexOf('dependent');
  const head = firstOther < 0 ? parts.length : firstOther;
  if (!parts.slice(0, head).includes('heavy')) return { reason: 'the RUN does more before it' };

  const between: Between = { run, head, copies };
  const names = variablesIn(file.dockerfile.text.slice(instruction.argumentSpan.start, instruction.argumentSpan.end));
  const along: RunStep[] = [];
  const crossed: RunStep[] = [];
  const byInstruction = new Map<Instruction, FlowStep>(above.map((step) => [step.instruction, step]));
  for (const other of run.stage.instructions) {
    if (other.index <= copy.instruction.index || other.index >= instruction.index) continue;
    const step = byInstruction.get(other);
    if (step?.kind === 'run' && staysInProject(step, between)) {
      crossed.push(step);
      continue;
    }
    if (step?.kind === 'run' && movesAlong(step, between, crossed)) {
      along.push(step);
      continue;
    }
    const obstacle = obstacleOf(other, names);
    if (obstacle) return { reason: obstacle };
  }
  const whole = [...along.map((step) => [step, step.script.steps.length] as const), [run, head] as const];
  if (whole.some(([step, end]) => step.workdir !== copy.directory && usesDirectory(step, end)))
    return { reason: 'the working directory changes in between' };
  const safe =
    crossed.length === 0 && copy.destination.startsWith('/') && !whole.some(([step, end]) => guesses(step, end));
  const described = { title, safe };
  return firstOther < 0
    ? moveAll(file, [...along, run], copy, described)
    : moveHead(file, run, { copy, along, at: head }, described);
}

/** Steps over which a RUN is moved: more than real files have. */
const farthest = 100;

const systemTitle = 'Install system packages before the source is copied';

type Described = Pick<Fix, 'title' | 'safe'>;

function moveAll({ dockerfile }: LintFile, runs: readonly RunStep[], copy: CopyStep, described: Described): Hoist {
  return { fix: { ...described, edits: moveBlocks(dockerfile, runs, copy, '') } };
}

interface Head {
  readonly copy: CopyStep;
  /** RUN instructions in between that move as well. */
  readonly along: readonly RunStep[];
  readonly at: number;
}

/** The steps in front of `at` move; the rest stays where it is, in the RUN's own place. */
function moveHead({ dockerfile }: LintFile, run: RunStep, { copy, along, at }: Head, described: Described): Hoist {
  const { instruction } = run;
  const split = splitRun(dockerfile, run, at);
  if (typeof split === 'string') return { reason: split };
  const { text } = dockerfile;
  const heredoc = instruction.command.form === 'heredoc' ? instruction.command.heredoc : undefined;
  const ending = heredoc ? text.slice(heredoc.bodySpan.end, instruction.span.end) : '';
  const head = text.slice(instruction.span.start, split.cut.span.start) + ending;
  const line = indentOf(dockerfile, instruction) + head + dockerfile.eol;
  const rest: SpanEdit = { span: instruction.span, newText: split.tail.replace(/\r?\n$/, '') };
  return { fix: { ...described, edits: [...moveBlocks(dockerfile, along, copy, line), rest] } };
}

/** The instructions with their comments, and a line behind them, in front of the copy. */
function moveBlocks(file: Dockerfile, runs: readonly RunStep[], copy: CopyStep, line: string): readonly SpanEdit[] {
  const blocks = runs.map(({ instruction }) => blockOf(file, instruction));
  const text = blocks.map((block) => blockText(file, block)).join('') + line;
  return [insertAbove(file, copy.instruction, text), ...blocks.map((span): SpanEdit => ({ span, newText: '' }))];
}

interface Between {
  readonly run: RunStep;
  readonly head: number;
  readonly copies: ReturnType<typeof copiedFiles>;
}

/** A RUN in between that uses nothing of what is copied either, and may prepare the other: both move. */
function movesAlong(other: RunStep, { copies }: Between, crossed: readonly RunStep[]): boolean {
  const { instruction, script } = other;
  if (!script.complete || instruction.command.form === 'exec' || script.steps.length === 0) return false;
  if (instruction.mounts.some(({ type }) => type === 'bind') || dependenceOf(other, copies).includes('dependent'))
    return false;
  return crossed.every((step) => staysInProject(step, { run: other, head: script.steps.length, copies }));
}

/** A RUN in between works on the project alone, so it prepares nothing for a RUN that does not. */
function staysInProject(other: RunStep, { run, head, copies }: Between): boolean {
  const needsLibrary = run.commands.some(
    (command) => command.command.step < head && dataDownload(command, copies)?.needsLibrary,
  );
  if (!other.script.complete || other.commands.length === 0) return false;
  const onlySystem = run.commands.every(
    (command) =>
      command.command.step >= head ||
      command.recognised?.role.startsWith('system-') ||
      dependence(command, copies) === 'light',
  );
  return other.commands.every((command) => {
    const { recognised, call } = command;
    if (recognised && needsLibrary) return false;
    if (onlySystem && dataDownload(command, copies)) return true;
    if (recognised) return projectRoles.has(recognised.role) || recognised.role === 'tools';
    if (!/^(?:chown|chmod|mkdir|touch|rm|ls|echo|true|cd|cp|mv|sed)$/.test(call.program ?? '')) return false;
    const inTree = command.directory !== undefined && copies.inside(command.directory);
    const operands = call.args.filter(({ value }) => !value.startsWith('-'));
    const local = operands.every(({ value }) =>
      value.startsWith('/') ? copies.inside(value.replace(/\/$/, '')) : inTree || !value.includes('/'),
    );
    return local && command.command.redirects.every(({ target }) => inTree && !target?.value.startsWith('/'));
  });
}

const projectRoles: ReadonlySet<string> = new Set(['install', 'prime', 'implicit', 'project', 'finish', 'plan']);

/** A relative path, or a tool that looks around where it is called. */
function usesDirectory(run: RunStep, head: number): boolean {
  return run.commands.some(
    (command) =>
      command.command.step < head &&
      (readsConfiguration(command) ||
        (/^(?:cd|mkdir|curl|wget|git|tar|unzip|mv|cp|rm)$/.test(command.call.program ?? '') &&
          operandsOf(command).some((value) => !/^[/$~-]|:\/\//.test(value)))),
  );
}

/** What it does may depend on the directory all the same: configuration beside the source, a script down a pipe. */
function guesses(run: RunStep, head: number): boolean {
  return run.commands.some(
    (command) =>
      command.command.step < head && (readsConfiguration(command) || /^(?:ba|da)?sh$/.test(command.call.program ?? '')),
  );
}

/** Packages write to the system's folders; the application's own are none of theirs. */
function outsideOfPackages(destination: string): boolean {
  if (/^\/(usr\/(src|local|share\/nginx)|var\/(www|task|app)|root\/\w|home\/\w|tmp\/\w)(\/|$|\w)/.test(destination))
    return true;
  return (
    destination !== '/' &&
    !/^\/(etc|usr|lib|lib32|lib64|var|bin|sbin|root|run|boot|dev|proc|sys|tmp)(\/|$)/.test(destination)
  );
}

function variablesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name ?? ''));
}

/** Variables package managers read on their own. */
const readAnyway =
  /^(DEBIAN_FRONTEND|PATH|LANG|LC_\w+|HOME|(APT|DPKG|DNF|YUM|APK|ZYPP|PIP|UV|CONDA|NPM|YARN|PNPM|GEM|BUNDLE|GO\w*|CARGO|RUSTUP|RUST|COREPACK|COMPOSER|DOTNET|NODE|PYTHON|CURL|SSL|PLAYWRIGHT|CYPRESS|PUPPETEER|HF|TRANSFORMERS|NLTK|TORCH|XDG)_\w+|npm_config_\w+|CGO_\w+|(HTTPS?|FTP|NO|ALL)_PROXY)$/i;

function obstacleOf(other: Instruction, names: ReadonlySet<string>): string | undefined {
  switch (other.kind) {
    case 'ENV':
    case 'ARG': {
      const used = other.pairs.find(
        ({ key, value }) =>
          names.has(key.value) ||
          // What is put in front of the path hides nothing of the system's own programs.
          (readAnyway.test(key.value) && !(key.value === 'PATH' && /\$\{?PATH\b/.test(value?.value ?? ''))),
      );
      return used && `${used.key.value} is set in between`;
    }
    case 'USER':
    case 'SHELL':
    case 'RUN':
    case 'VOLUME':
      return `${other.kind === 'RUN' ? 'another' : 'a'} ${other.kind} instruction in between may prepare it`;
    case 'COPY':
    case 'ADD': {
      const target = other.destination?.value ?? '/';
      return /^\/(app|src|opt|srv|home|usr\/local|var\/www)\b|^[^/$]|^\/[\w.-]+\.(sh|py|js|jar)$/.test(target)
        ? undefined
        : `${other.kind === 'ADD' ? 'an' : 'a'} ${other.kind} instruction in between may prepare it`;
    }
    default:
      return undefined;
  }
}
