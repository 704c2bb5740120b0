import type { RunInstruction, Stage } from '../../dockerfile/model';
import { type Invocation, invocation } from '../../shell/invocation';
import { appendToRun } from '../edits/append-to-run';
import { mergeIntoNext } from '../edits/merge-into-next';
import { indexStep } from '../flow/package-index';
import type { Fix, LintFile } from '../rule';

/** A command with this name is called wherever the RUN ends well, so that another call of it works, too. */
export function alwaysCalls(file: LintFile, run: RunInstruction, program: string): boolean {
  return file
    .shell(run)
    .commands.some(
      (command) => command.place === 'top' && !command.conditional && invocation(command).program === program,
    );
}

/** The fix that adds commands to the end of the RUN, as `sudo` where the RUN is full of it. */
export function appendFix(
  file: LintFile,
  run: RunInstruction,
  title: string,
  commands: readonly string[],
): readonly Fix[] {
  const installs = file.shell(run).commands.filter(({ nested }) => !nested);
  const sudo = installs.some(({ name }) => name.value === 'sudo') ? 'sudo ' : '';
  const edit = appendToRun(file, run, commands.map((command) => sudo + command).join(' && '));
  return edit ? [{ title, safe: true, edits: [edit] }] : [];
}

/** The package index of apt is used by this RUN and by no later one, as far as the file tells. */
export function indexUsedHereOnly(file: LintFile, run: RunInstruction): boolean {
  const { install, uses } = indexStep(file, run);
  if (!install && !uses) return false;
  for (const other of file.runs) {
    if (other.index <= run.index || !startsFrom(other.stage, run.stage)) continue;
    const later = indexStep(file, other);
    // From here on the stage has a new index, and so has what starts from it.
    if (later.update && other.stage === run.stage) return true;
    if (later.install && !later.update) return false;
  }
  return true;
}

function startsFrom(stage: Stage | undefined, start: Stage | undefined): boolean {
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) if (at === start) return true;
  return stage === start;
}

/** The fix for a RUN that only updates: its commands go to the RUN below that installs, which cleans up. */
export function mergeFix(file: LintFile, run: RunInstruction, title: string, command: string): readonly Fix[] {
  const next = file.runs.find(({ index }) => index === run.index + 1);
  if (!next || !indexUsedHereOnly(file, next) || indexStep(file, run).uses || indexStep(file, next).update) return [];
  const merge = mergeIntoNext(file, run, next);
  const edit = appendToRun(file, next, command);
  return merge && edit ? [{ title, safe: true, edits: [...merge, edit] }] : [];
}

export function programWords(call: Invocation, verbs: readonly string[]) {
  return { name: call.programWord, verb: call.args.find(({ value }) => verbs.includes(value)) };
}
