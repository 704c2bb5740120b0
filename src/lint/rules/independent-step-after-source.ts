import type { Span } from '../../shared/span';
import { wordsOf } from '../flow/words';
import { hoistAbove } from '../order/hoist';
import { type MisplacedRun, placesOf } from '../order/misplaced';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** A tool named in full is the same whatever the source says, and is installed again at every edit of it. */
export const independentStepAfterSource: Rule = {
  id: 'independent-step-after-source',
  summary: 'Install tools and download files before the source is copied',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE004' },
  docs: {
    why: 'A tool or a download that is named in full in the command does not depend on the source. Below the copy of the source it is fetched or compiled again at every edit all the same.',
    notes:
      'Reported are commands that use nothing of what was copied: `npm install -g`, `pip install` of names, `gem install`, `go install tool@version`, `cargo install`, `rustup`, PHP extensions, and downloads that are put outside of the copied folders. The fix moves the `RUN`, or the steps at its beginning, above the copy. Where a parent stage copied the source, let the stage start from the image that parent starts from, if it needs nothing of the source. A step that runs a script of the project is not reported; copy the script on its own, run it, then copy the rest.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install -g pm2@5\nCMD ["pm2-runtime", "server.js"]\n',
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app .\n\nFROM build AS debug\nRUN go install github.com/go-delve/delve/cmd/dlv@v1.23.0\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nRUN npm install -g pm2@5\nCOPY . .\nCMD ["pm2-runtime", "server.js"]\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ./tools/setup.sh && npm install -g pm2@5\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install cypress\n',
    ],
  },
  applies: (file) => placesOf(file).misplaced.length > 0,
  *check(file) {
    for (const found of placesOf(file).misplaced) if (found.kind === 'independent') yield finding(file, found);
  },
};

function finding(file: LintFile, { run, command, copy }: MisplacedRun): RuleFinding {
  const span = command.recognised?.span ?? programSpan(command);
  const hoist = hoistAbove(file, run, copy, 'Run this before the source is copied');
  const cause = copy.origin === 'stage' ? 'every edit that changes what that stage builds' : 'every edited file';
  const advice =
    copy.stage === run.stage
      ? 'Put it above the copy.'
      : 'Let this stage start from the image below, if it needs nothing of the source.';
  const refusal =
    'fix' in hoist || copy.stage !== run.stage ? '' : ` There is no automatic fix, because ${hoist.reason}.`;
  return {
    span,
    instruction: run.instruction,
    message: `\`${wordsOf(file, span)}\` uses nothing that was copied, but stands below the copy, so ${cause} runs it again. ${advice}${refusal}`,
    related: [
      {
        span: copy.instruction.span,
        message: copy.origin === 'stage' ? 'What is built from the source comes in here.' : 'The source comes in here.',
      },
    ],
    fixes: 'fix' in hoist ? [hoist.fix] : [],
  };
}

/** `git clone`, `pecl install`; `curl` alone, whose next word is an option or the address. */
function programSpan({ call }: MisplacedRun['command']): Span {
  const [first] = call.args;
  const verb = first && /^[a-z]+$/.test(first.value) && first.span.end > call.programWord.span.end;
  return { start: call.programWord.span.start, end: verb ? first.span.end : call.programWord.span.end };
}
