import type { FromInstruction, RunInstruction } from '../../dockerfile/model';
import type { LintFile } from '../rule';

/**
 * Whether hadolint counts a RUN to the image: its FROM is written as the last one is, or another FROM names its alias. A
 * trigger of ONBUILD always counts; in front of the first FROM only where the last one is a bare `scratch`, or there is none.
 */
export function inLiveStage(file: LintFile, run: RunInstruction): boolean {
  if (run.onbuild) return true;
  const froms = file.dockerfile.instructions.filter((item) => item.kind === 'FROM');
  const last = froms.at(-1);
  const own = run.stage?.from;
  if (!last) return true;
  if (!own) return written(last) === 'scratch';
  const alias = own.alias?.value;
  if (alias !== undefined && froms.some((from) => imageName(from) === alias)) return true;
  return written(own) === written(last);
}

function written({ image, alias, platform }: FromInstruction): string {
  const parts = [image?.text ?? '', alias ? `AS ${alias.value}` : '', platform?.value?.value ?? ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** The image without registry, tag and digest. */
function imageName({ image }: FromInstruction): string | undefined {
  return image?.repository;
}
