import { plural } from '../../shared/plural';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { type Fused, fusedBuild, splitFused } from '../order/fused-build';
import { placesOf } from '../order/misplaced';
import { inputNames, takesOnlyInputs } from '../order/source-copy';
import type { LintFile, Rule } from '../rule';

/** One RUN is one layer: what is built from the source takes the installed dependencies with it. */
export const installAndBuildInOneRun: Rule = {
  id: 'install-and-build-in-one-run',
  summary: 'Install dependencies and build in RUN instructions of their own',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE015' },
  docs: {
    why: 'A `RUN` is cached as a whole. With the install and the build in one, every edited source file installs all dependencies again before it builds.',
    notes:
      'The fix cuts the `RUN` in two where the commands are joined by `&&` and share no shell variables or options; a leading `cd` is carried over. Then the copies that only the build reads can go behind the install. Where the install stands below a copy of the whole source, `copy-source-before-install` reports both mistakes as one.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY src src\nRUN npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY web/package.json web/pnpm-lock.yaml web/\nCOPY web/src web/src\nRUN cd web && pnpm install --frozen-lockfile && pnpm build\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n',
      'FROM node:22\nRUN git clone --branch v1.2.3 https://example.com/tool.git /tool && cd /tool && npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci && npm cache clean --force\n',
    ],
  },
  when: { does: ['install', 'prime'] },
  *check(file) {
    // Where the install stands below the source, that is the mistake, and its finding carries this one's code.
    const reported = new Set(placesOf(file).spoiled.map(({ run }) => run.instruction));
    for (const flow of flowOf(file).stages) {
      const copies: CopyStep[] = [];
      for (const step of flow.steps) {
        if (step.kind === 'copy') copies.push(step);
        else if (step.stage === flow.stage) {
          const fused = reported.has(step.instruction) ? undefined : fusedBuild(step);
          if (fused && copies.some((copy) => bringsMoreThanInputs(file, copy, fused.install)))
            yield finding(file, step, fused);
        }
      }
    }
  },
};

function bringsMoreThanInputs(file: LintFile, copy: CopyStep, { recognised }: FlowCommand): boolean {
  if (copy.origin !== 'context' || !recognised) return false;
  return !takesOnlyInputs(copy, inputNames(ecosystemOf(recognised.ecosystem), recognised), file.context);
}

function finding(file: LintFile, run: RunStep, { install, build }: Fused) {
  const { text } = file.dockerfile;
  const words = ({ recognised, command }: FlowCommand) => {
    const { start, end } = recognised?.span ?? command.span;
    return text.slice(start, end).replace(/\s*\\\s*/g, ' ');
  };
  const { fix, reason } = splitFused(file, run, build);
  const why = reason ? ` There is no automatic fix, because ${reason}.` : '';
  const { packages } = install.recognised ?? {};
  const what = packages && packages.length > 0 ? ` (${plural(packages.length, 'package')})` : '';
  return {
    span: build.recognised?.span ?? build.command.span,
    instruction: run.instruction,
    message: `\`${words(build)}\` shares its layer with \`${words(install)}\`${what}: every edited file installs all dependencies again. Build in a RUN of its own.${why}`,
    related: [
      { span: install.recognised?.span ?? install.command.span, message: 'The dependencies are installed here.' },
    ],
    fixes: fix ? [fix] : [],
  };
}
