import type { Instruction, Stage } from '../../dockerfile/model';
import { blockOf, blockText, endsItself, insertBelow, removeBlock } from '../edits/block';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { isHeavyRun } from '../flow/heavy';
import type { Fix, LintFile, Rule } from '../rule';

/** For the legacy builder, kaniko and Buildah a label is a step like any other. */
export const metadataBeforeWork: Rule = {
  id: 'metadata-before-work',
  summary: 'Put labels, ports and commands below the work, for builders that make steps of them',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  off: true,
  related: { cache: 'CACHE052' },
  docs: {
    why: 'The legacy builder, kaniko and Buildah make a step of every `LABEL`, `EXPOSE`, `CMD`, `ENTRYPOINT`, `STOPSIGNAL` and `HEALTHCHECK`. Changing one, or moving it, runs everything below it again.',
    notes:
      'Off by default: BuildKit, which `docker build` has used since Docker 23, writes these into the configuration of the image and runs nothing again. Turn it on where one of the other builders is used. `ENV` and `ARG` matter to every builder: see `volatile-arg-before-run`.',
    bad: ['FROM debian:12\nEXPOSE 8080\nRUN apt-get update && apt-get install -y curl\nCMD ["serve"]\n'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl\nEXPOSE 8080\nCMD ["serve"]\n'],
  },
  *check(file) {
    for (const { stage, steps } of flowOf(file).stages) {
      const heavy = steps.filter(
        (step): step is RunStep => step.kind === 'run' && step.stage === stage && isHeavyRun(step),
      );
      for (const instruction of stage.instructions) {
        if (!metadata.has(instruction.kind)) continue;
        const run = heavy.find((step) => step.instruction.index > instruction.index);
        if (!run) continue;
        const last = heavy.at(-1) ?? run;
        const fix = moveFix(file, stage, instruction, last);
        yield {
          span: instruction.keywordSpan,
          instruction,
          message: `To builders that make a step of it, a change of this ${instruction.kind} runs the work below again. Put it behind the last RUN.`,
          related: [{ span: run.instruction.keywordSpan, message: 'Runs again.' }],
          fixes: fix ? [fix] : [],
        };
      }
    }
  },
};

const metadata = new Set<Instruction['kind']>([
  'LABEL',
  'EXPOSE',
  'CMD',
  'ENTRYPOINT',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'MAINTAINER',
]);

/** To behind the work; undefined where a variable, the shell or the order of commands would make a difference. */
function moveFix(
  file: LintFile,
  stage: Stage,
  instruction: Instruction,
  { instruction: last }: RunStep,
): Fix | undefined {
  const { dockerfile } = file;
  const between = stage.instructions.filter(({ index }) => index > instruction.index && index <= last.index);
  const used = new Set(instruction.argument.text.match(/(?<=\$\{?)[A-Za-z_]\w*/g) ?? []);
  const matters = between.some((other) => {
    if (other.kind === instruction.kind && other.kind !== 'EXPOSE') return true;
    if (other.kind === 'ENV' || other.kind === 'ARG') return other.pairs.some(({ key }) => used.has(key.value));
    const commands =
      instruction.kind === 'CMD' || instruction.kind === 'ENTRYPOINT' || instruction.kind === 'HEALTHCHECK';
    return commands && (other.kind === 'SHELL' || other.kind === 'ENTRYPOINT' || other.kind === 'CMD');
  });
  if (matters || !endsItself(last)) return undefined;
  const text = blockText(dockerfile, blockOf(dockerfile, instruction));
  return {
    title: 'Put it behind the last RUN',
    safe: true,
    edits: [removeBlock(dockerfile, instruction), insertBelow(dockerfile, last, text)],
  };
}
