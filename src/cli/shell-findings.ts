import { resolve } from 'node:path';
import { parseDockerfile } from '../dockerfile/parse';
import type { LintConfig } from '../lint/config/config';
import { compareFindings } from '../lint/finding';
import type { FileReport } from '../lint/report/report';
import { settled } from '../lint/report/settle';
import { shellProblem } from '../lint/rules/shell-problem';
import { isEnabled, runRules } from '../lint/run-rules';
import { checkedScripts } from '../lint/shellcheck/scripts';
import type { ShellParser } from '../shell/shell-parser';
import type { ShellCheck } from '../shellcheck/shellcheck';
import type { LintArguments } from './arguments';
import { type CliIo, UsageError } from './io';

/** A file's report, and what is needed to have its scripts checked. */
export interface Linted {
  readonly report: FileReport;
  readonly config: LintConfig;
  /** Undefined when the file could not be read. */
  readonly text: string | undefined;
}

/** ShellCheck as the command line names it; undefined where it is not installed or not wanted. */
export async function shellCheckFor({ shellcheck }: LintArguments, { cwd }: CliIo): Promise<ShellCheck | undefined> {
  if (shellcheck === 'none') return undefined;
  const { createShellCheck, findShellCheck } = await import('../shellcheck/shellcheck');
  const program = await findShellCheck(shellcheck && resolve(cwd, shellcheck.program));
  if (shellcheck && !program)
    throw new UsageError(`There is no program "${shellcheck.program}" to check scripts with.`);
  return program === undefined ? undefined : createShellCheck(program);
}

/** The reports with ShellCheck's findings among them. When the program fails that is said once, and the rest stands. */
export async function addShellFindings(
  files: readonly Linted[],
  options: {
    readonly check: ShellCheck;
    readonly args: LintArguments;
    readonly shell: ShellParser;
    readonly io: CliIo;
  },
): Promise<readonly FileReport[]> {
  const { availableParallelism } = await import('node:os');
  const reports = files.map(({ report }) => report);
  const waiting = [...files.entries()];
  let failed = false;
  const work = async () => {
    for (let next = waiting.shift(); next && !failed; next = waiting.shift()) {
      const [index, file] = next;
      try {
        reports[index] = await addTo(file, options);
      } catch (error) {
        if (!failed) options.io.err(`Scripts are not checked: ${error instanceof Error ? error.message : error}\n`);
        failed = true;
      }
    }
  };
  await Promise.all(Array.from({ length: options.args.jobs ?? availableParallelism() }, work));
  return reports;
}

async function addTo(
  { report, config, text }: Linted,
  { check, shell, args }: { readonly check: ShellCheck; readonly shell: ShellParser; readonly args: LintArguments },
): Promise<FileReport> {
  if (text === undefined) return report;
  const dockerfile = parseDockerfile(text);
  if (!isEnabled(shellProblem, config, dockerfile)) return report;
  const shellComments = await check(checkedScripts(dockerfile));
  const found = settled(runRules(dockerfile, [shellProblem], { shell, config, shellComments }), args.format);
  return { ...report, findings: [...report.findings, ...found].sort(compareFindings) };
}
