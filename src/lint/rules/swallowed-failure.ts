import type { Span } from '../../shared/span';
import type { ShellStep } from '../../shell/script';
import { forgottenInHeredoc, forgottenInInput } from '../failures/heredoc';
import {
  type AndOrList,
  alwaysSucceeds,
  fetches,
  fetchesIn,
  fetchSpan,
  handlesFailure,
  listsOf,
  shortName,
  shrugsOff,
  stopsFrom,
} from '../failures/swallowed';
import type { FlowCommand, RunStep } from '../flow/flow';
import { runStepsWithTriggers } from '../flow/run-step';
import { commandsByStep } from '../order/run-parts';
import type { Fix, LintFile, Rule, RuleFinding, SpanEdit } from '../rule';

/** A RUN that exits with 0 is cached, whatever failed inside of it. */
export const swallowedFailure: Rule = {
  id: 'swallowed-failure',
  summary: 'Let a RUN fail when a download or an install in it fails',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE059' },
  docs: {
    why: 'A `RUN` counts as done when its last command succeeds. What failed in front of a `;`, in a line of a heredoc or behind `|| true` is forgotten: the layer lacks what should be in it, and it is served from the cache until something above changes. One bad moment of a server breaks every build after it.',
    notes:
      'Reported for downloads and installs in front of a `;`, for `|| true` around them, and for heredocs of several commands without `set -e`. With `set -e` in front, or a shell started with `-e`, a `;` is fine. A download piped into another command is the matter of pipefail (DL4006), and `dpkg -i …; apt-get install -f` is left alone. Where something may really be missing, say so with a test: `if ! curl …; then echo "goes on without it"; fi`.',
    bad: [
      'FROM debian:12\nRUN apt-get update; apt-get install -y curl; rm -rf /var/lib/apt/lists/*\n',
      'FROM debian:12\nRUN curl -fsSLO https://example.com/tool.tar.gz || true\n',
      'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      'FROM debian:12\nRUN set -eux; apt-get update; apt-get install -y curl\n',
      'FROM debian:12\nRUN <<EOF\nset -eux\napt-get update\napt-get install -y curl\nEOF\n',
      'FROM debian:12\nRUN groupadd staff || true\n',
    ],
  },
  when: { has: ['RUN', 'ONBUILD'] },
  applies: (file) => runStepsWithTriggers(file).some(mayForget),
  *check(file) {
    for (const step of runStepsWithTriggers(file)) {
      if (step.script.dialect === 'other') continue;
      const fetching = step.commands.some(fetches);
      const { steps } = step.script;
      if (fetching && steps.some(({ operator }) => operator === '||')) yield* ignored(step);
      const heredoc = forgottenInHeredoc(file, step) ?? forgottenInInput(file, step);
      if (heredoc) yield heredoc;
      else if (fetching && steps.some(endsList)) yield* forgotten(file, step);
    }
  },
};

/** `|| true` around a download or an install. */
function* ignored(run: RunStep): Iterable<RuleFinding> {
  const { script, instruction } = run;
  const lists = listsOf(script.steps);
  const lastInstall = commandsByStep(run).findLastIndex((entries) => entries.some(installs));
  for (const [at, step] of script.steps.entries()) {
    if (step.operator !== '||' || !alwaysSucceeds(step) || !step.operatorSpan) continue;
    const list = lists.find(({ first, last }) => first <= at && at <= last);
    const before = fetchesIn(run, { first: list?.first ?? at, last: at - 1 });
    const fetched = before.find((entry) => !isUpdate(entry) || lastInstall <= at);
    if (!fetched || fetched.command.conditional) continue;
    const previous = script.steps[at - 1];
    yield {
      span: { start: step.operatorSpan.start, end: step.span.end },
      instruction,
      message: `When \`${shortName(fetched)}\` fails, this hides it: the layer without it is cached and served from then on. Let the build fail, or test for what may be missing.`,
      related: [{ span: fetchSpan(fetched), message: 'This may fail unnoticed.' }],
      fixes:
        script.complete && previous
          ? [
              {
                title: 'Let the build fail',
                safe: false,
                edits: [{ span: { start: previous.span.end, end: step.span.end }, newText: '' }],
              },
            ]
          : [],
    };
  }
}

