import type { RunInstruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import type { Span } from '../../shared/span';
import { baseName } from '../../shell/dialect';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import { commandsOf, isEditable, pipesOf } from '../hadolint/commands';
import { setsPipefail } from '../hadolint/pipefail';
import { shellOfStage } from '../hadolint/stage-shell';
import type { Fix, LintFile, Rule } from '../rule';

/** Without pipefail only the last command of a pipe decides whether the RUN has failed. */
export const pipefail: Rule = {
  id: 'pipefail',
  summary: 'Make a RUN fail when any command of a pipe fails',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL4006', cache: 'CACHE059' },
  docs: {
    why: 'A shell takes the result of the last command for the result of the pipe. A download that breaks off in `curl … | tar xz` is a success, the half-empty layer is cached, and the build fails somewhere else or not at all.',
    notes:
      '`SHELL` holds until the next `FROM`. Debian’s `/bin/sh` knows no `pipefail` in older releases, so `bash` is needed there; in Alpine `/bin/ash` knows it. The fix is offered where the base image is known to have one of them, by its name or by the package manager that the stage uses. A `set -o pipefail` in front of the pipe in the same `RUN` is as good.',
    bad: [
      'FROM debian:12\nRUN curl -fsSL https://example.com/tool.tgz | tar -xz\n',
      'FROM alpine:3.20\nRUN wget -qO- https://example.com/list | sort > /list\n',
    ],
    good: [
      'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/tool.tgz | tar -xz\n',
      'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && curl -fsSL https://example.com/tool.tgz | tar -xz\n',
      'FROM debian:12\nRUN curl -fsSLO https://example.com/tool.tgz && tar -xzf tool.tgz\n',
    ],
  },
  when: { has: ['RUN', 'ONBUILD'] },
  applies: (file) => file.runs.some((run) => pipesOf(file, run).length > 0),
  *check(file) {
    const asked = file.settings.asked('DL4006');
    const stages = new Map<Stage | undefined, boolean>();
    let on = false;
    let first: RunInstruction | undefined;
    for (const instruction of file.dockerfile.instructions) {
      const { stage } = instruction;
      if (instruction.kind === 'FROM' || instruction.kind === 'SHELL') {
        const inherited = stage?.base.kind === 'stage' && stages.get(stage.base.stage) === true;
        // A stage starts with the shell of the one it is from. hadolint forgets that.
        on = instruction.kind === 'SHELL' ? setsPipefail(file, instruction) : inherited && !asked;
        stages.set(stage, on);
        first = undefined;
      }
      if (on || instruction.kind !== 'RUN') continue;
      const all = pipesOf(file, instruction);
      if (all.length === 0) continue;
      const settings = settingsOf(file, instruction);
      const downloads = downloadsOf(file, instruction);
      const pipes = all.filter(({ source }) => !settings.some((end) => end <= source.start));
      const download = pipes.find(({ source }) =>
        downloads.some(({ start, end }) => start >= source.start && end <= source.end),
      );
      const pipe = download ?? pipes[0];
      if (!pipe) continue;
      first ??= instruction;
      const top = first;
      yield {
        span: pipe.span,
        instruction,
        message: download
          ? 'If the download breaks off, this pipe succeeds all the same and the broken layer is cached. Set pipefail.'
          : 'If what stands in front of this pipe fails, the RUN succeeds all the same. Set pipefail.',
        codes: download ? { hadolint: 'DL4006', cache: 'CACHE059' } : { hadolint: 'DL4006' },
        fixes: () => fixesFor(file, instruction, top),
      };
    }
  },
};

/** Where a `set -o pipefail` of the RUN ends: hadolint takes no notice of one, which is a mistake of its own. */
function settingsOf(file: LintFile, run: RunInstruction): readonly number[] {
  if (file.settings.asked('DL4006')) return [];
  return commandsOf(file, run).flatMap(({ name, args, command }) => {
    const sets =
      name === 'set' &&
      command.place === 'top' &&
      !command.conditional &&
      args.some(({ value }, at) => /^-\w*o$/.test(value) && args[at + 1]?.value === 'pipefail');
    return sets ? [command.span.end] : [];
  });
}

function downloadsOf(file: LintFile, run: RunInstruction): readonly Span[] {
  return commandsOf(file, run).flatMap(({ name, command }) => (/^(?:curl|wget)$/.test(name) ? [command.span] : []));
}

/** One SHELL above the first RUN that needs it; the fixes of the others are the same edit. */
function fixesFor(file: LintFile, run: RunInstruction, first: RunInstruction): readonly Fix[] {
  const { dockerfile } = file;
  if (!isEditable(file, run)) return [];
  const words = shellWords(file, scopeBefore(dockerfile, first).shell, first);
  if (!words) return [];
  const shell = `SHELL [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  const line = `${indentOf(dockerfile, first)}${keywordLike(first, 'SHELL')}${shell.slice(5)}${dockerfile.eol}`;
  // Another shell may read the instructions below it otherwise.
  return [{ title: `Insert ${shell}`, safe: false, edits: [insertAbove(dockerfile, first, line)] }];
}

function shellWords(
  file: LintFile,
  words: readonly string[] | undefined,
  run: RunInstruction,
): readonly string[] | undefined {
  const [program] = words ?? [];
  if (!words || (words.length === 2 && program === '/bin/sh')) {
    const known = shellOfStage(file, run.stage);
    return known && [known, '-o', 'pipefail', '-c'];
  }
  const at = words.length - 1;
  if (!/^(?:bash|zsh|ash)$/.test(baseName(program ?? '')) || at < 1) return undefined;
  return [...words.slice(0, at), '-o', 'pipefail', ...words.slice(at)];
}
