import type { Mount, RunInstruction } from '../dockerfile/model';
import { makeMount } from '../dockerfile/mount';
import { buildkitAtLeast, type PlanInput } from './plan-input';
import { expandIn, type StageState } from './stage-state';

/**
 * The mounts of a RUN with their variables expanded, but for those of `from`, which stay as they are written. BuildKit of Engine
 * 26.1 and 28.5 does it, that of 20.10 takes them as text; in between nobody has tried. Undefined where it cannot be told.
 */
export function expandedMounts(
  { mounts }: RunInstruction,
  state: StageState,
  { engineVersion, file }: Pick<PlanInput, 'engineVersion' | 'file'>,
): readonly Mount[] | undefined {
  if (!buildkitAtLeast(engineVersion, 23)) return mounts;
  const expanded = mounts.map((mount) => expandedMount(mount, state, file.escape, buildkitAtLeast(engineVersion, 26)));
  return expanded.every((mount) => mount !== undefined) ? expanded : undefined;
}

function expandedMount(mount: Mount, state: StageState, escaper: string, tried: boolean): Mount | undefined {
  const { flag, options } = mount;
  if (!flag.value?.raw.includes('$')) return mount;
  const text = tried ? expandIn(state, flag.value, escaper) : undefined;
  const written = text?.split(',').filter((option) => option !== '') ?? [];
  // A value with a comma would be two options.
  if (written.length !== options.length) return undefined;
  const values = new Map(written.map((option) => [nameOf(option), option.slice(option.indexOf('=') + 1)]));
  return makeMount(
    flag,
    options.map((option) =>
      option.value === undefined || option.name === 'from'
        ? option
        : { ...option, value: values.get(option.name) ?? option.value },
    ),
  );
}

function nameOf(option: string): string {
  return (option.split('=', 1)[0] ?? '').toLowerCase();
}
