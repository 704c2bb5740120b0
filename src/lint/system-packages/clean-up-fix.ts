import type { RunInstruction } from '../../dockerfile/model';
import { type Invocation, invocation } from '../../shell/invocation';
import { appendToRun } from '../edits/append-to-run';
import { mergeIntoNext } from '../edits/merge-into-next';
import { removeWithComments } from '../edits/remove-instruction';
import { invocationsOf } from '../facts/invocations';
import { indexStep } from '../flow/package-index';
import type { Fix, LintFile, SpanEdit } from '../rule';
import { removes } from './clean-up';
import { type IndexReaders, indexReaders, updateFirst } from './index-readers';

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

const remove = 'rm -rf /var/lib/apt/lists/*';

/**
 * The index of apt is removed where it was used. Where a later RUN reads it, that one updates and cleans up itself, as each
 * should; what only updates for others goes.
 */
export function indexFixes(file: LintFile, run: RunInstruction): readonly Fix[] {
  const { install, uses } = indexStep(file, run);
  const readers = indexReaders(file, run);
  if (readers.certain.length === 0 && (install || uses)) {
    const fixes = appendFix(file, run, 'Remove the package index in the same RUN', [remove]);
    return readers.possible ? fixes.map((fix) => ({ ...fix, safe: false })) : fixes;
  }
  return [...mergeFix(file, run, readers), ...eachUpdates(file, run, readers, install !== undefined || uses)].slice(
    0,
    1,
  );
}

/** The fix for a RUN that only updates: its commands go to the RUN below that installs, which cleans up. */
function mergeFix(file: LintFile, run: RunInstruction, { certain, possible }: IndexReaders): readonly Fix[] {
  const next = file.runs.find(({ index }) => index === run.index + 1);
  if (!next || certain.length !== 1 || certain[0]?.run !== next) return [];
  if (indexStep(file, run).uses || indexStep(file, next).update) return [];
  const merge = mergeIntoNext(file, run, next);
  const edit = appendToRun(file, next, remove);
  const title = 'Update, install and clean up in one RUN';
  return merge && edit ? [{ title, safe: !possible, edits: [...merge, edit] }] : [];
}

/** Later installs may get newer packages than those of the index that they had. */
function eachUpdates(file: LintFile, run: RunInstruction, readers: IndexReaders, stays: boolean): readonly Fix[] {
  if (run.onbuild || readers.certain.length === 0) return [];
  const own = stays ? appendToRun(file, run, remove) : droppedUpdate(file, run);
  const others = readers.certain.flatMap((reader) => {
    const update = updateFirst(file, reader);
    return cleansUp(file, reader.run) ? [update] : [update, appendToRun(file, reader.run, remove)];
  });
  const edits = [own, ...others];
  if (!edits.every((edit) => edit !== undefined)) return [];
  return [{ title: 'Update and clean up in each RUN that installs', safe: false, edits }];
}

/** It updates again, and is looked at by itself, or removes the index. */
function cleansUp(file: LintFile, run: RunInstruction): boolean {
  if (indexStep(file, run).update) return true;
  return invocationsOf(file, file.shell(run)).some((call) => removes(call, ['/var/lib/apt/lists']));
}

/** The whole RUN, where it does nothing else. */
function droppedUpdate(file: LintFile, run: RunInstruction): SpanEdit | undefined {
  const script = file.shell(run);
  const [step, more] = script.steps;
  const alone = step?.kind === 'command' && !more && script.complete && run.command.form === 'shell';
  return alone && run.flags.length === 0 ? removeWithComments(file.dockerfile, run) : undefined;
}

export function programWords(call: Invocation, verbs: readonly string[]) {
  return { name: call.programWord, verb: call.args.find(({ value }) => verbs.includes(value)) };
}
