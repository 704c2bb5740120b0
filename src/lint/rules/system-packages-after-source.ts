import { type Hoist, hoistAbove } from '../order/hoist';
import { type MisplacedRun, placesOf } from '../order/misplaced';
import type { LintFile, Rule, RuleFinding } from '../rule';

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
  applies: (file) => placesOf(file).misplaced.length > 0,
  *check(file) {
    for (const found of placesOf(file).misplaced) if (found.kind === 'system') yield finding(file, found);
  },
};

function finding(file: LintFile, { run, command: install, copy }: MisplacedRun): RuleFinding {
  const { start, end } = install.recognised?.span ?? install.command.span;
  const command = file.dockerfile.text.slice(start, end).replace(/\s*\\\s*/g, ' ');
  const hoist: Hoist = hoistAbove(file, run, copy);
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
