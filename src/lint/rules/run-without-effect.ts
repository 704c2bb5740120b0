import type { Span } from '../../shared/span';
import { keywordLike } from '../edits/block';
import { callsAny } from '../facts/runs-calling';
import type { FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { idleCommand } from '../order/idle-run';
import { commandsByStep } from '../order/run-parts';
import type { Fix, LintFile, Rule } from '../rule';

/** What a RUN does to its shell ends with it; an empty cache has nothing to clean. */
export const runWithoutEffect: Rule = {
  id: 'run-without-effect',
  summary: 'Remove commands that leave nothing behind',
  category: 'correctness',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE061' },
  docs: {
    why: 'Every `RUN` starts a shell of its own. A variable, an option, an alias or an activated environment ends with it, so the next instruction knows nothing of it: the step costs time, and whoever wrote it counts on something that does not hold. In the same way there is nothing to clean in a cache before anything was downloaded.',
    notes:
      'Use `ENV` for variables (the fix offers it where the values are plain), `SHELL` for options of the shell, and `ENV PATH=/venv/bin:$PATH` for a virtual environment. `RUN cd …` is the matter of `WORKDIR` and reported there.',
    bad: [
      'FROM debian:12\nRUN export APP_HOME=/srv/app\n',
      'FROM python:3.12\nRUN python -m venv /venv\nRUN . /venv/bin/activate\nRUN pip install flask\n',
      'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm cache clean --force && npm ci\n',
    ],
    good: [
      'FROM debian:12\nENV APP_HOME=/srv/app\n',
      'FROM python:3.12\nRUN . /venv/bin/activate && pip install flask\n',
      'FROM node:22\nRUN npm ci && npm cache clean --force\n',
    ],
  },
  *check(file) {
    const cleans = callsAny(file, 'npm', 'yarn');
    for (const { stage, steps } of flowOf(file).stages) {
      // Only what cleans asks whether anything was filled.
      let filled = !cleans;
      for (const step of steps) {
        if (step.kind !== 'run') continue;
        const own = step.stage === stage;
        const idle = own ? idleCommand(step) : undefined;
        if (idle) {
          yield {
            span: idle.span,
            instruction: step.instruction,
            message: `${idle.what} for the shell of this RUN only, and that ends here: no later instruction sees it. ${idle.advice}`,
            fixes: () => idleFixes(file, step),
          };
        }
        for (const entry of filled ? [] : step.commands) {
          const clean = !filled && own ? emptyClean(entry, step) : undefined;
          if (clean) {
            yield {
              span: clean,
              instruction: step.instruction,
              message:
                'Nothing was downloaded yet, so there is nothing to clean here. Remove it, or clean behind the install.',
              fixes: () => dropStep(file, step, entry),
            };
          }
          if (fills(entry)) filled = true;
        }
      }
    }
  },
};

function idleFixes(file: LintFile, { commands, instruction, script }: RunStep): readonly Fix[] {
  const { lines } = file.dockerfile;
  const first = lines.positionAt(instruction.span.start).line;
  const last = lines.positionAt(instruction.span.end).line;
  const remove: Fix = {
    title: 'Remove the instruction',
    safe: true,
    edits: [{ span: { start: lines.lineStart(first), end: lines.lineStart(last + 1) }, newText: '' }],
  };
  const exported = commands.every(({ command }) => command.name.value === 'export') ? commands : [];
  const words = exported.flatMap(({ command }) => command.args);
  const plain =
    words.length > 0 &&
    script.steps.length === commands.length &&
    words.every(({ raw }) => /^[A-Za-z_]\w*=(?:[^$`]|\$\{?\w+\}?)*$/.test(raw));
  if (!plain) return exported.length > 0 ? [] : [remove];
  const newText = `${keywordLike(instruction, 'ENV')} ${words.map(({ raw }) => raw).join(' ')}`;
  // What was meant is a variable for the steps below: taking the line away for good would lose that.
  return [
    { title: 'Write ENV instead', safe: false, edits: [{ span: instruction.span, newText }] },
    { ...remove, safe: false },
  ];
}

/** `npm cache clean` with nothing in the cache. `yarn cache clean` in front of `yarn install` is DL3060's. */
function emptyClean({ call, command }: FlowCommand, run: RunStep): Span | undefined {
  if (call.program !== 'npm' && call.program !== 'yarn') return undefined;
  const words = call.args.filter(({ value }) => !value.startsWith('-'));
  if (words[0]?.value !== 'cache' || words[1]?.value !== 'clean') return undefined;
  const others = run.commands.some(
    (other) => other.call.program === 'yarn' && other.call.args.some(({ value }) => value === 'install'),
  );
  if (command.place !== 'top' || (call.program === 'yarn' && others)) return undefined;
  return { start: call.programWord.span.start, end: words[1].span.end };
}

/** It may have put something in a cache: any install, and any program nobody knows. */
function fills({ call, recognised, command }: FlowCommand): boolean {
  if (recognised) return !/^system-/.test(recognised.role);
  if (/^(?:npm|yarn|corepack)$/.test(call.program ?? ''))
    return !/^(?:cache|config|set|--version|-v|enable)$/.test(call.args[0]?.value ?? '');
  if (
    /^(?:set|echo|cd|mkdir|rm|cp|mv|ln|chmod|chown|apk|apt-get|apt|useradd|adduser|groupadd|addgroup|export|sed)$/.test(
      call.program ?? '',
    )
  )
    return false;
  return command.name.value !== 'npm';
}

/** Takes a step with the `&&` that joins it to the next one. */
function dropStep(file: LintFile, run: RunStep, { command }: FlowCommand): Fix | undefined {
  const step = run.script.steps[command.step];
  const next = run.script.steps[command.step + 1];
  if (!run.script.complete || step?.kind !== 'command' || commandsByStep(run)[command.step]?.length !== 1)
    return undefined;
  if (next?.operator !== '&&' || run.instruction.command.form !== 'shell') return undefined;
  const span = { start: step.span.start, end: next.span.start };
  if (file.dockerfile.comments.some((comment) => comment.span.start > span.start && comment.span.end < span.end))
    return undefined;
  return { title: 'Remove the command', safe: true, edits: [{ span, newText: '' }] };
}
