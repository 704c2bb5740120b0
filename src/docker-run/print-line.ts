import { type FlagKey, flagKeys, flagOf } from './flags';
import { quoteWords } from './quote';
import { optionOf, type RunOptions } from './run-options';

/** The words of `docker run …`. */
export function runWords(options: RunOptions): readonly string[] {
  const words: string[] = [];
  let switches = '';
  for (const key of flagKeys) {
    const { name, short, takes } = flagOf(key);
    const value = optionOf(options, key);
    if (value === undefined) continue;
    if (takes === 'nothing') {
      if (short !== undefined && 'dit'.includes(short)) switches += short;
      else words.push(short === undefined ? `--${name}` : `-${short}`);
    } else
      for (const one of typeof value === 'object' ? value : [String(value)]) words.push(...flagWords(name, short, one));
  }
  if (switches !== '') words.unshift(`-${switches}`);
  // Docker takes no more flags behind the image; one that begins like a flag could not be an image.
  const tail = options.image === '' ? [] : [options.image, ...options.command];
  return ['docker', 'run', ...words, ...tail];
}

/** The line to copy; without an image it ends where the image would stand. */
export function printRunLine(options: RunOptions, shell: 'sh' | 'powershell'): string {
  return quoteWords(runWords(options), shell);
}

/** One flag as it is written in sh: `--shm-size 1g`. */
export function flagLine(key: FlagKey, value: true | string): string {
  const { name } = flagOf(key);
  return quoteWords(value === true ? [`--${name}`] : flagWords(name, undefined, value), 'sh');
}

/** A value that is empty or begins with a dash has to be joined to its flag. */
function flagWords(name: string, short: string | undefined, value: string): readonly string[] {
  if (value === '' || value.startsWith('-')) return [`--${name}=${value}`];
  return [short === undefined ? `--${name}` : `-${short}`, value];
}
