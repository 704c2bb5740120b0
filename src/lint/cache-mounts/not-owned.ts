import type { Mount } from '../../dockerfile/model';
import { mountOption } from '../../dockerfile/mount';
import type { RunStep } from '../flow/flow';
import type { LintFile, RuleFinding } from '../rule';
import { addOption, ownerOptions } from './add-mounts';
import { type Account, accountOf } from './home';
import type { PlacedMount } from './mount-places';

/** Mounts that the user of the step cannot write to. */
export function* notOwned(file: LintFile, step: RunStep, mounts: readonly PlacedMount[]): Iterable<RuleFinding> {
  const account = accountOf(file, step.instruction);
  if (account.root !== false || changesUser(step)) return;
  const closed = mounts.filter(({ mount }) => mountOption(mount, 'from') === undefined && !writable(mount, account));
  const [first] = closed;
  if (!first) return;
  const owner = ownerOptions(account);
  const wrong = mountOption(first.mount, 'uid');
  yield {
    span: first.mount.flag.span,
    instruction: step.instruction,
    message: `This step runs as ${account.user}, and the cache belongs to ${wrong ? `user ${wrong.value}` : 'root'}: the step cannot write to it, and fails or downloads everything each time. ${owner ? `Add ${owner.slice(1)}.` : 'Give the mount the uid and gid of that user.'}`,
    related: closed.slice(1).map(({ mount }) => ({ span: mount.flag.span, message: 'This mount, too.' })),
    // Safe: the cache is no part of the image.
    fixes:
      owner && !closed.some(({ mount }) => mountOption(mount, 'uid', 'gid'))
        ? [{ title: `Add ${owner.slice(1)}`, safe: true, edits: closed.map(({ mount }) => addOption(mount, owner)) }]
        : [],
  };
}

/** Something in it runs as root again, or as somebody else. */
function changesUser({ commands, script }: RunStep): boolean {
  return (
    script.dialect === 'other' ||
    commands.some(({ command }) => /^(?:sudo|doas|su|gosu|su-exec|runuser|setpriv)$/.test(command.name.value))
  );
}

/** By its owner, or because its mode lets others write. A variable may be anything. */
function writable(mount: Mount, { uid }: Account): boolean {
  const owner = mountOption(mount, 'uid')?.value;
  if (owner !== undefined && (uid === undefined || owner === uid || owner.includes('$'))) return true;
  const mode = mountOption(mount, 'mode')?.value ?? '0755';
  return !/^[0-7]+$/.test(mode) || (Number.parseInt(mode, 8) & 0o022) !== 0;
}
