import { ecosystemOf } from '../ecosystems/ecosystems';
import { isDependencyInstall } from '../ecosystems/recognise';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { Rule } from '../rule';

/** A change of the backend's dependencies installs those of the frontend again, and the two never run at once. */
export const independentWorkInOneStage: Rule = {
  id: 'independent-work-in-one-stage',
  summary: 'Give projects that do not need each other stages of their own',
  category: 'cache',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE042' },
  docs: {
    why: 'In one stage everything runs in order, and what changes above makes everything below run again: a new package of the backend installs and builds the frontend once more. Stages that do not refer to each other run at the same time and keep their layers.',
    notes:
      'Reported when the dependencies of two projects in different languages are installed in one stage, in different directories or by different steps. A `COPY --from` then brings the results together. There is no fix, because the linter cannot tell what one needs of the other: Rails, for one, wants Ruby to build its assets, and then this is fine as it is. Stages for development are left alone.',
    bad: [
      'FROM acme/base:1\nWORKDIR /app\nCOPY mix.exs mix.lock ./\nRUN mix deps.get\nCOPY assets/package.json assets/package-lock.json ./assets/\nRUN npm --prefix assets ci\nCOPY . .\nRUN npm --prefix assets run build\nRUN mix release\n',
    ],
    good: [
      'FROM node:22 AS assets\nWORKDIR /app\nCOPY assets/package.json assets/package-lock.json ./\nRUN npm ci\nCOPY assets .\nRUN npm run build\nFROM elixir:1.17\nWORKDIR /app\nCOPY mix.exs mix.lock ./\nRUN mix deps.get\nCOPY . .\nCOPY --from=assets /app/dist priv/static\nRUN mix release\n',
    ],
  },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      const { name } = flow.stage;
      if (
        name !== undefined &&
        /(?:^|[-_.])(?:dev|devel|development|test|tests|ci|devcontainer|debug)(?:$|[-_.])/.test(name)
      )
        continue;
      const pair = independentPair(flow);
      if (!pair) continue;
      const { first, second } = pair;
      const names = [first, second].map(({ entry }) => ecosystemOf(entry.recognised?.ecosystem ?? 'npm').name);
      yield {
        span: second.entry.recognised?.span ?? second.entry.command.span,
        instruction: second.run.instruction,
        message: `The packages of ${names[0]} and of ${names[1]} are installed one after the other in this stage, so a change of the former installs the latter again. If neither needs the other, stages of their own run at the same time and keep their layers.`,
        related: [{ span: first.entry.recognised?.span ?? first.entry.command.span, message: 'The other project.' }],
      };
    }
  },
};

interface Install {
  readonly run: RunStep;
  readonly entry: FlowCommand;
}

/** Installs of two families by the stage itself, each of a project that is copied from the context. */
function independentPair({
  stage,
  steps,
}: StageFlow): { readonly first: Install; readonly second: Install } | undefined {
  const installs: Install[] = [];
  for (const run of steps) {
    if (run.kind !== 'run' || run.stage !== stage) continue;
    for (const entry of run.commands) {
      if (entry.recognised && isDependencyInstall(entry.recognised) && !entry.command.conditional)
        installs.push({ run, entry });
    }
  }
  const first = installs[0];
  // Two commands of one RUN share a layer on purpose.
  const second =
    first && installs.find(({ run, entry }) => run !== first.run && familyOf(entry) !== familyOf(first.entry));
  return first && second ? { first, second } : undefined;
}

/** npm and Yarn are one: what installs a tool for the other is no project of its own. */
function familyOf({ recognised }: FlowCommand): string | undefined {
  return recognised && ecosystemOf(recognised.ecosystem).family;
}
