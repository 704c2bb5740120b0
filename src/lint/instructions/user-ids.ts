import type { RunInstruction, Stage, WordsInstruction } from '../../dockerfile/model';
import { flagValues } from '../../shell/args';
import { commandsNamed } from '../hadolint/commands';
import type { LintFile } from '../rule';

interface Creation {
  readonly uid: string;
  readonly run: RunInstruction;
}

/** Users of images that many build on, where the number is documented. */
const wellKnown: readonly { readonly image: RegExp; readonly user: string; readonly uid: string }[] = [
  { image: /^(?:docker\.io\/)?(?:library\/)?node(?:[:@]|$)/, user: 'node', uid: '1000' },
  { image: /^gcr\.io\/distroless\//, user: 'nonroot', uid: '65532' },
];

/**
 * Number of a user in front of an instruction: root's, what a `useradd` or `adduser` of the stage or of those it starts
 * from says, or that of a well-known image. Undefined when nothing here says it.
 */
export function uidOf(file: LintFile, stage: Stage, user: WordsInstruction, name: string): string | undefined {
  const [account = ''] = name.split(':');
  if (account === 'root') return '0';
  let oldest = stage;
  const ancestors = new Set<Stage>([stage]);
  while (oldest.base.kind === 'stage') {
    oldest = oldest.base.stage;
    ancestors.add(oldest);
  }
  const created = (creationsOf(file).get(account) ?? []).filter(
    ({ run }) => run.index < user.index && run.stage && ancestors.has(run.stage),
  );
  if (created.length > 0) return created.every(({ uid }) => uid === created[0]?.uid) ? created[0]?.uid : undefined;
  const { base } = oldest;
  if (base.kind !== 'image') return undefined;
  return wellKnown.find((known) => known.user === account && known.image.test(base.image.text))?.uid;
}

const known = new WeakMap<LintFile, ReadonlyMap<string, readonly Creation[]>>();

/** Users that the file creates with a literal number, by name. */
function creationsOf(file: LintFile): ReadonlyMap<string, readonly Creation[]> {
  let users = known.get(file);
  if (!users) {
    users = readCreations(file);
    known.set(file, users);
  }
  return users;
}

function readCreations(file: LintFile): ReadonlyMap<string, readonly Creation[]> {
  const users = new Map<string, Creation[]>();
  for (const run of file.runs) {
    for (const { args } of commandsNamed(file, run, 'useradd', 'adduser')) {
      const uid = flagValues({ args }, '-u', '--uid').at(-1)?.value ?? '';
      // The name is the last word; adduser may have a group behind it, and then nothing is known.
      const name = args.at(-1);
      if (!name?.literal || !/^\d+$/.test(uid) || name.value.startsWith('-') || name.value === uid) continue;
      const entry = users.get(name.value);
      if (entry) entry.push({ uid, run });
      else users.set(name.value, [{ uid, run }]);
    }
  }
  return users;
}
