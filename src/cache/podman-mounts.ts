import type { Mount, RunInstruction, Stage } from '../dockerfile/model';
import { stageNamed } from './needed-stages';
import type { Input, Rerun, Unknown } from './plan';
import type { PlanContext } from './plan-stage';
import type { Counts, PodmanRules } from './podman-rules';
import { type Reads, readsOf, unknown } from './step-inputs';

interface Mounting {
  readonly stage: Stage;
  readonly rules: PodmanRules;
  readonly context: PlanContext;
}

/** Files of the context that a RUN mounts, where they count. A mount of an image counts by its text alone. */
export function mountReads({ mounts }: RunInstruction, at: Mounting): readonly Reads[] {
  if (at.rules.mountedFiles === 'no') return [];
  return mounts.filter(isOfContext).map((mount) => filesOf(mount, at));
}

/** What makes a RUN run again because of what it mounts, with the same text on the same step. */
export function mountReruns({ mounts }: RunInstruction, { stage, rules, context }: Mounting): readonly Rerun[] {
  const unsure: Unknown | undefined = rules.mountedStages === 'unsure' ? untried('a mount', context) : undefined;
  return mounts.flatMap((mount): readonly Rerun[] => {
    if (isOfContext(mount)) {
      // The context lies in a directory of its own, which is as old as the build.
      const always = rules.mountedTimes === 'yes' && isWhole(mount);
      return always ? [{ with: 'every build' }] : [];
    }
    const other = stageNamed(context.input.file, mount.from, stage);
    const origin = other && context.ends.get(other)?.origin;
    if (rules.mountedStages === 'no' || origin?.kind !== 'step') return [];
    const { step } = origin;
    // Such a stage is sometimes taken for built and sometimes not, and sometimes it is empty where it is mounted.
    if (step.stage !== other)
      return [{ with: 'every build', unsure: untried('a mount of a stage without instructions', context) }];
    const { kind } = step.instruction;
    const isLayer = kind === 'RUN' || kind === 'COPY' || kind === 'ADD';
    return [{ with: isLayer ? step : 'every build', unsure }];
  });
}

/** What nobody has tried on the Podman at hand. */
export function untried(what: string, { input }: PlanContext): Unknown {
  return { kind: 'not-supported', detail: `${what} with Podman ${input.engineVersion}` };
}

/** Podman looks for the type as it is written, although it is the one that counts without any. */
function isOfContext({ from, flag }: Mount): boolean {
  return from === undefined && /(?:^|,)type=bind(?:,|$)/.test(flag.value?.value ?? '');
}

function isWhole({ source = '' }: Mount): boolean {
  return /^[./]*$/.test(source);
}

function filesOf(mount: Mount, { rules, context }: Mounting): Reads {
  const { input } = context;
  const { source = '.', flag } = mount;
  if (source.includes('$')) return unknown('variable-unknown', flag.value?.raw ?? '');
  if (isWhole(mount) && rules.mountedTimes === 'unsure') {
    const { kind, detail } = untried('a mount of the whole build context', context);
    return unknown(kind, detail);
  }
  const known = (of: string, counts: Counts): readonly Input[] => {
    if (counts === 'no') return [];
    return [{ kind: 'content', key: input.digest(['mounted', of]), opaque: counts === 'unsure' }];
  };
  return readsOf(
    () => input.mounted?.(source),
    ({ digest, times }) => [...known(digest, rules.mountedFiles), ...known(times, rules.mountedTimes)],
  );
}
