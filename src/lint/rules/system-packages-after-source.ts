import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { type Hoist, hoistAbove } from '../flow/hoist';
import type { LintFile, Rule } from '../rule';

/** Packages of the distribution do not read the source, and wait for it all the same. */
export const systemPackagesAfterSource: Rule = {
  id: 'system-packages-after-source',
  summary: 'Install system packages before the source is copied',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE003' },
  docs: {
    why: 'The packages of the distribution do not depend on the source, but a `RUN` below the copy of the source runs again at every edit. It is often the slowest step there is.',
    notes:
      'A copy of what another stage built from the source counts as well. The fix moves the `RUN`, or the part of it that installs, above the copy; it is refused where something in between may prepare the install, or where the copy puts files into the folders packages write to. A package that comes out of the copy itself is not reported.',
    bad: [
      'FROM debian:12\nCOPY . /app\nRUN apt-get update && apt-get install -y git\n',
      'FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app .\n\nFROM alpine:3.20\nCOPY --from=build /out/app /usr/local/bin/app\nRUN apk add --no-cache ca-certificates\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y git\nCOPY . /app\n',
      'FROM debian:12\nCOPY . /app\nRUN apt-get update && apt-get install -y /app/tool.deb\n',
      'FROM alpine:3.20\nCOPY --from=tonistiigi/xx / /\nRUN apk add --no-cache clang\n',
    ],
  },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      let copy: CopyStep | undefined;
      for (const step of flow.steps) {
        if (step.kind === 'copy') {
          if (step.wide || step.builtFromSource) copy ??= step;
        } else if (copy && step.stage === flow.stage) {
          const install = step.commands.find(isSystemInstall);
          if (install && !readsCopied(step, install)) yield finding(file, step, install, copy);
        }
      }
    }
  },
};

function isSystemInstall({ recognised }: FlowCommand): boolean {
  if (recognised?.role !== 'system-install') return false;
  const named = recognised.packages.length > 0;
  return named && recognised.localFiles.length === 0 && recognised.packages.every(({ value }) => !/\$\(|`/.test(value));
}

/** The list of packages, a key or a script comes out of the tree, or may. */
function readsCopied({ commands }: RunStep, install: FlowCommand): boolean {
  const before = commands.slice(0, commands.indexOf(install));
  return (
    install.call.programWord.value.includes('xargs') ||
    before.some(({ call }) => {
      const { program, programWord } = call;
      if (program === undefined || /^\.{0,2}\/(?!usr\/|bin\/|sbin\/)/.test(programWord.value)) return true;
      if (/^(sh|bash|source|\.|make|dpkg|rpm|cat|xargs|cp|mv)$/.test(program)) return true;
      return false;
    })
  );
}

function finding(file: LintFile, run: RunStep, install: FlowCommand, copy: CopyStep) {
  const { start, end } = install.recognised?.span ?? install.command.span;
  const command = file.dockerfile.text.slice(start, end).replace(/\s*\\\s*/g, ' ');
  const hoist: Hoist =
    copy.stage === run.stage
      ? hoistAbove(file, run, copy)
      : { reason: `the copy belongs to the stage ${copy.stage.name ?? copy.stage.index}` };
  const cause = copy.origin === 'stage' ? 'every edit that changes what that stage builds' : 'every edited file';
  return {
    span: { start, end },
    instruction: run.instruction,
    message: `\`${command}\` does not need the source, but stands below its copy, so ${cause} installs the packages again. ${'fix' in hoist ? 'Install them above the copy.' : `Install them above the copy. There is no automatic fix, because ${hoist.reason}.`}`,
    related: [
      {
        span: copy.instruction.span,
        message: copy.origin === 'stage' ? 'What is built from the source comes in here.' : 'The source comes in here.',
      },
    ],
    fixes: 'fix' in hoist ? [hoist.fix] : [],
  };
}
