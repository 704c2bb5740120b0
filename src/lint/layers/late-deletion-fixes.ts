import type { Dockerfile } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { baseName, dirName } from '../../shared/posix-path';
import type { ShellWord } from '../../shell/script';
import { appendUnchanged, linesOf, mergeRuns, removeSteps } from '../edits/run-edits';
import type { CopyStep, FlowCommand, FlowStep, RunStep, StageFlow } from '../flow/flow';
import { hasGlob } from '../flow/image-path';
import type { Fix, LintFile, SpanEdit } from '../rule';
import type { LateDeletion } from './late-deletions';

/** What would delete it in time, the best first. */
export function* lateDeletionFixes(file: LintFile, flow: StageFlow, deletion: LateDeletion): Iterable<Fix> {
  const { run, makers, what, removal } = deletion;
  const runs = makers.filter((step): step is RunStep => step.kind === 'run');
  if (runs.length < makers.length || runs.some(({ stage }) => stage !== run.stage)) {
    yield* bindMount(file, flow, deletion);
    return;
  }
  const moved = moveIntoMakers(file, flow, deletion, runs);
  if (moved) {
    const title = removal?.kind === 'clean' ? 'Clean up where the files are made' : `Delete ${what} where it is made`;
    yield { title, safe: true, edits: moved };
    return;
  }
  const neighbours = between(flow.steps, runs.at(-1) ?? run, run);
  const merged = neighbours.length <= mergedAtMost ? mergeRuns(file.dockerfile, neighbours) : undefined;
  if (merged) yield { title: 'Join the RUN instructions', safe: true, edits: merged };
}

/** Joining more would put half of the file in one layer. */
const mergedAtMost = 4;

/** The first to the last, if nothing but RUN instructions stands between; mergeRuns looks at the rest. */
export function between(steps: readonly FlowStep[], first: RunStep, last: RunStep): readonly RunStep[] {
  return steps
    .slice(steps.indexOf(first), steps.indexOf(last) + 1)
    .filter((step): step is RunStep => step.kind === 'run');
}

/** Caches and indexes: the command works as well at the end of each RUN that fills them. */
function moveIntoMakers(
  file: LintFile,
  { steps }: StageFlow,
  { run, command, removal, writes }: LateDeletion,
  makers: readonly RunStep[],
): readonly SpanEdit[] | undefined {
  const { dockerfile } = file;
  const isCache = removal && writes.every(({ kind }) => kind === 'index' || kind === 'cache');
  const step = run.script.steps[command.command.step];
  if (!isCache || command.command.place !== 'top' || step?.kind !== 'command') return undefined;
  if (writes.some(({ kind }) => kind === 'index') && readsIndex(steps, makers.at(-1) ?? run, run)) return undefined;
  if (user(file, run) !== user(file, makers[0] ?? run)) return undefined;
  const moved =
    removal.kind === 'clean' ? takeStep(dockerfile, run, command) : takeWord(dockerfile, run, command, removal.word);
  if (!moved || /[\r\n]/.test(moved.text)) return undefined;
  const appended = makers.flatMap((maker) => appendUnchanged(file, maker, moved.text) ?? []);
  return appended.length === makers.length ? [...appended, ...moved.edits] : undefined;
}

interface Taken {
  readonly text: string;
  readonly edits: readonly SpanEdit[];
}

/** The command out of its RUN; with it the rest, when that only cleans up as well. */
function takeStep(file: Dockerfile, run: RunStep, { command }: FlowCommand): Taken | undefined {
  const { argumentSpan, span } = run.instruction;
  if (run.script.complete && run.commands.every(({ recognised }) => recognised?.role === 'system-clean')) {
    const text = file.text.slice(argumentSpan.start, argumentSpan.end);
    const joined = run.script.steps.every(({ operator }) => operator === undefined || operator === '&&');
    if (joined && run.commands.every(cleansOnly)) return { text, edits: [{ span: linesOf(file, span), newText: '' }] };
  }
  const edits = removeSteps(file, run, [command.step]);
  return edits && { text: file.text.slice(command.span.start, command.span.end), edits };
}

/** Not `rm -rf /var/lib/apt/lists/* /tmp/x`: what else it deletes may be made later. */
function cleansOnly({ call, recognised }: FlowCommand): boolean {
  return (
    call.program !== 'rm' ||
    call.args.filter(({ value }) => !value.startsWith('-')).every((word) => word === recognised?.subcommand)
  );
}

