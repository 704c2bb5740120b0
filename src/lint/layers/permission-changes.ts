import { type Scope, scopeBefore } from '../../dockerfile/scope';
import type { Span } from '../../shared/span';
import type { ShellWord } from '../../shell/script';
import type { FlowCommand, RunStep } from '../flow/flow';
import { pathOf } from '../flow/image-path';
import type { LintFile } from '../rule';

/** A `chown`, `chgrp`, `chmod` or `setfacl` of a RUN, run directly or by `find`. */
export interface PermissionChange {
  readonly run: RunStep;
  readonly command: FlowCommand;
  readonly tool: PermissionTool;
  readonly recursive: boolean;
  /** By `find`, which may choose among the files. */
  readonly found: boolean;
  /** The owner or the mode; undefined where it is taken from elsewhere. */
  readonly setting: ShellWord | undefined;
  /** What it changes; `path` is undefined when a program computes it. */
  readonly targets: readonly { readonly word: ShellWord; readonly path: string | undefined }[];
  readonly span: Span;
}

export type PermissionTool = 'chown' | 'chgrp' | 'chmod' | 'setfacl';

/** Changes that certainly happen, in order. */
export function permissionChanges(file: LintFile, run: RunStep): readonly PermissionChange[] {
  const scope = scopeBefore(file.dockerfile, run.instruction);
  return run.commands.flatMap((command) => {
    if (command.command.conditional || command.command.place === 'substitution') return [];
    return readChange(run, command, scope) ?? [];
  });
}

/** The RUN does nothing else. */
export function onlyChangesPermissions({ script, commands }: RunStep): boolean {
  return (
    script.complete &&
    commands.length > 0 &&
    commands.every(({ call }) => call.program === 'set' || isTool(call.program)) &&
    commands.some(({ call }) => call.program !== 'set')
  );
}

function isTool(program: string | undefined): program is PermissionTool {
  return program === 'chown' || program === 'chgrp' || program === 'chmod' || program === 'setfacl';
}

function readChange(run: RunStep, command: FlowCommand, scope: Scope): PermissionChange | undefined {
  const { program, args, programWord } = command.call;
  if (program === 'find') return foundChange(run, command, scope);
  if (!isTool(program)) return undefined;
  const read = program === 'setfacl' ? readAcl(args) : readMode(program, args);
  if (!read) return undefined;
  const last = read.targets.at(-1) ?? programWord;
  return {
    run,
    command,
    tool: program,
    recursive: read.recursive,
    found: false,
    setting: read.setting,
    targets: read.targets.map((word) => ({ word, path: pathOf(word.value, command.directory, scope) })),
    span: { start: programWord.span.start, end: last.span.end },
  };
}

interface Read {
  readonly recursive: boolean;
  readonly setting: ShellWord | undefined;
  readonly targets: readonly ShellWord[];
}

/** Undefined with `--from`, which chooses among the files. A mode may look like an option: `chmod -x file`. */
function readMode(tool: PermissionTool, args: readonly ShellWord[]): Read | undefined {
  const options = tool === 'chmod' ? /^(-[Rvfc]+|--[a-z].*)$/ : /^(-[RvfchHLP]+|--[a-z].*)$/;
  const flags = args.filter(({ value }) => options.test(value)).map(({ value }) => value);
  if (flags.some((flag) => /^--(from|help|version|reference)/.test(flag))) return undefined;
  const [setting, ...targets] = args.filter(({ value }) => !options.test(value) && value !== '--');
  if (!setting || targets.length === 0) return undefined;
  return { recursive: flags.some((flag) => /^-\w*R|^--recursive$/.test(flag)), setting, targets };
}

function readAcl(args: readonly ShellWord[]): Read | undefined {
  const recursive = args.some(({ value }) => /^-[a-zA-Z]*R|^--recursive$/.test(value));
  const targets = args.filter(({ value }) => /^[/.~$]/.test(value));
  return targets.length > 0 ? { recursive, setting: undefined, targets } : undefined;
}

/** `find DIR … -exec chown … {} +`, unless it looks for folders only or for certain files. */
function foundChange(run: RunStep, command: FlowCommand, scope: Scope): PermissionChange | undefined {
  const { args, programWord } = command.call;
  const exec = args.findIndex(({ value }) => value === '-exec' || value === '-execdir');
  const tool = args[exec + 1];
  if (exec < 0 || !isTool(tool?.value)) return undefined;
  const tests = args.slice(0, exec).map(({ value }) => value);
  if (tests.some((test) => /^-(i?name|i?path|perm|user|group|uid|gid|newer|size|i?regex|maxdepth)$/.test(test)))
    return undefined;
  if (tests[tests.indexOf('-type') + 1] === 'd' && tests.includes('-type')) return undefined;
  const firstTest = args.findIndex(({ value }) => /^[-(!]/.test(value));
  const targets = args.slice(0, firstTest);
  if (targets.length === 0) return undefined;
  return {
    run,
    command,
    tool: tool.value as PermissionTool,
    recursive: true,
    found: true,
    setting: undefined,
    targets: targets.map((word) => ({ word, path: pathOf(word.value, command.directory, scope) })),
    span: { start: programWord.span.start, end: tool.span.end },
  };
}
