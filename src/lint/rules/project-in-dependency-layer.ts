import { baseName, relativeTo } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import type { CopyStep, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { flagsText } from '../flow/mounts';
import { wordsOf } from '../flow/words';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import { placesOf } from '../order/misplaced';
import { primingCommand } from '../order/priming-command';
import { dependenciesOnlyFlag, installsProject, isLocalProject } from '../order/project-install';
import { inputNames, takesOnlyInputs } from '../order/source-copy';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** A project installed along with its dependencies takes them with it whenever it changes. */
export const projectInDependencyLayer: Rule = {
  id: 'project-in-dependency-layer',
  summary: 'Install the dependencies without the project first',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE020' },
  docs: {
    why: '`pip install .`, `uv sync`, `poetry install` and `pdm install` install the project itself as well, so its source has to be there, and every edited module installs all dependencies again. Installed in two steps, the dependencies keep their layer.',
    notes:
      'Use `uv sync --no-install-project`, `poetry install --no-root` or `pdm sync --no-self` above the source, and the plain command below it; the fix writes that where the build context shows that the manifests are enough. For pip list the dependencies in a requirements file or a dependency group and install it first. An install with nothing but the manifest and a README copied is a layer of dependencies already, and is not reported. Below a copy of the whole source `copy-source-before-install` says the same.',
    bad: [
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml README.md ./\nCOPY src ./src\nRUN pip install .\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nCOPY shop/ shop/\nRUN uv sync --locked\n',
    ],
    good: [
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml README.md ./\nRUN pip install .\nCOPY src ./src\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-install-project\nCOPY shop/ shop/\nRUN uv sync --locked\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY setup.py ./\nCOPY shop/ shop/\nRUN pip install .\n',
    ],
  },
  when: { does: ['install', 'prime'] },
  *check(file) {
    const reported = new Set(placesOf(file).spoiled.map(({ run }) => run.instruction));
    for (const flow of flowOf(file).stages) {
      const found = firstInstall(file, flow);
      if (found && !reported.has(found.run.instruction)) yield finding(file, found);
    }
  },
};

interface Found {
  readonly run: RunStep;
  readonly install: FlowCommand;
  /** The first copy that brings modules of the project. */
  readonly copy: CopyStep;
}

/** The first install of the chain decides: behind it, the dependencies are there. */
function firstInstall(file: LintFile, flow: StageFlow): Found | undefined {
  const copies: CopyStep[] = [];
  for (const step of flow.steps) {
    if (step.kind === 'copy') {
      copies.push(step);
      continue;
    }
    const install = step.commands.find(
      ({ recognised }) =>
        recognised &&
        ecosystemOf(recognised.ecosystem).family === 'python' &&
        /^(?:install|prime)$/.test(recognised.role),
    );
    if (!install) continue;
    if (step.stage !== flow.stage || install.command.conditional || !installsProject(install)) return undefined;
    const copy = copies.find((other) => bringsModules(file, other, install));
    return copy && { run: step, install, copy };
  }
  return undefined;
}

/** A folder of the project, or modules, copied by name; an empty package or a version alone is a stub on purpose. */
function bringsModules({ context }: LintFile, copy: CopyStep, { recognised, directory }: FlowCommand): boolean {
  if (copy.origin !== 'context' || !recognised || directory === undefined || copy.destination === undefined)
    return false;
  if (relativeTo(directory, copy.destination) === undefined) return false;
  if (takesOnlyInputs(copy, inputNames(ecosystemOf(recognised.ecosystem), recognised), context)) return false;
  return copy.sources.some((source) => {
    if (source === undefined) return false;
    const name = baseName(source);
    if (context && context.kind(source) === 'directory') return true;
    return /^[\w-]+$/.test(name)
      ? !/^(?:license|licence|readme|changelog|authors|makefile|version|notice|copying|manifest|requirements|tests?|docs?)$/i.test(
          name,
        )
      : /\.py$/.test(name) && !/^(?:setup|__init__|_?version|__version__|__about__|hatch_build|build)\.py$/.test(name);
  });
}

function finding(file: LintFile, { run, install, copy }: Found): RuleFinding {
  const span = install.recognised?.span ?? install.command.span;
  const fix = twoSteps(file, { run, install, copy });
  const advice = isLocalProject(install)
    ? 'List the dependencies in a file of their own (a requirements file, a dependency group) and install that above the copy.'
    : `Install the dependencies without the project (${dependenciesOnlyFlag(install)}) above the copy, and the project below.`;
  return {
    span,
    instruction: run.instruction,
    message: `\`${wordsOf(file, span)}\` installs the project along with its dependencies, so every edited module installs all of them again. ${advice}`,
    related: [{ span: copy.instruction.span, message: 'The source of the project comes in here.' }],
    fixes: fix ? [fix] : [],
  };
}

/** The install without the project in front of the source; what it reads has to be there by then. */
function twoSteps(file: LintFile, { run, install, copy }: Found): Fix | undefined {
  const known = knownInstalls(file).find((entry) => entry.command === install);
  const ecosystem = install.recognised && ecosystemOf(install.recognised.ecosystem);
  if (!file.context || !known || !ecosystem || copy.stage !== run.stage || install.directory !== run.workdir)
    return undefined;
  if (run.script.steps.length !== 1 || !isEnough(file, known, copy)) return undefined;
  const between = run.stage.instructions.filter(
    ({ index, kind }) =>
      index > copy.instruction.index && index < run.instruction.index && !/^(?:COPY|ADD|LABEL|EXPOSE)$/.test(kind),
  );
  const spoiled = { run, install, ecosystem, copy, manifestsCopied: true };
  const priming = between.length === 0 ? primingCommand(spoiled, known.inputs, file.context) : undefined;
  if (!priming) return undefined;
  const { dockerfile } = file;
  const line = `${indentOf(dockerfile, run.instruction)}${keywordLike(run.instruction, 'RUN')} ${flagsText(file, run.instruction)}${priming.text}${dockerfile.eol}`;
  return {
    title: 'Install the dependencies before the source is copied',
    safe: true,
    edits: [insertAbove(dockerfile, copy.instruction, line)],
  };
}

/** Manifest, lock file and configuration stand above the copy, and there is nothing else to read. */
function isEnough({ context }: LintFile, { inputs, files, place, stage }: KnownInstall, copy: CopyStep): boolean {
  if (!context || inputs.members.length + inputs.pathDependencies.length > 0) return false;
  if (inputs.locks.length === 0) return false;
  const below = stage.steps.slice(stage.steps.indexOf(copy)).filter((step) => step.kind === 'copy');
  return [...inputs.manifests, ...inputs.locks, ...inputs.configs.map(({ path }) => path)].every((path) => {
    const origin = files.origin(place(path));
    return origin?.copy !== undefined && !below.includes(origin.copy);
  });
}