/** One path out of an `rm`, with its options. */
export function takeWord(file: Dockerfile, run: RunStep, command: FlowCommand, word: ShellWord): Taken | undefined {
  const operands = command.call.args.filter(({ value }) => !value.startsWith('-'));
  if (!/^[/~]/.test(word.value) && !/^[/~]/.test(word.raw)) return undefined;
  if (operands.length === 1) return takeStep(file, run, command);
  if (!run.script.complete) return undefined;
  const before = command.call.args[command.call.args.indexOf(word) - 1] ?? command.call.programWord;
  const last = operands.at(-1) === word;
  const next = operands[operands.indexOf(word) + 1];
  const span = last
    ? { start: before.span.end, end: word.span.end }
    : { start: word.span.start, end: next?.span.start ?? word.span.end };
  const options = command.call.args.filter(({ value }) => value.startsWith('-')).map(({ raw }) => `${raw} `);
  return { text: `${command.call.programWord.raw} ${options.join('')}${word.raw}`, edits: [{ span, newText: '' }] };
}

function user(file: LintFile, { instruction }: RunStep): string | undefined {
  return scopeBefore(file.dockerfile, instruction).user;
}

/** A step behind the first one installs from the index without updating it, or may; the last one before it deletes. */
function readsIndex(steps: readonly FlowStep[], first: RunStep, last: RunStep): boolean {
  return steps.slice(steps.indexOf(first) + 1, steps.indexOf(last) + 1).some((step) => {
    if (step.kind === 'copy') return false;
    if (!step.script.complete || step.script.dialect === 'other') return true;
    if (step.commands.some(({ recognised }) => recognised?.role === 'system-update')) return false;
    return step.commands.some(
      ({ recognised, call }) =>
        recognised?.role === 'system-install' || call.program === undefined || call.programWord.value.includes('/'),
    );
  });
}

/** What was copied for one RUN and deleted in it needs no layer at all. */
function* bindMount(
  file: LintFile,
  { steps }: StageFlow,
  { run, command, removal, writes }: LateDeletion,
): Iterable<Fix> {
  const [write] = writes;
  const copy = write?.step;
  if (copy?.kind !== 'copy' || !removal || writes.some((other) => other.step !== copy)) return;
  if (copy.origin !== 'context' && copy.origin !== 'stage') return;
  if (copy.stage !== run.stage || steps.indexOf(run) !== steps.indexOf(copy) + 1) return;
  if (command.command.place !== 'top' || run.instruction.command.form !== 'shell') return;
  const mounted = mountOf(copy, writes, removal.path);
  const taken = takeWord(file.dockerfile, run, command, removal.word) ?? takeStep(file.dockerfile, run, command);
  const { start } = run.instruction.argumentSpan;
  if (!mounted || !taken || taken.edits.some(({ span }) => span.start < start)) return;
  const origin = copy.origin === 'stage' ? `,from=${copy.instruction.from?.value?.value}` : '';
  const writable = changes(run, command) ? ',rw' : '';
  yield {
    title: `Mount ${baseName(mounted.source)} for this step`,
    safe: false,
    edits: [
      { span: linesOf(file.dockerfile, copy.instruction.span), newText: '' },
      {
        span: { start, end: start },
        newText: `--mount=type=bind${origin},source=${mounted.source},target=${mounted.target}${writable} `,
      },
      ...taken.edits,
    ],
  };
}

/** Something else in the RUN changes files, which a mount only lets it do when it is told so; the changes are dropped. */
function changes({ commands }: RunStep, deletion: FlowCommand): boolean {
  return commands.some(
    (other) =>
      other !== deletion &&
      /^(chmod|chown|chgrp|sed|dos2unix|mv|touch|patch|python[\d.]*)$/.test(other.call.program ?? ''),
  );
}

/** One file, or the folder all sources are in, whose copy is deleted as a whole. */
function mountOf(
  copy: CopyStep,
  writes: LateDeletion['writes'],
  deleted: string,
): { readonly source: string; readonly target: string } | undefined {
  const [write] = writes;
  const [source] = copy.sources;
  if (!write || source === undefined || source === '' || copy.destination === undefined) return undefined;
  const folder = dirName(source);
  const single = write.shape === 'file' && copy.sources.length === 1 && !hasGlob(source);
  const target = single ? write.path : copy.destination;
  const wanted = single ? source : hasGlob(source) ? folder : undefined;
  const together = copy.sources.every(
    (other) => other !== undefined && (copy.sources.length === 1 || dirName(other) === folder),
  );
  const whole = deleted === target || (deleted === copy.destination && write.shape === 'file');
  if (!wanted || !together || !whole || /[\s,"'$<*?[]/.test(wanted + target)) return undefined;
  return { source: wanted, target };
}
