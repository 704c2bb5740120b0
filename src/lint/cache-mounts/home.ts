import type { RunInstruction, Stage } from '../../dockerfile/model';
import { chain, scopeBefore } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import { flagValues, operands } from '../../shell/args';
import { invocationsOf } from '../facts/invocations';
import type { LintFile } from '../rule';
import { baseImageOf, hasOtherUser, isDistribution, isOfficial } from './base-image';

/** Who runs a RUN, as far as the file and well-known images say. */
export interface Account {
  /** Undefined: nobody knows. */
  readonly root: boolean | undefined;
  readonly home: string | undefined;
  /** The home is certain, not merely likely. */
  readonly certain: boolean;
  /** As numbers; undefined for root and where they are not known. */
  readonly uid: string | undefined;
  readonly gid: string | undefined;
  /** USER as written; undefined where the image decides. */
  readonly user: string | undefined;
}

/** The account in front of a RUN. */
export const accountOf: (file: LintFile, run: RunInstruction) => Account = rememberedFor((file, run) => {
  const { user, variables } = scopeBefore(file.dockerfile, run);
  if (user?.includes('$')) return unknown;
  const own = user === undefined ? imageAccount(run.stage, decidedByFile(file, run)) : fileAccount(file, run, user);
  const home = variables.get('HOME');
  return home?.value?.startsWith('/') ? { ...own, home: home.value, certain: true } : own;
});

/** Index of the stage's own first USER. */
const firstUser = rememberedFor(
  (_, { instructions }: Stage) => instructions.find(({ kind }) => kind === 'USER')?.index ?? Number.POSITIVE_INFINITY,
);

/** A USER that could not be expanded leaves the scope without one, as no USER at all does. */
function decidedByFile(file: LintFile, { stage, index }: RunInstruction): boolean {
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) {
    if (firstUser(file, at) < index) return true;
  }
  return false;
}

const unknown: Account = {
  root: undefined,
  home: undefined,
  certain: false,
  uid: undefined,
  gid: undefined,
  user: undefined,
};
const root: Account = { ...unknown, root: true, home: '/root', certain: true };

function imageAccount(stage: Stage | undefined, decided: boolean): Account {
  if (decided) return unknown;
  const image = baseImageOf(stage);
  if (!image) return { ...root, root: undefined, certain: false };
  if (hasOtherUser(image)) return unknown;
  const known = isOfficial(image) || isDistribution(image);
  return known ? root : { ...root, root: undefined, certain: false };
}

function fileAccount(file: LintFile, run: RunInstruction, user: string): Account {
  const [name = '', group] = user.split(':');
  if (name === 'root' || name === '0') return { ...root, user };
  const number = /^\d+$/.test(name) ? name : undefined;
  const groupNumber = group !== undefined && /^\d+$/.test(group) ? group : undefined;
  const base = { ...unknown, root: false, user };
  const wellKnown = wellKnownUsers.get(`${baseImageOf(run.stage)?.name} ${name}`);
  if (wellKnown) {
    return { ...base, home: wellKnown.home, certain: true, uid: wellKnown.id, gid: groupNumber ?? wellKnown.id };
  }
  if (number !== undefined) return { ...base, uid: number, gid: groupNumber };
  const made = createdUser(file, run, name);
  return {
    ...base,
    home: made?.home ?? `/home/${name}`,
    certain: made?.home !== undefined,
    uid: made?.uid,
    gid: groupNumber ?? made?.gid,
  };
}

/** By name of image and user. */
const wellKnownUsers: ReadonlyMap<string, { readonly home: string; readonly id: string }> = new Map([
  ['node node', { home: '/home/node', id: '1000' }],
  ['bun bun', { home: '/home/bun', id: '1000' }],
  ['gradle gradle', { home: '/home/gradle', id: '1000' }],
]);

/** What the `useradd` or `adduser` of the chain says about a user. */
function createdUser(file: LintFile, run: RunInstruction, name: string): Partial<Account> | undefined {
  return run.stage && createdUsers(file, run.stage).get(name);
}

const valueFlags = 'u uid g gid d home home-dir s shell G c h groups ingroup comment gecos k e'.split(' ');

const createdUsers = rememberedFor((file: LintFile, stage: Stage): ReadonlyMap<string, Partial<Account>> => {
  const created = new Map<string, Partial<Account>>();
  for (const instruction of chain(stage)) {
    if (instruction.kind !== 'RUN') continue;
    for (const call of invocationsOf(file, file.shell(instruction))) {
      if (call.program !== 'useradd' && call.program !== 'adduser') continue;
      const number = (...flags: readonly string[]) =>
        flagValues(call, ...flags).find(({ value }) => /^\d+$/.test(value))?.value;
      const homeFlags = call.program === 'useradd' ? ['-d', '--home-dir', '--home'] : ['-h', '--home'];
      const home = flagValues(call, ...homeFlags).at(-1)?.value;
      for (const { value: name } of operands(call, { valueFlags })) {
        const place = home ?? `/home/${name}`;
        created.set(name, {
          ...(place.startsWith('/') && { home: place }),
          uid: number('-u', '--uid'),
          gid: number('-g', '--gid'),
        });
      }
    }
  }
  return created;
});
