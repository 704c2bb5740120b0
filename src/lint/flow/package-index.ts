import type { RunInstruction } from '../../dockerfile/model';
import { operands } from '../../shell/args';
import type { Invocation } from '../../shell/invocation';
import type { ShellScript, ShellWord } from '../../shell/script';
import { invocationsOf } from '../facts/invocations';
import { mountedOver } from '../layers/outside-layer';
import type { LintFile } from '../rule';

/** What one RUN does with a package index. */
export interface IndexStep {
  readonly run: RunInstruction;
  readonly script: ShellScript;
  readonly update: Invocation | undefined;
  /** An apt install that reads the index. */
  readonly install: Invocation | undefined;
  /** Something in it reads the index it updated, or may. */
  readonly uses: boolean;
  /** It calls something that may update the index itself. */
  readonly unknown: boolean;
}

/** What updates an index, or installs from one that a step should update. */
export const indexPrograms: readonly string[] = ['apt-get', 'apt', 'aptitude', 'apk'];

export function indexStep(file: LintFile, run: RunInstruction): IndexStep {
  const script = file.shell(run);
  const calls = invocationsOf(file, script);
  const mounted = mountedOver(file, run, ['/var/lib/apt/lists']);
  const update = mounted ? undefined : calls.find((call) => isIndexUpdate(call));
  const install = mounted ? undefined : calls.find((call) => isApt(call) && isIndexInstall(call));
  const others = calls.filter((call) => call !== update && !isLight(call));
  return { run, script, update, install, uses: others.length > 0, unknown: calls.some(mayUpdate) };
}

/** Subcommands of apt that read the index. */
const installWords = new Set(['install', 'build-dep', 'upgrade', 'dist-upgrade', 'full-upgrade', 'satisfy']);

function isApt({ program }: Invocation): boolean {
  return program === 'apt-get' || program === 'apt' || program === 'aptitude';
}

export function isUpdateWord({ value }: { readonly value: string }): boolean {
  return value === 'update';
}

function isIndexUpdate(call: Invocation): boolean {
  if (call.program === 'apk') return call.args.some(isUpdateWord);
  return isApt(call) && call.args.some(isUpdateWord);
}

/** Installs packages by name; local files need no index, and without a name only what is broken is repaired. */
function isIndexInstall({ command, args }: Invocation): boolean {
  if (args.some(({ value }) => value === '--download-only' || value === '--no-download')) return false;
  if (!args.some(({ value }) => value === 'install')) return false;
  const named = operands(command, { valueFlags: ['t', 'target-release', 'o', 'option', 'c'] }).filter(
    ({ value }) => !installWords.has(value),
  );
  return named.some(({ value }) => !/^[./~$]|\.deb$/.test(value) && !isAptName(value));
}

function isAptName(value: string): boolean {
  return value === 'apt-get' || value === 'apt' || value === 'aptitude';
}

/** The word to underline up to: `install`. */
export function installWord({ args, programWord }: Invocation): ShellWord {
  return args.find(({ value }) => installWords.has(value)) ?? programWord;
}

/** Neither reads an index nor could call something that does. */
function isLight(call: Invocation): boolean {
  const { program, args } = call;
  if (isApt(call)) return args.some(({ value }) => /^(clean|autoclean|dist-clean)$/.test(value));
  return (
    program !== undefined &&
    /^(set|echo|printf|rm|mkdir|cp|ln|sed|tee|cat|true|export|sleep|date|dpkg|add-apt-repository|apt-key|gpg)$/.test(
      program,
    )
  );
}

/** A script of the project, or an installer: what it does is not known. */
function mayUpdate({ program, programWord }: Invocation): boolean {
  return (
    program === undefined ||
    programWord.value.includes('/') ||
    /^(sh|bash|dash|source|\.|make|gdebi|curl|wget|npx|add-apt-repository)$/.test(program)
  );
}
