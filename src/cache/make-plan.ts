import type { Stage } from '../dockerfile/model';
import { basesOf } from './bases';
import { globalArgsOf } from './global-args';
import { neededStages, targetStage } from './needed-stages';
import type { Origin, Plan, PlannedStep } from './plan';
import { planBuildkitStage } from './plan-buildkit';
import type { PlanInput } from './plan-input';
import { planLegacyStage } from './plan-legacy';
import { planPodmanStage } from './plan-podman';
import { type StageEnd, startStage } from './plan-stage';
import { podmanRules } from './podman-rules';

const planners = { buildkit: planBuildkitStage, legacy: planLegacyStage, podman: planPodmanStage };

/** The build's steps with what decides about each; undefined when the target is no stage of the file. */
export function makePlan(input: PlanInput): Plan | undefined {
  const { file, builder } = input;
  const target = targetStage(file, input.target);
  if (!target) return undefined;
  const globals = globalArgsOf(input);
  const bases = basesOf(file, globals);
  const needed = neededStages(file, target, { builder, bases });
  const ends = new Map<Stage, StageEnd>();
  const starts = new Map<Stage, Origin>();
  const steps: PlannedStep[] = [];
  const context = { input, globals, bases, ends };
  const planStage = planners[builder];
  for (const stage of needed) {
    starts.set(stage, startStage(stage, context, ({ id }) => id).origin);
    const end = planStage(stage, context);
    ends.set(stage, end);
    steps.push(...end.steps);
  }
  return {
    builder,
    steps,
    starts,
    found: foundOf(input),
    skipped: file.stages.filter((stage) => !needed.includes(stage)),
  };
}

function foundOf({ builder, engineVersion }: PlanInput): Plan['found'] {
  if (builder === 'buildkit') return undefined;
  if (builder === 'legacy') return 'newer';
  const newer = podmanRules(engineVersion)?.newerFound ?? 'unsure';
  return newer === 'unsure' ? newer : newer === 'yes' ? 'newer' : 'older';
}

/** References of the images a plan asks for, so that what the engine knows of them can be fetched first. */
export function imagesOf(input: Omit<PlanInput, 'imageFacts' | 'content' | 'mounted'>): readonly string[] {
  const asked = new Set<string>();
  makePlan({
    ...input,
    imageFacts: (reference) => {
      asked.add(reference);
      return undefined;
    },
    content: undefined,
  });
  return [...asked];
}

/** What the plan takes from the build context, each as the sources of one instruction. */
export function contextSourcesOf(input: Omit<PlanInput, 'content' | 'mounted'>): readonly (readonly string[])[] {
  const asked: (readonly string[])[] = [];
  makePlan({
    ...input,
    content: (sources) => {
      asked.push(sources);
      return { missing: '' };
    },
    mounted: (source) => {
      asked.push([source]);
      return { missing: '' };
    },
  });
  return asked;
}
