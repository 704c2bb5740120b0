import type { Stage } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import type { EcosystemId } from '../ecosystems/ecosystem';
import type { Recognised } from '../ecosystems/recognise';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import type { LintFile } from '../rule';

/** How a package manager is told to leave out what only development needs. */
export interface ProductionForm {
  /** Flags and settings of the command that show somebody has thought of it, one way or the other. */
  readonly decided: RegExp;
  /** Variables that decide it. */
  readonly variables: RegExp;
  /** What to add behind the subcommand. */
  readonly flag: string | undefined;
}

const node = /^(NODE_ENV|NPM_CONFIG_(PRODUCTION|OMIT|ONLY|INCLUDE)|YARN_PRODUCTION)$/i;
const nodeFlags = /^(-P|-D|--(prod|production|omit|only|include|no-dev|dev|also|ignore-workspace)(=.*)?)$/;

const forms: Partial<Readonly<Record<EcosystemId, ProductionForm>>> = {
  npm: { decided: nodeFlags, variables: node, flag: '--omit=dev' },
  yarn: { decided: nodeFlags, variables: node, flag: '--production' },
  pnpm: { decided: nodeFlags, variables: node, flag: '--prod' },
  bun: { decided: nodeFlags, variables: node, flag: '--production' },
  composer: {
    decided: /^--(no-)?dev$/,
    variables: /^(COMPOSER_NO_DEV|COMPOSER_DEV_MODE|APP_ENV|APP_DEBUG)$/,
    flag: '--no-dev',
  },
  bundler: {
    decided: /^(--(without|with|deployment|only)(=.*)?)$/,
    variables: /^BUNDLE_(WITHOUT|WITH|DEPLOYMENT|ONLY)$/,
    flag: undefined,
  },
  poetry: {
    decided: /^--(only|without|with|no-dev|dev|only-root|all-groups|extras|all-extras)(=.*)?$/,
    variables: /^POETRY_(WITHOUT|ONLY|WITH|NO_DEV)$/,
    flag: '--only main',
  },
  uv: {
    decided: /^--(no-dev|dev|only-dev|no-default-groups|(all-|no-|only-)?groups?|no-install-package)(=.*)?$/,
    variables: /^UV_(NO_DEV|NO_GROUP|NO_DEFAULT_GROUPS|DEV)$/,
    flag: '--no-dev',
  },
  pdm: {
    decided: /^(-G|-d|--(prod|production|dev|no-default|group|without)(=.*)?)$/,
    variables: /^PDM_/,
    flag: '--prod',
  },
};

/** Managers that know packages only development needs. */
export const ecosystemsWithDevelopment = Object.keys(forms) as readonly EcosystemId[];

/** Managers whose early install, without the project itself, installs all that the later one would. */
const wholePrimes: ReadonlySet<EcosystemId> = new Set(['poetry', 'uv', 'pdm']);

/** An install of everything, development included, that nothing in its chain takes back. */
export interface FullInstall {
  readonly run: RunStep;
  readonly command: FlowCommand;
  readonly recognised: Recognised;
  readonly flag: string | undefined;
}

/** The last full install of the chain for an ecosystem; none when any step decides about development packages. */
export function fullInstalls(file: LintFile, { steps }: StageFlow): readonly FullInstall[] {
  const found = new Map<EcosystemId, FullInstall>();
  const decided = new Set<EcosystemId>();
  for (const run of steps) {
    if (run.kind !== 'run') continue;
    for (const command of run.commands) {
      const { recognised, call } = command;
      if (/\b(production|omit|without|only|no-dev)\b/.test(configures(command))) return [];
      if (call.program === 'rm' && call.args.some(({ value }) => /(node_modules|vendor|\.venv)\/?$/.test(value)))
        return [];
      const form = recognised && forms[recognised.ecosystem];
      if (!recognised || !form) continue;
      if (recognised.role === 'finish' && recognised.subcommand?.value === 'prune') decided.add(recognised.ecosystem);
      const installs =
        recognised.role === 'install' || (recognised.role === 'prime' && wholePrimes.has(recognised.ecosystem));
      if (!installs || command.command.conditional) continue;
      const scope = scopeBefore(file.dockerfile, run.instruction);
      if (isFull(command, form, scope)) found.set(recognised.ecosystem, { run, command, recognised, flag: form.flag });
      else decided.add(recognised.ecosystem);
    }
  }
  return [...found].flatMap(([ecosystem, install]) => (decided.has(ecosystem) ? [] : [install]));
}

/** What is set by `npm config set …`, `bundle config …`. */
function configures({ call }: FlowCommand): string {
  const words = call.args.map(({ value }) => value);
  return words[0] === 'config' || words[0] === 'set' ? words.join(' ') : '';
}

function isFull({ call, command }: FlowCommand, form: ProductionForm, scope: Scope): boolean {
  if (call.args.some((word) => !word.literal || form.decided.test(word.value))) return false;
  const names = [...scope.variables.keys(), ...command.assignments.map(({ name }) => name)];
  const prefixed = command.args.flatMap(({ value }) => /^(\w+)=/.exec(value)?.[1] ?? []);
  return ![...names, ...prefixed].some((name) => form.variables.test(name));
}

/** A program of the chain may need them: it builds, tests or generates after the install. */
export function buildsWith({ steps }: StageFlow, { ecosystem }: Recognised): boolean {
  const node = /^(npm|yarn|pnpm|bun)$/;
  return steps.some(
    (step) =>
      step.kind === 'run' &&
      step.commands.some(({ recognised }) => {
        if (recognised?.role !== 'project') return false;
        return recognised.ecosystem === ecosystem || (node.test(ecosystem) && node.test(recognised.ecosystem));
      }),
  );
}

const develops =
  /\b(dev|develop|development|watch|test|tests|debug|inspect|lint|storybook|nodemon|ts-node\S*|tsx|vite|webpack\S*|babel-node|jest|mocha|vitest|cypress|playwright|pytest|rspec|phpunit|codecept|behat|phpstan|psalm|robot|jupyter\S*|ipython|reload|runserver|bash|shell|console|tox|nox|ruff|mypy|pre-commit)\b|\.tsx?\b|(^|[\s/])(ba|z|a|da)?sh(\s+-[il]+)*$|manage\.py\s+test|artisan serve|poetry run dev/;

/** What a container of the stage runs is what production runs, as far as its words tell. */
export function runsInProduction(starts: readonly string[], ecosystem: EcosystemId, proven: boolean): boolean {
  const start = starts.join(' ');
  if (start === '' || develops.test(start)) return false;
  if (!/^(npm|yarn|pnpm|bun)$/.test(ecosystem)) return true;
  if (/\bnode\s[^|;&]*[\w/]+(\.[cm]?js)?\b|\bpm2(-runtime)?\b|\bstart:prod\b|\bnext start\b/.test(start)) return true;
  // `npm start` may start anything, a compiler of TypeScript included.
  return proven && /\b(npm|yarn|pnpm|bun)\s+(run\s+)?(start|serve)\b/.test(start);
}

/** The image is made to develop or test with. */
export function isDevelopmentBase({ base, from }: Stage): boolean {
  const text = `${base.kind === 'image' ? base.image.text : ''} ${from.image?.text ?? ''}`;
  return /devcontainer|playwright|cypress|puppeteer|selenium|jupyter|gitpod|codespace|circleci|cimg\/|xdebug|-dev\b/.test(
    text,
  );
}
