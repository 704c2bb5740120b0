import type { Span } from '../../shared/span';
import { flagValues } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { appendToRun } from '../edits/append-to-run';
import { finalStages, isForDevelopment, startWords } from '../flow/final-stages';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** Compilers and headers that only the build needed stay in the image. */
export const compilersInImage: Rule = {
  id: 'compilers-in-image',
  summary: 'Leave compilers and headers out of the final image',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE055' },
  docs: {
    why: 'A compiler with its headers is some hundred megabytes, and everything a container does not need is something more to patch and to attack with.',
    notes:
      'Compile in a stage of its own and copy the result, or remove the packages in the `RUN` that installs them: a later `RUN` only hides them. Instead of a `-dev` package the image needs the library alone at run time (`libpq5` for `libpq-dev`). Reported is only what a compile in the same image explains, and no image that is started with a shell or a compiler.',
    bad: [
      'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
      'FROM php:8-fpm-alpine\nRUN apk add --no-cache --virtual .build-deps autoconf g++ make && pecl install redis\nCMD ["php-fpm"]\n',
    ],
    good: [
      'FROM python:3.12-slim AS build\nRUN apt-get update && apt-get install -y gcc libpq-dev\nRUN pip wheel -w /wheels psycopg2\nFROM python:3.12-slim\nCOPY --from=build /wheels /wheels\nRUN pip install /wheels/*\nCMD ["python", "app.py"]\n',
      'FROM php:8-fpm-alpine\nRUN apk add --no-cache --virtual .build-deps autoconf g++ make && pecl install redis && apk del .build-deps\nCMD ["php-fpm"]\n',
    ],
  },
  when: { does: ['system-install'] },
  *check(file) {
    const reported = new Set<RunStep['instruction']>();
    for (const flow of finalStages(file)) {
      if (isForDevelopment(flow.stage) || !runsAService(file, flow)) continue;
      const runs = flow.steps.filter((step) => step.kind === 'run');
      if (!runs.some((run) => buildPackages(run).length > 0)) continue;
      // Packages that are removed later are another mistake.
      if (runs.some(({ commands }) => commands.some(removesPackages))) continue;
      for (const [at, run] of runs.entries()) {
        const found = buildPackages(run);
        if (found.length === 0 || reported.has(run.instruction)) continue;
        const group = virtualGroup(run);
        const compile = runs.slice(at).flatMap(({ commands }) => commands.filter(compiles))[0];
        if (!compile && !group) continue;
        reported.add(run.instruction);
        yield finding(file, run, found, compile?.command.span, group);
      }
    }
  },
};

function finding(
  file: LintFile,
  run: RunStep,
  words: readonly ShellWord[],
  compile: Span | undefined,
  group: ShellWord | undefined,
): RuleFinding {
  const [first, ...others] = words as readonly [ShellWord, ...ShellWord[]];
  const names = words.slice(0, 4).map(({ value }) => value);
  const more = words.length > 4 ? ' and more' : '';
  const them = words.length > 1 ? 'them' : 'it';
  return {
    span: first.span,
    instruction: run.instruction,
    message: `${names.join(', ')}${more}: needed to compile, and nothing takes ${them} out of the image again. Compile in a stage of its own, or remove ${them} in the same RUN.`,
    related: [
      ...others.map(({ span, value }) => ({ span, message: `"${value}" stays, too.` })),
      ...(compile ? [{ span: compile, message: 'This is what needs it.' }] : []),
    ],
    fixes: () => (group ? removeGroup(file, run, group, compile) : []),
  };
}

/** The group goes at the end of its own RUN, if that is where the compile is. */
function removeGroup(file: LintFile, run: RunStep, group: ShellWord, compile: Span | undefined): readonly Fix[] {
  const { span } = run.instruction;
  const here = compile !== undefined && compile.start >= span.start && compile.end <= span.end;
  const name = group.value.replace(/^(?:--virtual=|-t=?)/, '');
  const edit = here && /^[\w.+-]+$/.test(name) ? appendToRun(file, run.instruction, `apk del ${name}`) : undefined;
  return edit ? [{ title: `Remove ${name} in the same RUN`, safe: false, edits: [edit] }] : [];
}

const buildOnly =
  /^(?:gcc|g\+\+|gcc-c\+\+|clang|make|cmake|automake|autoconf|libtool|ninja-build|build-essential|build-base|base-devel|musl-dev|libc6?-dev|linux-headers|kernel-headers|[\w.+-]+-(?:dev|devel)|gcc-\d+|g\+\+-\d+|clang-\d+)$/;

/** Has headers in it, and more that programs need. */
const alsoForRunning = /^(?:(?:dotnet|java|openjdk|jdk|node|nodejs|golang|rust|gir|cuda|libcudnn|ocaml|ghc)[\w.+-]*)$/;

function buildPackages(run: RunStep): readonly ShellWord[] {
  if (!run.script.complete) return [];
  return run.commands.flatMap(({ recognised }) =>
    recognised?.role === 'system-install'
      ? recognised.packages.filter((word) => {
          const name = word.value.replace(/(?:[=<>~@].*|:\w+)$/, '');
          return buildOnly.test(name) && !alsoForRunning.test(name);
        })
      : [],
  );
}

/** The name of the group in `apk add --virtual name`. */
function virtualGroup(run: RunStep): ShellWord | undefined {
  return run.commands
    .filter(({ recognised }) => recognised?.ecosystem === 'apk' && recognised.role === 'system-install')
    .flatMap(({ call }) => flagValues(call, '--virtual', '-t').map(({ word }) => word))[0];
}

function removesPackages({ recognised, call }: FlowCommand): boolean {
  return recognised?.role === 'system-remove' || call.program === 'apt-mark';
}

/** It compiles, or installs packages of a language that are compiled while they are installed. */
function compiles({ recognised, call, command }: FlowCommand): boolean {
  const { program = '', args } = call;
  if (
    /^(?:make|cmake|gcc|g\+\+|cc|c\+\+|clang|ninja|meson|configure|pecl|phpize|docker-php-ext-install|luarocks|node-gyp)$/.test(
      program,
    )
  )
    return command.name.value !== 'command' && !args.some(({ value }) => value === '--version');
  switch (recognised?.ecosystem) {
    case 'pip':
    case 'uv':
    case 'poetry':
    case 'pdm':
    case 'pipenv':
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bundler':
    case 'cargo':
      return recognised.role === 'install' || recognised.role === 'prime' || recognised.role === 'tools';
    default:
      return false;
  }
}

const toolboxes =
  /^(?:\/(?:usr\/)?bin\/)?(?:env )?(?:sh|bash|zsh|ash|fish|make|cmake|gcc|g\+\+|sleep|tail|cargo|go|mix|iex|irb|ghci|R|jupyter(?:-\w+)?|code-server|sshd?|rails|bundle|tini|dumb-init)\b/;

/** A container of it runs one program, not what somebody types or compiles in it. */
function runsAService(file: LintFile, { stage }: StageFlow): boolean {
  const words = startWords(file, stage).filter((word) => !/^-/.test(word));
  return words.length > 0 && !words.some((word) => toolboxes.test(word.trim().replace(/^exec\s+/, '')));
}
