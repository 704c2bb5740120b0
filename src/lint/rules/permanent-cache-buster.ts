import type { ArgInstruction, Instruction, PairsInstruction } from '../../dockerfile/model';
import { flowOf } from '../flow/flow-of';
import { isBuster, isFreshnessProbe } from '../moving/cache-buster';
import type { Rule } from '../rule';

/** Something whose only purpose is to spoil the cache, for every build and everyone. */
export const permanentCacheBuster: Rule = {
  id: 'permanent-cache-buster',
  summary: 'Renew layers with the builder instead of a line that spoils the cache',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: ['CACHE056', 'CACHE005'] },
  docs: {
    why: 'A variable that exists only to be changed, or a page downloaded only to see whether it did, throws away the layers below it for everybody, also those that had no need to run again. And it works only if someone remembers to change it.',
    notes:
      'If it is there to follow a branch, `ADD https://host/project.git#branch /dir` runs again exactly when the branch has moved. If it is there to renew packages now and then, build with `--no-cache-filter=stage` or `--pull`, best on a schedule. There is no fix, because what it is there for is yours to know.',
    bad: [
      'FROM debian:12\nARG CACHEBUST=1\nRUN git clone https://git.example.com/acme/tool.git /src\n',
      'FROM debian:12\nADD https://api.github.com/repos/acme/tool/commits?per_page=1 /tmp/head\nRUN git clone https://github.com/acme/tool.git /src\n',
    ],
    good: [
      'FROM debian:12\nADD https://github.com/acme/tool.git#main /src\n',
      'FROM debian:12\nARG VERSION=1.4\nRUN echo "cache bust" && echo $VERSION > /version\n',
    ],
  },
  when: { has: ['ARG', 'ENV', 'ADD'] },
  applies: ({ dockerfile }) => dockerfile.instructions.some((one) => bustersOf(one).length > 0),
  *check(file) {
    for (const { stage, steps } of flowOf(file).stages) {
      const last = steps.filter((step) => step.kind === 'run').at(-1)?.instruction.index ?? -1;
      for (const instruction of stage.instructions) {
        if (instruction.index > last && !inherited(file.dockerfile.stages, stage)) break;
        for (const { span, name } of bustersOf(instruction)) {
          yield {
            span,
            instruction,
            message: `${name} is here only to make everything below run again, for every build that changes it and for all of its layers. Follow a repository with ADD, or renew a stage with --no-cache-filter.`,
          };
        }
      }
    }
  },
};

function bustersOf(instruction: Instruction) {
  if (instruction.kind === 'ARG' || instruction.kind === 'ENV') return variables(instruction);
  if (instruction.kind !== 'ADD') return [];
  return instruction.sources
    .filter(({ value }) => isFreshnessProbe(value))
    .map(({ span }) => ({ span, name: 'This page' }));
}

function variables({ pairs }: ArgInstruction | PairsInstruction) {
  return pairs.filter(isBuster).map(({ key }) => ({ span: key.span, name: key.value }));
}

/** Other stages are made from this one, and inherit what it sets. */
function inherited(
  stages: readonly { readonly base: { readonly kind: string; readonly stage?: unknown } }[],
  stage: unknown,
) {
  return stages.some(({ base }) => base.stage === stage);
}
