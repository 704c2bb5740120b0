import { blockOf, blockText, insertAbove, removeBlock } from '../edits/block';
import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { wordsOf } from '../flow/words';
import { partsOf } from '../order/run-parts';
import type { Fix, LintFile, Rule } from '../rule';

/** Every commit changes `.git`, whatever it touches. */
export const gitHistoryCopiedEarly: Rule = {
  id: 'git-history-copied-early',
  summary: 'Copy the Git history below the steps that do not read it',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE036' },
  docs: {
    why: '`.git` changes with every commit, also one that touches nothing but documentation, and even with a fetch. A copy of it above an install makes the install run again each time.',
    notes:
      'Copy it right above the step that reads it, mount it there (`RUN --mount=type=bind,source=.git,target=.git …`), or pass the revision as an `ARG` that is declared late. Builds, and installs of the project itself, may read the history for their version (setuptools-scm, hatch-vcs, gemspecs with `git ls-files`), so only installs that cannot are reported. A `COPY .` that takes `.git` along is the matter of the ignore file: see `wide-copy-without-dockerignore`.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY .git .git\nCOPY package.json package-lock.json ./\nRUN npm ci\nRUN git describe > version\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY .git .git\nRUN git describe > version\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY .git .git\nRUN pip install .\n',
    ],
  },
  when: { has: ['COPY', 'ADD'] },
  applies: ({ dockerfile }) => dockerfile.text.includes('.git'),
  *check(file) {
    const reported = new Set<CopyStep['instruction']>();
    for (const flow of flowOf(file).stages) {
      for (const [at, copy] of flow.steps.entries()) {
        if (copy.kind !== 'copy' || copy.origin !== 'context' || reported.has(copy.instruction)) continue;
        const source = copy.sources.findIndex((path) => path !== undefined && /(?:^|\/)\.git(?:\/|$)/.test(path));
        if (source < 0 || flow.steps.slice(0, at).some((step) => step.kind === 'copy' && step.wide)) continue;
        const spoiled = spoiledBy(flow.steps.slice(at + 1));
        // The stage that the copy is written in reports it; a child only what the parent has no heavy step for.
        if (!spoiled || (copy.stage !== flow.stage && spoiled.run.stage !== flow.stage)) continue;
        reported.add(copy.instruction);
        const fix = copy.stage === flow.stage ? moveFix(file, copy, spoiled.run) : undefined;
        const word = copy.instruction.sources[source] ?? copy.instruction.sources[0];
        yield {
          span: word?.span ?? copy.instruction.keywordSpan,
          instruction: copy.instruction,
          message: `The history changes with every commit, whatever it touches, and \`${nameOf(file, spoiled.entry)}\` below runs again each time without reading it. Copy it right above the step that does.`,
          related: [
            {
              span: spoiled.entry.recognised?.span ?? spoiled.entry.command.span,
              message: 'Runs again with every commit.',
            },
          ],
          fixes: fix ? [fix] : [],
        };
      }
    }
  },
};

interface Spoiled {
  readonly run: RunStep;
  readonly entry: FlowCommand;
}

/** The first install that has no use for the history; nothing that may read it runs in front. */
function spoiledBy(steps: ReturnType<typeof flowOf>['stages'][number]['steps']): Spoiled | undefined {
  for (const run of steps) {
    if (run.kind === 'copy') {
      if (run.wide) return undefined;
      continue;
    }
    const entry = run.commands.find(isIndependent);
    if (entry && !run.commands.some(({ call }) => call.program === 'git')) return { run, entry };
  }
  return undefined;
}

const projects = /^(?:npm|yarn|pnpm|bun|composer|go|dotnet|deno)$/;

function isIndependent({ recognised }: FlowCommand): boolean {
  if (!recognised || recognised.localFiles.length > 0) return false;
  if (/^(?:system-install|system-upgrade|tools)$/.test(recognised.role)) return true;
  if (recognised.role !== 'install' && recognised.role !== 'prime') return false;
  return projects.test(recognised.ecosystem) || (recognised.ecosystem === 'pip' && recognised.manifestArgs.length > 0);
}

function nameOf(file: LintFile, { call, recognised }: FlowCommand): string {
  return wordsOf(file, recognised?.span ?? call.programWord.span);
}

/** Moves the copy behind the last of the installs that follow it without a step in between that may read the history. */
function moveFix(file: LintFile, copy: CopyStep, run: RunStep): Fix | undefined {
  const { dockerfile } = file;
  if (copy.instruction.sources.length !== 1 || !copy.destination?.startsWith('/')) return undefined;
  const { instructions } = run.stage;
  const from = instructions.indexOf(copy.instruction);
  const to = instructions.indexOf(run.instruction);
  const between = instructions.slice(from + 1, to + 1);
  const steps = flowOf(file).stages[run.stage.index]?.steps ?? [];
  const free = between.every((instruction) => {
    if (
      instruction.kind === 'COPY' ||
      instruction.kind === 'LABEL' ||
      instruction.kind === 'ENV' ||
      instruction.kind === 'ARG'
    )
      return true;
    const step = steps.find((other) => other.instruction === instruction);
    return step?.kind === 'run' && step.script.complete && !partsOf(step).includes('other');
  });
  const next = instructions[to + 1];
  if (!free || !next || copy.instruction.destination?.variables.length) return undefined;
  const text = blockText(dockerfile, blockOf(dockerfile, copy.instruction));
  return {
    title: `Copy the history below the install`,
    safe: false,
    edits: [removeBlock(dockerfile, copy.instruction), insertAbove(dockerfile, next, text)],
  };
}
