import type { Instruction, RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { indentOf, insertBelow, keywordLike } from '../flow/block';
import { commandsNamed, commandsOf, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

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
      'A `RUN` that does nothing but `cd` has no effect at all. The fix is offered for a `cd` to an absolute path in front of everything else, and puts the working directory back for what follows. In the middle of a chain, an option often does (`make -C`, `tar -C`, `git -C`, `npm --prefix`), or the `RUN` is better cut in two.',
    bad: [
      'FROM golang:1.23\nWORKDIR /src\nRUN cd /src/tools && go build ./...\n',
      'FROM debian:12\nRUN cd /srv\nRUN ls\n',
    ],
    good: ['FROM golang:1.23\nWORKDIR /src/tools\nRUN go build ./...\n'],
  },
  *check(file) {
    for (const run of file.runs) {
      const commands = commandsNamed(file, run, 'cd');
      const [first, ...others] = commands;
      if (!first) continue;
      const alone = commandsOf(file, run).length === 1;
      const word = first.args[0];
      yield {
        span: { start: first.nameWord.span.start, end: (word ?? first.nameWord).span.end },
        instruction: run,
        message: alone
          ? 'This changes the directory of a shell that ends right here, and nothing else. WORKDIR is what lasts.'
          : 'This directory holds until the RUN ends. WORKDIR says for all that follows where things happen.',
        codes: alone ? { hadolint: 'DL3003', cache: 'CACHE061' } : { hadolint: 'DL3003' },
        related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'It changes again here.' })),
        fixes: others.length > 0 || !isEditable(file, run) ? [] : fixesFor(file, run, first, alone),
      };
    }
  },
};

function fixesFor(file: LintFile, run: RunInstruction, cd: NamedCommand, alone: boolean): readonly Fix[] {
  const { dockerfile } = file;
  const [target, more] = cd.args;
  const [step, next] = file.shell(run).steps;
  if (!target || more || run.heredocs.length > 0 || step?.kind !== 'command' || cd.command.place !== 'top') return [];
  const scope = scopeBefore(dockerfile, run);
  if (cd.command.step !== 0 || cd.nameWord.span.start !== step.span.start || !isKnownPath(target.raw, scope)) return [];
  const workdir = `${keywordLike(run, 'WORKDIR')} ${target.raw}`;
  const title = `Write WORKDIR ${target.raw}`;
  if (alone) return [{ title, safe: false, edits: [{ span: run.span, newText: workdir }] }];
  if (next?.operator !== '&&' || dockerfile.text.slice(step.span.end, next.span.start).includes('#')) return [];
  if (
    commandsOf(file, run).some(
      ({ name, args }) => /^(?:pushd|popd)$/.test(name) || args.some(({ value }) => /OLDPWD/.test(value)),
    )
  )
    return [];
  const restored = restoring(file, run, scope.workdir);
  if (!restored) return [];
  const indent = indentOf(dockerfile, run);
  const edits: SpanEdit[] = [
    { span: { start: run.span.start, end: run.span.start }, newText: `${workdir}${dockerfile.eol}${indent}` },
    { span: { start: step.span.start, end: next.span.start }, newText: '' },
    ...restored.map((path) =>
      insertBelow(dockerfile, run, `${indent}${keywordLike(run, 'WORKDIR')} ${path}${dockerfile.eol}`),
    ),
  ];
  // WORKDIR makes a directory that is not there, where cd would fail.
  return [{ title, safe: false, edits }];
}

/** An absolute path that WORKDIR understands as the shell does. */
function isKnownPath(raw: string, { variables }: Scope): boolean {
  if (/^\/[\w./@+-]*$/.test(raw)) return true;
  const name = /^\$(?:(\w+)|\{(\w+)\})(?:\/[\w./@+-]*)?$/.exec(raw);
  return variables.get(name?.[1] ?? name?.[2] ?? '')?.value?.startsWith('/') === true;
}

/** The working directory to go back to for what follows: none where nothing needs it; undefined when it is not known. */
function restoring(file: LintFile, run: RunInstruction, before: string | undefined): readonly string[] | undefined {
  const { instructions } = file.dockerfile;
  const next = instructions
    .slice(run.index + 1)
    .find((instruction) => instruction.kind === 'FROM' || minds(instruction));
  if (next?.kind === 'WORKDIR' && next.stage === run.stage && /^["']?\//.test(next.whole?.raw ?? '')) return [];
  return before === undefined ? undefined : [before];
}

/** What it does depends on the working directory, or it sets it. */
function minds({ kind }: Instruction): boolean {
  return !/^(?:ARG|ENV|EXPOSE|LABEL|MAINTAINER|USER|VOLUME|STOPSIGNAL|SHELL)$/.test(kind);
}
