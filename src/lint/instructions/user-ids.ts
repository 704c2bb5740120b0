import type { RunInstruction, Stage, WordsInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { remembered } from '../../shared/remembered';
import { flagValues, hasFlag, operands } from '../../shell/args';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import { isBusyBoxBase } from '../hadolint/known-bases';
import type { LintFile, SpanEdit } from '../rule';
import { knownUser, startsUsersAt1000 } from './known-users';

/** What USER can say instead of a name. */
export interface UserNumber {
  /** Digits, or a variable that holds them. */
  readonly uid: string;
  /** The user has no number of its own yet and gets it with this. */
  readonly given?: SpanEdit;
}

interface Creation {
  readonly run: RunInstruction;
  readonly command: NamedCommand;
  /** As written behind `-u`; undefined: the image's next free one. */
  readonly uid: string | undefined;
}

/**
 * The number of a user in front of an instruction: root's, what a `useradd` or `adduser` of the stage or of those it starts
 * from says, or that of a well-known image. Where the file makes the user without a number, one that it can be given: the
 * one it has anyway, if the image is known, or one above those that are handed out. Undefined when nothing here says it.
 */
export function numberOf(file: LintFile, stage: Stage, user: WordsInstruction, name: string): UserNumber | undefined {
  const [account = ''] = name.split(':');
  if (account === 'root') return { uid: '0' };
  const ancestors = [stage];
  for (let { base } = stage; base.kind === 'stage'; { base } = base.stage) ancestors.push(base.stage);
  const before = ({ run }: Creation) =>
    run.index < user.index && run.stage !== undefined && ancestors.includes(run.stage);
  const all = creationsOf(file);
  const created = (all.get(account) ?? []).filter(before);
  const [first] = created;
  if (first && created.every(({ uid }) => uid === first.uid)) {
    const { uid } = first;
    if (uid !== undefined) return written(file, first, user, uid);
    return created.length === 1 ? giveNumber(file, first, [...all.values()].flat().filter(before)) : undefined;
  }
  const base = ancestors.at(-1)?.base;
  const uid = !first && base?.kind === 'image' ? knownUser(base.image, account) : undefined;
  return uid === undefined ? undefined : { uid };
}

/** A number, also from a variable of the script; or a variable that USER sees as well. */
function written(file: LintFile, { run }: Creation, user: WordsInstruction, uid: string): UserNumber | undefined {
  if (/^\d+$/.test(uid)) return { uid };
  const name = /^\$(?:(\w+)|\{(\w+)\})$/.exec(uid);
  const variable = name?.[1] ?? name?.[2] ?? '';
  const sets = file
    .shell(run)
    .steps.map(({ span }) => file.dockerfile.text.slice(span.start, span.end))
    .filter((text) => text.includes(`${variable}=`));
  if (sets.length > 0) {
    const [, , value] = /^(\w+)=["']?(\d+)["']?$/.exec(sets[0] ?? '') ?? [];
    return value !== undefined && sets.length === 1 ? { uid: value } : undefined;
  }
  const [here, there] = [run, user].map((at) => scopeBefore(file.dockerfile, at).variables.get(variable));
  return here && here.value === there?.value && /^\d+$/.test(here.value ?? '') ? { uid: `\${${variable}}` } : undefined;
}

function giveNumber(file: LintFile, creation: Creation, all: readonly Creation[]): UserNumber | undefined {
  const { run, command } = creation;
  if (!run.stage || command.command.conditional || !isEditable(file, run)) return undefined;
  const flag = command.name === 'useradd' || isBusyBoxBase(run.stage) ? '-u' : '--uid';
  const uid = startsAt1000(creation, all) ? '1000' : freeNumber(file, all, creation);
  const at = command.nameWord.span.end;
  return { uid, given: { span: { start: at, end: at }, newText: ` ${flag} ${uid}` } };
}

/** It is the first user of an image that has none but the system's. */
function startsAt1000({ run, command }: Creation, all: readonly Creation[]): boolean {
  if (isSystem(command) || all[0]?.command !== command) return false;
  let { stage } = run;
  while (stage?.base.kind === 'stage') stage = stage.base.stage;
  return stage?.base.kind === 'image' && startsUsersAt1000(stage.base.image);
}

function isSystem(command: NamedCommand): boolean {
  return hasFlag(command, 'r', 'system', 'S');
}

/** Above what images hand out and what people on the host have; the next one for each user of the file. */
function freeNumber({ dockerfile }: LintFile, all: readonly Creation[], creation: Creation): string {
  let uid = 10_001 + Math.max(0, all.indexOf(creation));
  while (new RegExp(`\\b${uid}\\b`).test(dockerfile.text)) uid++;
  return String(uid);
}

/** Users that the file creates, by name, in document order. */
const creationsOf = remembered(readCreations);

const valueFlags = [
  ...['u', 'g', 'G', 'd', 's', 'c', 'e', 'f', 'k', 'K', 'p', 'Z', 'R', 'P', 'b', 'h'],
  ...['uid', 'gid', 'groups', 'home', 'home-dir', 'base-dir', 'shell', 'comment', 'gecos', 'ingroup', 'password'],
  ...['expiredate', 'inactive', 'skel', 'key', 'root', 'prefix', 'firstuid', 'lastuid', 'add_extra_groups'],
];

function readCreations(file: LintFile): ReadonlyMap<string, readonly Creation[]> {
  const users = new Map<string, Creation[]>();
  for (const run of file.runs) {
    for (const command of commandsNamed(file, run, 'useradd', 'adduser', 'usermod')) {
      const uid = flagValues(command, '-u', '--uid').at(-1)?.value;
      if (command.name === 'usermod' && uid === undefined) continue;
      // `adduser NAME GROUP` makes nobody.
      const [name, more] = operands(command, { valueFlags });
      if (!name?.literal || more || name.value === uid) continue;
      const entry = users.get(name.value);
      const creation = { run, command, uid };
      if (entry) entry.push(creation);
      else users.set(name.value, [creation]);
    }
  }
  return users;
}
