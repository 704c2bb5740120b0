import type { Dockerfile } from '../../dockerfile/model';
import { blockOf, blockText, indentOf, insertAbove, insertBelow, keywordLike } from '../edits/block';
import { type SplitRun, splitRun } from '../edits/split-run';
import type { CopyStep, RunStep } from '../flow/flow';
import { flagsText } from '../flow/mounts';
import type { LintFile, SpanEdit } from '../rule';
import { absoluteDestination } from './between';
import { commandsByStep, partsOf, readsProject, worksOnInstalled } from './run-parts';
import type { SpoiledInstall } from './spoiled-install';
import { takesBack } from './takes-back';

/** The source copy goes behind the RUN, or between its dependencies and the rest of it. */
export function moveEdits(
  lintFile: LintFile,
  { copy, run, install }: SpoiledInstall,
  lines: string,
): readonly SpanEdit[] | string {
  const { dockerfile: file } = lintFile;
  const parts = partsOf(run);
  const own = install.command.step;
  if (parts.slice(0, own + 1).includes('other')) return 'the RUN does more than installing before the install';
  if (readers(run).some((index) => index < own))
    return 'the RUN installs something else before it, which reads other files';
  const rest = restOf(run, own);
  const block = blockOf(file, copy.instruction);
  const moved = movedCopy(file, copy, run);
  const replaced: SpanEdit = { span: block, newText: lines };
  if (rest < 0) return [replaced, insertBelow(file, run.instruction, moved)];
  const split: SplitRun | string = splitRun(file, run, rest);
  if (typeof split === 'string') return split;
  const taken = takesBack(lintFile, run, rest);
  if (taken) return taken;
  return [
    replaced,
    split.cut,
    insertBelow(file, run.instruction, moved + indentOf(file, run.instruction) + split.tail),
  ];
}

/**
 * The first step behind the install that needs more of the project than its manifests, with the changes of directory in front
 * of it; -1 when there is none. What another install reads has not been copied by then.
 */
function restOf(run: RunStep, own: number): number {
  const parts = partsOf(run);
  const again = new Set(readers(run));
  let rest = parts.findIndex((part, index) => index > own && (part === 'other' || again.has(index)));
  const byStep = commandsByStep(run);
  const onlyMoves = (index: number) => byStep[index]?.every(({ call }) => /^(?:cd|mkdir)$/.test(call.program ?? ''));
  while (rest - 1 > own && onlyMoves(rest - 1)) rest--;
  return rest;
}

/** Steps that read manifests or the source of the project. */
function readers(run: RunStep): readonly number[] {
  return commandsByStep(run).flatMap((commands, index) =>
    commands.some((command) => readsProject(command) && !worksOnInstalled(command)) ? [index] : [],
  );
}

/** A RUN that primes goes in front of the source copy, both in front of the install. */
export function primeEdits(
  file: LintFile,
  { copy, run, install }: SpoiledInstall,
  lines: string,
  command: string,
): readonly SpanEdit[] | string {
  const own = install.command.step;
  const step = run.script.steps[own];
  const light = partsOf(run)
    .slice(0, own)
    .every((part) => part === 'light');
  if (!light || !step || run.instruction.command.form !== 'shell')
    return 'the RUN does something else before the install';
  if (install.directory !== run.workdir) return 'the install changes the directory first';
  const { dockerfile } = file;
  // What prepares the shell (`corepack enable`) prepares it for both.
  const prefix = dockerfile.text.slice(run.instruction.argumentSpan.start, step.span.start);
  const block = blockOf(dockerfile, copy.instruction);
  const prime = `${indentOf(dockerfile, run.instruction)}${keywordLike(run.instruction, 'RUN')} ${flagsText(file, run.instruction)}${prefix}${command}${dockerfile.eol}`;
  return [
    { span: block, newText: lines },
    insertAbove(dockerfile, run.instruction, prime + movedCopy(dockerfile, copy, run)),
  ];
}

/** The copy with its comments, as it has to read in front of the RUN: a relative destination does not survive a WORKDIR. */
function movedCopy(file: Dockerfile, copy: CopyStep, run: RunStep): string {
  const block = blockOf(file, copy.instruction);
  const word = copy.instruction.destination;
  const absolute = absoluteDestination(copy);
  if (copy.directory === run.workdir || !word || absolute === undefined || /^[/$]/.test(word.value))
    return blockText(file, block);
  const path = absolute === '/' ? '/' : `${absolute}/`;
  const written = copy.instruction.json ? JSON.stringify(path) : path;
  const text = blockText(file, block);
  return text.slice(0, word.span.start - block.start) + written + text.slice(word.span.end - block.start);
}