/** `a; b`: only the end of the script decides whether the RUN succeeds. */
function* forgotten(file: LintFile, run: RunStep): Iterable<RuleFinding> {
  const { script, instruction } = run;
  const stops = stopsFrom(file, instruction, run);
  const lists = listsOf(script.steps);
  for (const [at, list] of lists.entries()) {
    const next = lists[at + 1];
    const joint = next && script.steps[next.first]?.operator;
    if (!endsList({ operator: joint })) continue;
    if ((stops !== undefined && list.first >= stops) || handlesFailure(run, list) || shrugsOff(run, list)) continue;
    const lost = fetchesIn(run, list).find((entry) => !repairedNext(run, entry, next?.first ?? 0));
    if (!lost) continue;
    yield {
      span: fetchSpan(lost),
      instruction,
      message: `When \`${shortName(lost)}\` fails, the commands behind it run all the same and the RUN succeeds: a layer without it is cached and served from then on. Join the commands with &&, or start with set -e.`,
      fixes: () => joinFix(file, run, lists.slice(at + 1)),
    };
    return;
  }
}

/** Cheap; false for a list of commands that stops at the first failure. */
function mayForget({ script: { steps }, commands, instruction }: RunStep): boolean {
  if (steps.some((step) => step.operator === '||' || endsList(step)) || instruction.command.form === 'heredoc')
    return true;
  return commands.some(({ command }) => command.script !== undefined);
}

/** What stands in front of it may fail unnoticed. */
function endsList({ operator }: Pick<ShellStep, 'operator'>): boolean {
  return operator === ';' || operator === '\n';
}

function joinFix(file: LintFile, run: RunStep, lists: readonly AndOrList[]): Fix | undefined {
  const edits = run.script.complete ? joined(file, run, lists) : undefined;
  return edits && { title: 'Join the commands with &&', safe: false, edits };
}

/** `&&` in front of every list; undefined where one of them has a `||`, which would then mean something else. */
function joined(file: LintFile, { script }: RunStep, lists: readonly AndOrList[]): readonly SpanEdit[] | undefined {
  const edits: SpanEdit[] = [];
  for (const { first, last } of lists) {
    const { operator, operatorSpan } = script.steps[first] ?? {};
    const or = script.steps.slice(first + 1, last + 1).some((step) => step.operator === '||');
    if (or || operator !== ';' || !operatorSpan) return undefined;
    edits.push(spaced(file, operatorSpan));
  }
  return edits;
}

const repairs = /^(?:-\w*f\w*|--fix-broken)$/;

/** `dpkg -i x.deb; apt-get install -f`: what is missing is installed right after. */
function repairedNext(run: RunStep, { call }: FlowCommand, from: number): boolean {
  if (call.program !== 'dpkg' && call.program !== 'gdebi') return false;
  return run.commands.some(
    ({ command, call: other }) =>
      command.step >= from && /^apt/.test(other.program ?? '') && other.args.some(({ value }) => repairs.test(value)),
  );
}

function isUpdate({ recognised }: FlowCommand): boolean {
  return recognised?.role === 'system-update';
}

function installs({ recognised }: FlowCommand): boolean {
  return recognised?.role === 'system-install';
}

/** `a;b` becomes `a && b`, `a ; b` too. */
function spaced({ dockerfile: { text } }: LintFile, { start, end }: Span): SpanEdit {
  const before = /\s/.test(text[start - 1] ?? '') ? '' : ' ';
  const after = /[\s\\]/.test(text[end] ?? ' ') ? '' : ' ';
  return { span: { start, end }, newText: `${before}&&${after}` };
}
