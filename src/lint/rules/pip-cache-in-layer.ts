import type { Pair, RunInstruction } from '../../dockerfile/model';
import { flagValues, hasArgument } from '../../shell/args';
import { homeOf, isMounted, variableAt } from '../hadolint/cache-directory';
import { commandsOf, isEditable, type NamedCommand } from '../hadolint/commands';
import { keepsOutOfLayer } from '../hadolint/mounts';
import { installWord, isPipInstall, isPipWrapper, pipRuns } from '../hadolint/pip';
import { StageFlag } from '../hadolint/stage-flag';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

const truthy = /^(?:1|true|True|TRUE|on|On|ON|yes|Yes|YES)$/;

/** pip keeps what it downloads, for an install that never comes. */
export const pipCacheInLayer: Rule = {
  id: 'pip-cache-in-layer',
  summary: 'Keep the cache of pip out of the layer',
  category: 'size',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3042', cache: 'CACHE011' },
  docs: {
    why: 'pip keeps every wheel it downloads or builds in a cache directory, which is as large as the packages and becomes a part of the layer. Nothing in the image reads it again.',
    notes:
      '`ENV PIP_NO_CACHE_DIR=1` does the same for a whole stage. A cache mount over pip’s cache directory keeps the downloads for the next build and out of the layer: then nothing is reported.',
    bad: ['FROM python:3.12\nRUN pip install flask==3.0.3\n'],
    good: [
      'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n',
      'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.0.3\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3\n',
    ],
  },
  applies: (file) => pipRuns(file).length > 0,
  *check(file) {
    const stage = new StageFlag();
    const onbuild = new StageFlag();
    if (pipRuns(file).length === 0) return;
    for (const outer of file.dockerfile.instructions) {
      const instruction = outer.kind === 'ONBUILD' ? outer.trigger : outer;
      const flag = outer.kind === 'ONBUILD' ? onbuild : stage;
      if (instruction?.kind === 'FROM') flag.enter(instruction);
      else if (instruction?.kind === 'ENV' && instruction.pairs.some(switchesOff)) flag.set();
      else if (instruction?.kind === 'RUN' && !flag.holds) yield* keptIn(file, instruction);
    }
  },
};

function switchesOff({ key, value }: Pair): boolean {
  return key.value === 'PIP_NO_CACHE_DIR' && truthy.test(value?.value ?? '');
}

function* keptIn(file: LintFile, run: RunInstruction): Iterable<RuleFinding> {
  const asked = file.settings.asked('DL3042');
  if (keepsOutOfLayer(run, '.cache/pip') || switchedOffInside(run)) return;
  const commands = commandsOf(file, run).filter(
    (command) =>
      isPipInstall(command) &&
      !isPipWrapper(command) &&
      !hasArgument(command, '--no-cache-dir') &&
      (asked || !isKeptOut(file, run, command)),
  );
  const [first, ...others] = commands;
  if (!first) return;
  yield {
    span: { start: first.nameWord.span.start, end: (installWord(first) ?? first.nameWord).span.end },
    instruction: run,
    message:
      'pip leaves what it downloads in this layer, where nothing reads it again. Add --no-cache-dir, or mount a cache.',
    related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'So does this one.' })),
    fixes: () => fixesFor(file, run, commands),
  };
}

/** The first `PIP_NO_CACHE_DIR=` in the text, as hadolint reads it. */
function switchedOffInside({ command, argument }: RunInstruction): boolean {
  const { text } = command.form === 'exec' ? argument : command.script;
  return /^(?:1|[Tt]rue|TRUE|on|On|ON|yes|Yes|YES)/.test(text.split('PIP_NO_CACHE_DIR=')[1] ?? '');
}

/** The cache is off, or in a mount at another place than the usual one: what hadolint cannot see. */
function isKeptOut(file: LintFile, run: RunInstruction, command: NamedCommand): boolean {
  if (truthy.test(variableAt(file, run, 'PIP_NO_CACHE_DIR') ?? '')) return true;
  // pip takes the beginning of a flag for the flag.
  if (hasArgument(command, '--no-cache')) return true;
  const own = (name: string) =>
    command.command.assignments.find((assignment) => assignment.name === name)?.value?.value ??
    variableAt(file, run, name);
  const directory =
    flagValues(command, '--cache-dir').at(-1)?.value ??
    own('PIP_CACHE_DIR') ??
    `${own('XDG_CACHE_HOME') ?? `${homeOf(file, run)}/.cache`}/pip`;
  return isMounted(file, run, directory);
}

function fixesFor(file: LintFile, run: RunInstruction, commands: readonly NamedCommand[]): readonly Fix[] {
  const words = commands.map(installWord);
  if (!isEditable(file, run) || words.some((word) => !word)) return [];
  const edits = words.flatMap((word) =>
    word ? [{ span: { start: word.span.end, end: word.span.end }, newText: ' --no-cache-dir' }] : [],
  );
  return [{ title: 'Add --no-cache-dir', safe: true, edits }];
}
