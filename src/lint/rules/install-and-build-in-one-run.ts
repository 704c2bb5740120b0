import { plural } from '../../shared/plural';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { isDependencyInstall, isProjectCommand } from '../ecosystems/recognise';
import { indentOf } from '../flow/block';
import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { partsOf } from '../flow/run-parts';
import { inputNames, takesOnlyInputs } from '../flow/source-copy';
import { splitEdits, splitRun } from '../flow/split-run';
import type { Fix, LintFile, Rule } from '../rule';

/** One RUN is one layer: what is built from the source takes the installed dependencies with it. */
export const installAndBuildInOneRun: Rule = {
  id: 'install-and-build-in-one-run',
  summary: 'Install dependencies and build in RUN instructions of their own',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE015' },
  docs: {
    why: 'A `RUN` is cached as a whole. With the install and the build in one, every edited source file installs all dependencies again before it builds.',
    notes:
      'The fix cuts the `RUN` in two where the commands are joined by `&&` and share no shell variables or options; a leading `cd` is carried over. Then the install can go above the copy of the source, which is a finding of its own.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN cd web && pnpm install --frozen-lockfile && pnpm build\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n',
      'FROM node:22\nRUN git clone --branch v1.2.3 https://example.com/tool.git /tool && cd /tool && npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci && npm cache clean --force\n',
    ],
  },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      const copies: CopyStep[] = [];
      for (const step of flow.steps) {
        if (step.kind === 'copy') copies.push(step);
        else if (step.stage === flow.stage) {
          const fused = fusedBuild(step);
          if (fused && copies.some((copy) => bringsMoreThanInputs(file, copy, fused.install)))
            yield finding(file, step, fused);
        }
      }
    }
  },
};

interface Fused {
  readonly install: FlowCommand;
  readonly build: FlowCommand;
}

/** An install and, behind it, a build, test or lint of the same kind of project. */
function fusedBuild({ commands }: RunStep): Fused | undefined {
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

function bringsMoreThanInputs(file: LintFile, copy: CopyStep, { recognised }: FlowCommand): boolean {
  if (copy.origin !== 'context' || !recognised) return false;
  return !takesOnlyInputs(copy, inputNames(ecosystemOf(recognised.ecosystem), recognised), file.context);
}

function finding(file: LintFile, run: RunStep, { install, build }: Fused) {
  const { text } = file.dockerfile;
  const words = ({ recognised, command }: FlowCommand) => {
    const { start, end } = recognised?.span ?? command.span;
    return text.slice(start, end).replace(/\s*\\\s*/g, ' ');
  };
  const { fix, reason } = splitFix(file, run, build);
  const why = reason ? ` There is no automatic fix, because ${reason}.` : '';
  const { packages } = install.recognised ?? {};
  const what = packages && packages.length > 0 ? ` (${plural(packages.length, 'package')})` : '';
  return {
    span: build.recognised?.span ?? build.command.span,
    instruction: run.instruction,
    message: `\`${words(build)}\` shares its layer with \`${words(install)}\`${what}: every edited file installs all dependencies again. Build in a RUN of its own.${why}`,
    related: [
      { span: install.recognised?.span ?? install.command.span, message: 'The dependencies are installed here.' },
    ],
    fixes: fix ? [fix] : [],
  };
}

function splitFix(file: LintFile, run: RunStep, build: FlowCommand): { readonly fix?: Fix; readonly reason?: string } {
  const parts = partsOf(run);
  const at = build.command.step;
  // What stands between the install and the build (a copy, a rename) goes with the build.
  const lastInstall = parts.lastIndexOf('dependencies', at - 1);
  const split = splitRun(file.dockerfile, run, lastInstall + 1);
  if (typeof split === 'string') return { reason: split };
  return {
    fix: {
      title: 'Build in a RUN of its own',
      safe: true,
      edits: splitEdits(file.dockerfile, run, split, indentOf(file.dockerfile, run.instruction)),
    },
  };
}
