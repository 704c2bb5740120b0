import { ecosystemOf } from '../ecosystems/ecosystems';
import { isDependencyInstall, isProjectCommand } from '../ecosystems/recognise';
import { indentOf } from '../edits/block';
import { splitEdits, splitRun } from '../edits/split-run';
import type { FlowCommand, RunStep } from '../flow/flow';
import type { Fix, LintFile } from '../rule';
import { partsOf } from './run-parts';
import { takesBack } from './takes-back';

export interface Fused {
  readonly install: FlowCommand;
  readonly build: FlowCommand;
}

/** An install and, behind it, a build, test or lint of the same kind of project. */
export function fusedBuild({ commands }: RunStep): Fused | undefined {
  const installs = new Map<string, FlowCommand>();
  for (const entry of commands) {
    if (fetchesSource(entry)) return undefined;
    const { recognised, command } = entry;
    if (!recognised || command.conditional) continue;
    const { family } = ecosystemOf(recognised.ecosystem);
    const install = installs.get(family);
    if (isDependencyInstall(recognised) && !install) installs.set(family, entry);
    else if (isProjectCommand(recognised) && install) return { install, build: entry };
  }
  return undefined;
}

/** What is built was fetched by this very RUN: the context has no part in it. */
function fetchesSource({ call }: FlowCommand): boolean {
  if (call.program === 'git')
    return call.args.some(({ value }) => value === 'clone' || value === 'checkout' || value === 'fetch');
  return call.program === 'svn' || call.program === 'hg' || call.program === 'tar' || call.program === 'unzip';
}

/** The RUN cut in two in front of the build, or the clause that says why it is not. */
export function splitFused(
  file: LintFile,
  run: RunStep,
  build: FlowCommand,
): { readonly fix?: Fix; readonly reason?: string } {
  const parts = partsOf(run);
  const at = build.command.step;
  // What stands between the install and the build (a copy, a rename) goes with the build.
  const lastInstall = parts.lastIndexOf('dependencies', at - 1);
  const split = splitRun(file.dockerfile, run, lastInstall + 1);
  if (typeof split === 'string') return { reason: split };
  const taken = takesBack(file, run, lastInstall + 1);
  if (taken) return { reason: taken };
  return {
    fix: {
      title: 'Build in a RUN of its own',
      safe: true,
      edits: splitEdits(file.dockerfile, run, split, indentOf(file.dockerfile, run.instruction)),
    },
  };
}
