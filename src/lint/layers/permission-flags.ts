import { scopeBefore } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import type { Invocation } from '../../shell/invocation';
import type { CopyStep, RunStep, StageFlow } from '../flow/flow';
import { frontendAllows, frontendOf, knows } from '../instructions/frontend';
import type { LintFile } from '../rule';
import type { PermissionChange } from './permission-changes';

/** The value of a flag, or the clause that says why there is none. `needsSyntax`: only with the newest frontend. */
export type FlagValue = { readonly value: string; readonly safe: boolean; readonly needsSyntax?: true } | string;

/** `--chown` for what chown and chgrp do to the files of a copy, which are root's or those of the flag `present`. */
export function ownerFlag(
  file: LintFile,
  flow: StageFlow,
  copy: CopyStep,
  change: PermissionChange,
  present = '',
): FlagValue {
  const written = change.setting?.value ?? '';
  const variables = variableProblem(file, copy, change, written);
  if (variables) return variables;
  const owner: Owner | undefined = change.tool === 'chgrp' ? { user: '', group: written } : readOwner(written);
  if (!owner) return 'the owner is not plain';
  const [presentUser = '', presentGroup = presentUser] = present.split(':');
  const root = /^\d+$/.test(owner.user || (owner.group ?? '')) ? '0' : 'root';
  const user = owner.user || presentUser || root;
  const group = owner.group ?? (presentGroup || root);
  const names = [user, group].filter((name) => !/^\d+$/.test(name) && name !== 'root' && !name.includes('$'));
  if (names.length > 0 && copy.instruction.flags.some(({ name }) => name === 'link'))
    return 'a copy with --link knows users only by number';
  const late = names.find((name) => isMadeBelow(file, flow, { copy, run: change.run }, name));
  if (late) return `${late} is only created below the copy: create it above`;
  return { value: `${user}:${group || user}`, safe: group !== '' };
}

interface Owner {
  readonly user: string;
  /** Undefined: it stays; empty: the user's own. */
  readonly group: string | undefined;
}

function readOwner(written: string): Owner | undefined {
  const parts = /^([\w${}.-]*)(?::([\w${}.-]*))?$/.exec(written);
  if (!parts || written === '' || written === ':') return undefined;
  const [, user = '', group] = parts;
  const dotted = group === undefined ? /^([A-Za-z_][\w-]*|\d+)\.([A-Za-z_][\w-]*|\d+)$/.exec(user) : null;
  return dotted ? { user: dotted[1] ?? '', group: dotted[2] } : { user, group };
}

/** Every variable in it is the Dockerfile's and has the same value at the copy. */
function variableProblem(
  file: LintFile,
  copy: CopyStep,
  { run }: PermissionChange,
  written: string,
): string | undefined {
  if (/\$\(|`|\$\{\w+[^\w}]/.test(written)) return 'the setting is computed';
  const here = scopeBefore(file.dockerfile, run.instruction).variables;
  const there = scopeBefore(file.dockerfile, copy.instruction).variables;
  for (const [, name = ''] of written.matchAll(/\$\{?(\w+)/g)) {
    const variable = here.get(name);
    if (!variable) return `${name} is no variable of the Dockerfile`;
    if (there.get(name)?.instruction !== variable.instruction) return `${name} is set below the copy`;
  }
  return undefined;
}

/** A RUN behind the copy adds the user or group. */
function isMadeBelow(
  file: LintFile,
  flow: StageFlow,
  { copy, run }: { readonly copy: CopyStep; readonly run: RunStep },
  name: string,
): boolean {
  return accountMakers(file, flow).some(({ instruction, script, commands }) => {
    if (instruction.index <= copy.instruction.index || instruction.index > run.instruction.index) return false;
    if (!script.complete) return instruction.argument.text.includes(name);
    return commands.some(
      ({ call }) =>
        makesAccount(call) &&
        call.args.some(({ value }) => value === name || value.endsWith(`=${name}`) || /\$/.test(value)),
    );
  });
}

/** The RUNs of a chain that add users or groups, or may. */
const accountMakers = rememberedFor((_: LintFile, { steps }: StageFlow): readonly RunStep[] =>
  steps.filter(
    (step): step is RunStep =>
      step.kind === 'run' && (!step.script.complete || step.commands.some(({ call }) => makesAccount(call))),
  ),
);

function makesAccount({ program }: Invocation): boolean {
  return program !== undefined && /^(?:useradd|adduser|groupadd|addgroup|usermod|groupmod)$/.test(program);
}

/** `--chmod` for what chmod does to the files of a copy. */
export function modeFlag(
  file: LintFile,
  copy: CopyStep,
  change: PermissionChange,
  present: string | undefined,
): FlagValue {
  const mode = change.setting?.value ?? '';
  if (!frontendAllows(file.dockerfile, { minor: 2 })) return 'the syntax the file asks for has no COPY --chmod';
  if (/^[0-7]{3,4}$/.test(mode)) return { value: mode, safe: true };
  if (present !== undefined) return 'the copy sets a mode of its own';
  if (!/^[ugoa]*[-+=][rwxXugo]*(,[ugoa]*[-+=][rwxXugo]*)*$/.test(mode)) return 'the mode is not plain';
  const frontend = frontendOf(file.dockerfile);
  const symbolic = frontend && knows(frontend, { minor: 14 });
  if (symbolic) return { value: mode, safe: true };
  const octal = change.recursive && !isOneFile(copy) ? undefined : executable.get(mode);
  if (octal) return { value: octal, safe: copy.origin === 'heredoc' };
  if (symbolic === false || file.dockerfile.directives.some(({ name }) => name === 'syntax'))
    return 'COPY --chmod takes such a mode from syntax 1.14 on';
  return { value: mode, safe: false, needsSyntax: true };
}

function isOneFile({ sources, wide }: CopyStep): boolean {
  return sources.length <= 1 && !wide && /[^/]\.\w+$/.test(sources[0] ?? 'a.b');
}

/** What a plain file is after it, as files usually come: 644. */
const executable: ReadonlyMap<string, string> = new Map([
  ['+x', '755'],
  ['a+x', '755'],
  ['ugo+x', '755'],
  ['+rx', '755'],
  ['a+rx', '755'],
  ['u+x', '744'],
  ['u+rx', '744'],
]);
