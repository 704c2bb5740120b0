import type { FromInstruction, RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import { hadolintImage } from './image-name';

/**
 * Whether a RUN is in a stage that hadolint takes for a part of the image: the last one, one written exactly like it, or one
 * that some FROM names. Copies do not count. What ONBUILD keeps is always in.
 */
export function inLiveStage(file: LintFile, run: RunInstruction): boolean {
  const { last, named } = fromsOf(file);
  if (run.onbuild || last === undefined) return true;
  const from = run.stage?.from;
  if (!from) return last === 'scratch';
  return sameFrom(from) === last || (from.alias !== undefined && named.has(from.alias.raw));
}

const fromsOf = remembered(({ dockerfile: { stages } }: LintFile) => {
  const last = stages.at(-1);
  return {
    last: last && sameFrom(last.from),
    named: new Set(stages.map(({ from }) => hadolintImage(from).name)),
  };
});

function sameFrom(from: FromInstruction): string {
  const platform = from.platform ? ` ${from.platform.value?.raw ?? ''}` : '';
  const alias = from.alias ? ` AS ${from.alias.raw}` : '';
  return `${from.imageWord?.raw ?? ''}${alias}${platform}`;
}
