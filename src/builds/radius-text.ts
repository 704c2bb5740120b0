import type { BlastRadius } from '../cache/blast-radius';
import type { Instruction } from '../dockerfile/model';
import { formatSeconds } from '../shared/duration';
import { plural } from '../shared/plural';

/** `3 build steps run again, about 48 s, from COPY . . on`; the rest of a sentence about a file. */
export function radiusText({ outside, first, runs, depends, seconds }: BlastRadius): string {
  if (outside) return 'no build gets it: the ignore file leaves it out';
  if (!first) return 'no build step uses it';
  const about = seconds > 0 ? `, about ${formatSeconds(Math.max(1, Math.round(seconds))).replace('.0', '')}` : '';
  const more = depends.length === 0 ? '' : `, and ${depends.length} more if files turn out different`;
  const verb = runs.length === 1 ? 'runs' : 'run';
  return `${plural(runs.length, 'build step')} ${verb} again${more}${about}, from ${instructionText(first.instruction)} on`;
}

/** In a line. */
export function instructionText({ kind, flags, argument }: Instruction): string {
  const options = flags.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value.raw}`}`);
  const text = [kind, ...options, argument.text].join(' ').replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
