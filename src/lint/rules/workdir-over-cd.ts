import type { Instruction, RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { indentOf, insertBelow, keywordLike } from '../edits/block';
import { cutAtChanges, leadsRun, workdirBefore } from '../edits/cut-at-cd';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, commandsOf, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule } from '../rule';

/** A cd ends with its RUN; WORKDIR says where things happen. */
export const workdirOverCd: Rule = {
  id: 'workdir-over-cd',
  summary: 'Change directories with WORKDIR instead of cd',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: ['DL3003'], cache: 'CACHE061' },
  docs: {
    why: 'A `cd` holds until its `RUN` ends, so it is written again in the next one or forgotten there. `WORKDIR` holds for everything below it, makes the directory if there is none, and can be seen in the image.',
    notes:
      "A `RUN` that does nothing but `cd` has no effect at all. The fix writes `WORKDIR` in front of a `RUN` that begins with `cd`, cuts one in two where it changes directory on its way, and puts the working directory back for what follows.\n\nA `cd` that no `WORKDIR` can stand for is not reported, unless hadolint's profile or code asks for it: in a subshell or a branch, to a directory that only the shell knows, or on the way of a `RUN` that has to stay one layer, because a later command deletes what an earlier one made or uses its variables. An option often does as well: `make -C`, `tar -C`, `git -C`, `npm --prefix`.",
    bad: [
      'FROM golang:1.23\nWORKDIR /src\nRUN cd /src/tools && go build ./...\n',
      'FROM debian:12\nRUN cd /srv\nRUN ls\n',
    ],
    good: ['FROM golang:1.23\nWORKDIR /src/tools\nRUN go build ./...\n'],
  },
  when: { calls: ['cd'] },
  *check(file) {
    for (const run of runsCalling(file, 'cd')) {
      if (run.onbuild) continue;
      const commands = commandsNamed(file, run, 'cd');
      const [first, ...others] = commands;
      if (!first) continue;
      const alone = commandsOf(file, run).length === 1;
      const replaceable = alone || leadsRun(file, run, first) || cutAtChanges(file, run, commands) !== undefined;
      if (!replaceable && !file.settings.asked('DL3003') && !file.settings.thorough) continue;
      const word = first.args[0];
      yield {
        span: { start: first.nameWord.span.start, end: (word ?? first.nameWord).span.end },
        instruction: run,
        message: messageFor(alone, replaceable),
        codes: alone ? { hadolint: 'DL3003', cache: 'CACHE061' } : { hadolint: 'DL3003' },
        related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'It changes again here.' })),
        fixes: () => (isEditable(file, run) ? fixesFor(file, run, commands, alone) : []),
      };
    }
  },
};

function messageFor(alone: boolean, replaceable: boolean): string {
  if (alone)
    return 'This changes the directory of a shell that ends right here, and nothing else. WORKDIR is what lasts.';
  return replaceable
    ? 'This directory holds until the RUN ends. WORKDIR says for all that follows where things happen.'
    : 'This directory holds until the RUN ends. WORKDIR could say where things happen if the RUN were cut in two here.';
}

function fixesFor(
  file: LintFile,
  run: RunInstruction,
  changes: readonly NamedCommand[],
  alone: boolean,
): readonly Fix[] {
  const { dockerfile } = file;
  const workdir = keywordLike(run, 'WORKDIR');
  // WORKDIR makes a directory that is not there, where cd would fail.
  if (alone) {
    const [target, more] = changes[0]?.args ?? [];
    if (!target || more || !isKnownPath(target.raw, scopeBefore(dockerfile, run))) return [];
    const newText = `${workdir} ${target.raw}`;
    return [{ title: `Write WORKDIR ${target.raw}`, safe: false, edits: [{ span: run.span, newText }] }];
  }
  const cut = cutAtChanges(file, run, changes);
  const restored = cut && restoring(file, run);
  if (!restored) return [];
  const said = cut.first === workdirBefore(file, run);
  const one = said ? `Leave out cd: WORKDIR is ${cut.first}` : `Write WORKDIR ${cut.first}`;
  const title = cut.count > 1 ? 'Write WORKDIR for each cd' : one;
  const back = restored
    .filter((path) => path !== cut.last)
    .map((path) => insertBelow(dockerfile, run, `${indentOf(dockerfile, run)}${workdir} ${path}${dockerfile.eol}`));
  return [{ title, safe: false, edits: [...cut.edits, ...back] }];
}

/** An absolute path that WORKDIR understands as the shell does. */
function isKnownPath(raw: string, { variables }: Scope): boolean {
  if (/^\/[\w./@+-]*$/.test(raw)) return true;
  const name = /^\$(?:(\w+)|\{(\w+)\})(?:\/[\w./@+-]*)?$/.exec(raw);
  return variables.get(name?.[1] ?? name?.[2] ?? '')?.value?.startsWith('/') === true;
}

/** The working directory to go back to for what follows: none where nothing needs it; undefined when it is not known. */
function restoring(file: LintFile, run: RunInstruction): readonly string[] | undefined {
  const { instructions, stages } = file.dockerfile;
  const behind = instructions.slice(run.index + 1);
  const next = behind.find((instruction) => instruction.kind === 'FROM' || minds(file, instruction));
  const isAbsolute = next?.kind === 'WORKDIR' && /^["']?\//.test(next.whole?.raw ?? '');
  if (isAbsolute && next.stage === run.stage) return [];
  if (next?.kind === 'FROM' && !stages.some(({ base }) => base.kind === 'stage' && base.stage === run.stage)) return [];
  const before = workdirBefore(file, run);
  return before === undefined ? undefined : [before];
}

/** What it does depends on the working directory, or it sets it. */
function minds(file: LintFile, instruction: Instruction): boolean {
  if (instruction.kind === 'COPY' || instruction.kind === 'ADD')
    return !/^["']?\//.test(instruction.destination?.raw ?? '');
  if (instruction.kind === 'RUN') {
    const [first] = file.shell(instruction).commands;
    return !(
      first?.step === 0 &&
      first.place === 'top' &&
      first.name.value === 'cd' &&
      first.args[0]?.value.startsWith('/')
    );
  }
  return !/^(?:ARG|ENV|EXPOSE|LABEL|MAINTAINER|USER|VOLUME|STOPSIGNAL|SHELL)$/.test(instruction.kind);
}
