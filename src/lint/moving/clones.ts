import { scopeBefore } from '../../dockerfile/scope';
import { isRooted, resolvePath } from '../../shared/posix-path';
import { remembered } from '../../shared/remembered';
import type { ShellWord } from '../../shell/script';
import { callsAny } from '../facts/runs-calling';
import type { FlowCommand, RunStep } from '../flow/flow';
import { expandWord } from '../flow/flow-commands';
import { flowsWithTriggers } from '../flow/flows-with-triggers';
import type { LintFile } from '../rule';
import { checkedOutRef, cloneDirectory, type GitCall, type GitClone, gitCall, gitClone } from './git';

/** A `git clone` of a RUN, with what selects a revision of it afterwards. */
export interface Clone {
  readonly run: RunStep;
  readonly entry: FlowCommand;
  readonly clone: GitClone;
  /** Where it puts the working tree; undefined when that is not static. */
  readonly target: string | undefined;
  /** In the same RUN, in order. */
  readonly own: readonly Checkout[];
  /** In later RUN instructions of the stage or of stages made from it, where the directory is certain. */
  readonly later: readonly Checkout[];
}

export interface Checkout {
  readonly run: RunStep;
  readonly entry: FlowCommand;
  readonly git: GitCall;
  readonly ref: ShellWord;
}

/** Every clone of the file, once; those in ONBUILD come last. */
export const clonesOf: (file: LintFile) => readonly Clone[] = remembered((file) =>
  callsAny(file, 'git') ? findClones(file) : [],
);

interface Draft extends Clone {
  readonly own: Checkout[];
  readonly later: Checkout[];
}

function findClones(file: LintFile): readonly Clone[] {
  const all: Draft[] = [];
  const claimed = new Set<FlowCommand>();
  for (const { stage, steps } of flowsWithTriggers(file)) {
    const seen: Draft[] = [];
    for (const step of steps) {
      if (step.kind !== 'run' || !step.commands.some(({ call }) => call.program === 'git')) continue;
      for (const entry of step.commands) {
        const git = gitCall(entry.call);
        const clone = git && gitClone(git);
        if (git && clone) {
          const target = targetOf(file, step, entry, clone);
          const earlier = all.find((other) => other.entry.command === entry.command);
          const draft = earlier ?? { run: step, entry, clone, target, own: [], later: [] };
          seen.push(draft);
          if (!earlier && step.stage === stage) all.push(draft);
          continue;
        }
        const ref = git && checkedOutRef(git);
        if (!git || !ref || claimed.has(entry)) continue;
        const checkout: Checkout = { run: step, entry, git, ref };
        const owner = ownerOf(seen, step, directoryOf(file, step, entry, git));
        if (owner) {
          claimed.add(entry);
          (owner.run.instruction === step.instruction ? owner.own : owner.later).push(checkout);
        }
      }
    }
  }
  return all;
}

/** The clone whose working tree a checkout acts on: by the directory, within one RUN also by being the only one. */
function ownerOf(seen: readonly Draft[], step: RunStep, directory: string | undefined): Draft | undefined {
  const same = seen.findLast(({ target }) => target !== undefined && target === directory);
  if (same) return same;
  const own = seen.filter(({ run }) => run.instruction === step.instruction);
  const unsure = own.filter(({ target }) => target === undefined || directory === undefined);
  return unsure.at(-1) ?? (own.length === 1 ? own[0] : undefined);
}

function targetOf(file: LintFile, step: RunStep, entry: FlowCommand, clone: GitClone): string | undefined {
  const base = directoryOf(file, step, entry, clone.git);
  if (clone.directory) return within(base, placeOf(file, step, clone.directory));
  const name = cloneDirectory(clone);
  return name.includes('$') ? undefined : within(base, name);
}

/** The directory a git command runs in. */
function directoryOf(file: LintFile, step: RunStep, entry: FlowCommand, git: GitCall): string | undefined {
  return git.directory ? within(entry.directory, placeOf(file, step, git.directory)) : entry.directory;
}

/** A word as a path; `<NAME>` stands for a variable nobody knows but the Dockerfile declares. */
function placeOf(file: LintFile, step: RunStep, word: ShellWord): string | undefined {
  return word.literal ? word.value : expandWord(word, scopeBefore(file.dockerfile, step.instruction));
}

function within(base: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || path.startsWith('~')) return undefined;
  if (isRooted(path)) return resolvePath('/', path);
  return base === undefined ? undefined : resolvePath(base, path);
}
