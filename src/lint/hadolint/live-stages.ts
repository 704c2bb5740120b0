import type { FromInstruction, RunInstruction } from '../../dockerfile/model';
import type { LintFile } from '../rule';
import { hadolintImage } from './image-name';

/**
 * Whether a RUN is in a stage that hadolint takes for a part of the image: the last one, one written exactly like it, or one
 * that some FROM names. Copies do not count. What ONBUILD keeps is always in.
 */
export function inLiveStage(file: LintFile, run: RunInstruction): boolean {
  if (run.onbuild) return true;
  const froms = file.dockerfile.stages.map(({ from }) => from);
  const last = froms.at(-1);
  if (!last) return true;
  const from = run.stage?.from;
  if (!from) return sameFrom(last) === 'scratch';
  const alias = from.alias?.raw;
  return (
    sameFrom(from) === sameFrom(last) ||
    froms.some((other) => alias !== undefined && hadolintImage(other).name === alias)
  );
}

function sameFrom(from: FromInstruction): string {
  const platform = from.platform ? ` ${from.platform.value?.raw ?? ''}` : '';
  const alias = from.alias ? ` AS ${from.alias.raw}` : '';
  return `${from.imageWord?.raw ?? ''}${alias}${platform}`;
}
