import type { Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { baseName } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { keywordLike } from '../edits/block';
import { finalStages, isForDevelopment, startWords } from '../flow/final-stages';
import type { CopyStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import {
  buildsWith,
  ecosystemsWithDevelopment,
  type FullInstall,
  fullInstalls,
  isDevelopmentBase,
  runsInProduction,
} from '../layers/dev-dependencies';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** Test runners and compilers that production never starts are pulled and scanned with it. */
export const devDependenciesInFinalImage: Rule = {
  id: 'dev-dependencies-in-final-image',
  summary: 'Leave packages for development out of the image that runs',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE016' },
  docs: {
    why: 'A plain install brings test runners, linters and compilers along: often more than the program itself. All of it is pulled, scanned and patched, and is something more to attack.',
    notes:
      'Only reported where a container clearly runs the program as in production, nothing in the stage builds with these packages, and nothing says which packages to leave out (`NODE_ENV`, `--omit`, `BUNDLE_WITHOUT`, a later prune). Where the program is built, install a second time without them in a stage of its own, or prune in the builder before the copy. The fix is for you to check: a package that is declared in the wrong place is then missing.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
      'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\nCOPY --from=build /app/dist /app/dist\nCMD ["node", "/app/dist/main.js"]\n',
      'FROM python:3.12\nCOPY . .\nRUN poetry install\nCMD ["gunicorn", "app:app"]\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npm", "run", "dev"]\n',
      'FROM node:22\nENV NODE_ENV=production\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    ],
  },
  when: { uses: ecosystemsWithDevelopment },
  *check(file) {
    const seen = new Set<unknown>();
    for (const flow of finalStages(file)) {
      const { stage } = flow;
      if (isForDevelopment(stage) || isDevelopmentBase(rootOf(stage))) continue;
      for (const found of [...installsHere(file, flow), ...copiedPackages(file, flow)]) {
        if (seen.has(found.instruction)) continue;
        seen.add(found.instruction);
        yield found;
      }
    }
  },
};

function rootOf(stage: Stage): Stage {
  return stage.base.kind === 'stage' ? rootOf(stage.base.stage) : stage;
}

function* installsHere(file: LintFile, flow: StageFlow): Iterable<RuleFinding> {
  for (const install of fullInstalls(file, flow)) {
    const { recognised, run } = install;
    if (!isForProduction(file, flow, install) || buildsWith(flow, recognised)) continue;
    const { name } = ecosystemOf(recognised.ecosystem);
    yield {
      span: recognised.span,
      instruction: run.instruction,
      message: `${name} also installs what only development needs, and the image keeps it. ${install.flag ? `Add ${productionFlag(install)}.` : 'Leave those groups out (BUNDLE_WITHOUT="development:test").'}`,
      fixes: () => flagFix(install),
    };
  }
}

function flagFix(install: FullInstall): readonly Fix[] {
  const { recognised, run, command } = install;
  const flag = productionFlag(install);
  // Yarn 2 and later have another way.
  const berry = recognised.flags.has('--immutable') || recognised.flags.has('--mode');
  if (!flag || berry || !run.script.complete || run.instruction.command.form === 'exec') return [];
  const at = (recognised.subcommand ?? command.call.programWord).span.end;
  return [{ title: `Add ${flag}`, safe: false, edits: [{ span: { start: at, end: at }, newText: ` ${flag}` }] }];
}

/** npm before 7 does not know `--omit`. */
function productionFlag({ run, recognised, flag }: FullInstall): string | undefined {
  const { base } = rootOf(run.stage);
  const old =
    base.kind === 'image' && /^(\d|1[0-4])(\D|$)/.test(base.image.tag ?? '') && base.image.repository.endsWith('node');
  return recognised.ecosystem === 'npm' && old ? '--only=production' : flag;
}

/** `COPY --from=build /app/node_modules` of a stage that installed everything. */
function* copiedPackages(file: LintFile, flow: StageFlow): Iterable<RuleFinding> {
  for (const copy of flow.steps) {
    if (copy.kind !== 'copy' || !copy.instruction.fromStage) continue;
    const index = copy.sources.findIndex((source) => source !== undefined && baseName(source) === 'node_modules');
    const source = flowOf(file).stages[copy.instruction.fromStage.index];
    const word = copy.instruction.sources[index];
    if (!source || !word) continue;
    const install = fullInstalls(file, source).find(({ recognised }) =>
      /^(npm|yarn|pnpm|bun)$/.test(recognised.ecosystem),
    );
    if (!install || !isForProduction(file, flow, install)) continue;
    yield {
      span: word.span,
      instruction: copy.instruction,
      message: `These packages come from the full install of line ${file.range(install.command.command.span).start.line + 1}, with all that only development needs. Prune them there, or install without them in a stage of its own.`,
      related: [{ span: install.recognised.span, message: 'Everything is installed here.' }],
      fixes: () => pruneFix(file, copy, install),
    };
  }
}

/** A prune as the last step of the builder, if nothing but this copy uses the stage's packages. */
function pruneFix(file: LintFile, copy: CopyStep, { recognised }: FullInstall): readonly Fix[] {
  const stage = copy.instruction.fromStage;
  const command = { npm: 'npm prune --omit=dev', pnpm: 'pnpm prune --prod' }[recognised.ecosystem as string];
  const last = stage?.instructions.at(-1);
  const shared = file.dockerfile.stages.some(
    (other) =>
      (other.base.kind === 'stage' && other.base.stage === stage) ||
      (other !== copy.stage && other.instructions.some((one) => 'fromStage' in one && one.fromStage === stage)),
  );
  if (!stage || !command || !last || shared || last.kind !== 'RUN' || last.heredocs.length > 0) return [];
  const at = last.span.end;
  const text = `${file.dockerfile.eol}${keywordLike(last, 'RUN')} ${command}`;
  return [
    {
      title: 'Prune the packages in the builder',
      safe: false,
      edits: [{ span: { start: at, end: at }, newText: text }],
    },
  ];
}

function isForProduction(file: LintFile, { stage }: StageFlow, { recognised }: FullInstall): boolean {
  const last = stage.instructions.at(-1);
  const variables = last && scopeBefore(file.dockerfile, last).variables;
  const value = (name: string) => variables?.get(name)?.value ?? '';
  const modes = ['NODE_ENV', 'RAILS_ENV', 'RACK_ENV', 'APP_ENV', 'ENV'].map(value);
  if (modes.some((mode) => /^(dev|test|local|staging)/i.test(mode)) || hasNoDevelopmentPackages(file)) return false;
  if (recognised.ecosystem === 'composer' && /xdebug/i.test(file.dockerfile.text)) return false;
  const proven = modes.some((mode) => /^prod/i.test(mode));
  if (recognised.ecosystem === 'bundler') return /^prod/i.test(value('RAILS_ENV') || value('RACK_ENV'));
  return runsInProduction(startWords(file, stage), recognised.ecosystem, proven);
}

/** The project's package.json says so. */
function hasNoDevelopmentPackages({ context }: LintFile): boolean {
  const text = context?.read('package.json');
  return text !== undefined && !text.includes('"devDependencies"');
}
