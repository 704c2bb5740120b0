import type { Mount, RunInstruction } from '../../dockerfile/model';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { frontendAllows, mountFeature } from '../instructions/frontend';
import type { LintFile, SpanEdit } from '../rule';
import type { Account } from './home';
import { lockingManagers } from './places';

/** The file's frontend knows mounts, and it is no Windows container: those have none. */
export function mountsAllowed(file: LintFile): boolean {
  return frontendAllows(file.dockerfile, mountFeature);
}

/** `--mount=type=cache,…` as this RUN needs it: locked for managers that do not wait, owned by who runs it. */
export function cacheMountFlag(
  target: string,
  {
    ecosystem,
    account,
    id,
  }: { readonly ecosystem: EcosystemId | undefined; readonly account: Account; readonly id?: string | undefined },
): string {
  const shared = ecosystem && lockingManagers.has(ecosystem);
  const owner = account.root === false && !shared ? ownerOptions(account) : '';
  return `--mount=type=cache${id === undefined ? '' : `,id=${id}`},target=${target}${shared ? ',sharing=locked' : owner}`;
}

/** `,uid=1000,gid=1000`; '' when the numbers are not known. */
export function ownerOptions({ uid, gid }: Pick<Account, 'uid' | 'gid'>): string {
  return (uid === undefined ? '' : `,uid=${uid}`) + (gid === undefined ? '' : `,gid=${gid}`);
}

/** Puts flags in front of the command of a RUN, on lines of their own where it has several lines or they are many. */
export function addFlags({ dockerfile }: LintFile, run: RunInstruction, flags: readonly string[]): SpanEdit {
  const { text, lines, eol } = dockerfile;
  const start = run.argumentSpan.start;
  const keyword = lines.positionAt(run.keywordSpan.start).line;
  const argument = lines.positionAt(start).line;
  const lineStart = lines.lineStart(argument);
  const blanks = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  const indent = argument === keyword ? `${blanks}    ` : blanks;
  const several = run.command.form !== 'heredoc' && lines.positionAt(run.argumentSpan.end).line > argument;
  const long = flags.length > 1 || (flags[0] ?? '').length + (run.argumentSpan.end - lineStart) > 110;
  const separator = several || long || argument !== keyword ? ` ${dockerfile.escape}${eol}${indent}` : ' ';
  return { span: { start, end: start }, newText: flags.map((flag) => flag + separator).join('') };
}

/** An option more: behind the last option, in front of a closing quote. */
export function addOption(mount: Mount, text: string): SpanEdit {
  const end = mount.options.at(-1)?.span.end ?? mount.flag.span.end;
  return { span: { start: end, end }, newText: text };
}
