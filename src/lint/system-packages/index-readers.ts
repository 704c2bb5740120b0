import type { RunInstruction, Stage } from '../../dockerfile/model';
import type { Invocation } from '../../shell/invocation';
import { allRuns } from '../facts/all-runs';
import { invocationsOf } from '../facts/invocations';
import { indexStep } from '../flow/package-index';
import { mountedOver } from '../layers/outside-layer';
import type { LintFile, SpanEdit } from '../rule';

/** A RUN that reads an index it has not updated itself, and the first command that does. */
export interface IndexReader {
  readonly run: RunInstruction;
  readonly call: Invocation;
}

/** What later RUNs do with the package index of apt that a RUN leaves. */
export interface IndexReaders {
  readonly certain: readonly IndexReader[];
  /** Something below may read it, and nobody can tell from here: a script of the project, an installer. */
  readonly possible: boolean;
}

/** Those of the stage and of the stages that start from it, up to the next update. */
export function indexReaders(file: LintFile, run: RunInstruction): IndexReaders {
  const certain: IndexReader[] = [];
  let possible = false;
  const updated = new Set<Stage | undefined>();
  for (const other of allRuns(file)) {
    if (other.index <= run.index || other.onbuild !== run.onbuild) continue;
    const path = stagesBetween(other.stage, run.stage);
    if (!path || path.some((stage) => updated.has(stage))) continue;
    // What it reads is in the mount.
    if (mountedOver(file, other, ['/var/lib/apt/lists'])) continue;
    const calls = invocationsOf(file, file.shell(other));
    const { update } = indexStep(file, other);
    const before = update ? calls.slice(0, calls.indexOf(update)) : calls;
    const call = before.find(readsIndex);
    if (call) certain.push({ run: other, call });
    else if (before.some(mayReadIndex)) possible = true;
    if (update) updated.add(other.stage);
  }
  return { certain, possible };
}

/**
 * Updates the index in front of the command, with the program and the `sudo` that it is called by. Undefined where something
 * in front decides whether the command runs or what it reads.
 */
export function updateFirst(file: LintFile, { run, call }: IndexReader): SpanEdit | undefined {
  const { command, programWord, program } = call;
  const { text, escape: escaper } = file.dockerfile;
  const script = file.shell(run);
  if (run.command.form === 'exec' || !script.complete || command.nested) return undefined;
  if (command.name !== programWord && command.name.value !== 'sudo') return undefined;
  const at = command.span.start;
  const before = text.slice(run.argumentSpan.start, at).split(escaper).join('').trimEnd();
  if (/[|!`(]$|\b(?:if|while|until|time)$/.test(before)) return undefined;
  const tool = program === 'apt' || program === 'aptitude' ? program : 'apt-get';
  const sudo = text.slice(command.name.span.start, programWord.span.start);
  return { span: { start: at, end: at }, newText: `${sudo}${tool} update && ` };
}

/** The stages from one up to the one it descends from; undefined if it does not. */
function stagesBetween(
  stage: Stage | undefined,
  ancestor: Stage | undefined,
): readonly (Stage | undefined)[] | undefined {
  const path: (Stage | undefined)[] = [];
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) {
    path.push(at);
    if (at === ancestor) return path;
  }
  return stage === ancestor ? [undefined] : undefined;
}

const reading =
  /^(?:install|reinstall|upgrade|dist-upgrade|full-upgrade|safe-upgrade|build-dep|satisfy|source|download|madison|policy|show|showpkg|search|depends)$/;

/** Also an install of a local file, whose dependencies are looked up. */
function readsIndex({ program, args }: Invocation): boolean {
  if (program === 'gdebi') return true;
  if (program !== 'apt-get' && program !== 'apt' && program !== 'aptitude' && program !== 'apt-cache') return false;
  return args.some(({ value }) => reading.test(value));
}

/** What runs commands that are not written here. */
function mayReadIndex({ program, programWord, args, command }: Invocation): boolean {
  if (program === undefined) return true;
  if (/^(?:sh|bash|dash|ash|zsh)$/.test(program))
    return !command.script && !args.some(({ value }) => value === '--version');
  if (/^(?:source|\.|eval|make|just|rosdep|ansible-playbook|puppet|chef-client|cloud-init)$/.test(program)) return true;
  return programWord.value.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\/[\w.+-]+$/.test(programWord.value);
}
