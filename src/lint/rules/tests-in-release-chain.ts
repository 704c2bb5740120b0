import type { Stage } from '../../dockerfile/model';
import type { FlowCommand } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { Rule } from '../rule';

const scripts =
  /^(?:test|t|tests|lint|vet|clippy|check-format|typecheck|type-check|fmt:check|format:check)(?::|$)|^(?:unit|e2e)(?::|-test|$)/;
/** Programs that do nothing but test or check. */
const testers = new Set(
  (
    'pytest py.test tox flake8 pylint mypy ruff golangci-lint eslint stylelint jest vitest mocha rspec rubocop phpunit ' +
    'phpstan shellcheck hadolint yamllint ctest detekt ktlint'
  ).split(' '),
);
/** Programs that run scripts of the project by their names. */
const runners = new Set(['npm', 'yarn', 'pnpm', 'bun', 'composer']);
/** Programs that start others. */
const starters = new Set(['npx', 'bundle', 'poetry', 'uv', 'pipenv', 'pdm']);
const builders = ['go', 'cargo', 'dotnet', 'mix', 'swift', 'sbt', 'mvn', 'mvnw', 'gradle', 'gradlew', 'make'];
const known: ReadonlySet<string> = new Set([...testers, ...runners, ...starters, ...builders]);

/** Tests that stand in the way of the image run again, and block, whenever the source changes. */
export const testsInReleaseChain: Rule = {
  id: 'tests-in-release-chain',
  summary: 'Run tests and linters in a stage of their own',
  category: 'cache',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE041' },
  docs: {
    why: 'Tests and linters in the stages that make the image run again with every change of the source, one after the other with the build. A stage beside them runs at the same time, or only where it is asked for (`--target test`).',
    notes:
      'BuildKit skips a stage that nothing refers to. To make the image wait for the tests all the same, let them write a file and copy it: `COPY --from=test /tests-passed /`. There is no fix, because whether the image should wait is yours to say. Stages whose name says that they test, and stages that such a copy refers to, are left alone.',
    bad: [
      'FROM golang:1.22 AS build\nCOPY . .\nRUN go test ./...\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\n',
    ],
    good: [
      'FROM golang:1.22 AS build\nCOPY . .\nRUN go build -o /app .\nFROM build AS test\nRUN go test ./...\nFROM debian:12\nCOPY --from=build /app /app\n',
    ],
  },
  when: { calls: [...known] },
  *check(file) {
    const last = file.dockerfile.stages.at(-1);
    if (!last || isTestStage(last)) return;
    const release = releaseStages(last);
    for (const { stage, steps } of flowOf(file).stages) {
      if (!release.has(stage) || isTestStage(stage)) continue;
      for (const step of steps) {
        if (step.kind !== 'run' || step.stage !== stage) continue;
        const test = step.commands.find(
          (entry) => isTest(entry) && !entry.command.conditional && entry.command.place !== 'function',
        );
        if (!test) continue;
        const { start } = test.call.programWord.span;
        yield {
          span: {
            start,
            end: test.recognised?.subcommand?.span.end ?? test.call.args[0]?.span.end ?? test.call.programWord.span.end,
          },
          instruction: step.instruction,
          message:
            'This runs again with every change of the source, and the image waits for it. In a stage of its own it runs beside the build, or only where it is asked for.',
        };
      }
    }
  },
};

/** The stage and everything it is made from or copies from. */
function releaseStages(last: Stage): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  const open = [last];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (found.has(stage)) continue;
    found.add(stage);
    if (stage.base.kind === 'stage') open.push(stage.base.stage);
    for (const instruction of stage.instructions) {
      if ((instruction.kind === 'COPY' || instruction.kind === 'ADD') && instruction.fromStage)
        open.push(instruction.fromStage);
    }
  }
  return found;
}

function isTestStage({ name }: Stage): boolean {
  return (
    name !== undefined &&
    /(?:^|[-_.])(?:\w*tests?|tester|testing|lint\w*|checks?|ci|e2e|qa|verify|validate|dev|devel|development|debug|coverage|bench\w*)(?:$|[-_.])/.test(
      name,
    )
  );
}

function isTest({ call, recognised }: FlowCommand): boolean {
  const program = call.program ?? '';
  if (!known.has(program)) return false;
  const words = call.args.map(({ value }) => value);
  if (words.some((word) => /^(?:--version|--help|-V|-h|--collect-only|--no-run)$/.test(word))) return false;
  if (testers.has(program)) return words.length > 0 || program !== 'ruff';
  const verb = recognised?.subcommand?.value ?? words.find((word) => !word.startsWith('-'));
  if (runners.has(program)) return verb !== undefined && scripts.test(verb) && installsNothing(verb);
  if (starters.has(program))
    return words.some((word) => testers.has(word)) && !words.some((word) => /^(?:install|add|sync)$/.test(word));
  switch (program) {
    case 'go':
    case 'cargo':
    case 'dotnet':
    case 'mix':
    case 'swift':
    case 'sbt':
      return verb === 'test' || verb === 'vet' || verb === 'clippy';
    case 'mvn':
    case 'mvnw':
    case 'gradle':
    case 'gradlew':
      return (
        words.some((word) => /^(?:test|check|integration-test)$/.test(word)) &&
        !words.some((word) => /^-DskipTests|^-x$/.test(word))
      );
    case 'make':
      return words.some((word) => /^(?:test|tests|lint|check|vet)$/.test(word));
    default:
      return false;
  }
}

function installsNothing(verb: string): boolean {
  return verb !== 'install-test';
}
