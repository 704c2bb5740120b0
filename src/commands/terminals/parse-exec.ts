import { splitLine } from '../../docker-run/split-line';
import type { ExecRequest } from './exec-session';

/** A command with options of `docker exec` before it: `-u app -w /srv ls -l`. A text says what is wrong with it. */
export function parseExec(text: string): ExecRequest | string {
  const line = splitLine(text, 'sh', { variables: {}, commands: {} });
  const [problem] = line.problems;
  if (problem !== undefined) return `No shell reads this line: for what only a shell does, run sh -c '…'. ${problem}`;
  const words = [...line.words];
  const options: { user?: string; workdir?: string; privileged?: boolean } = {};
  const env: string[] = [];
  while (words[0]?.startsWith('-')) {
    const word = words.shift() ?? '';
    if (word === '--') break;
    const [name, joined] = splitOption(word);
    if (/^-[it]+$/.test(word) || name === '--interactive' || name === '--tty') continue;
    if (name === '--privileged') {
      options.privileged = true;
      continue;
    }
    if (!(name in valued))
      return `"${name}" is not offered here: -u, -w, -e and --privileged may stand before the command.`;
    const value = joined ?? words.shift();
    if (value === undefined || value === '') return `${name} needs a value.`;
    const meaning = valued[name as keyof typeof valued];
    if (meaning === 'env') env.push(value);
    else options[meaning] = value;
  }
  if (words.length === 0) return 'Enter a command to run, for example ls -l.';
  if (options.workdir !== undefined && !options.workdir.startsWith('/'))
    return 'The folder has to be an absolute path.';
  return { command: words, ...options, ...(env.length > 0 ? { env } : {}) };
}

const valued = {
  '-u': 'user',
  '--user': 'user',
  '-w': 'workdir',
  '--workdir': 'workdir',
  '-e': 'env',
  '--env': 'env',
} as const;

/** `--user=app` and `-uapp`. */
function splitOption(word: string): readonly [name: string, value: string | undefined] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  }
  return word.length > 2 && word.slice(0, 2) in valued
    ? [word.slice(0, 2), word.slice(2).replace(/^=/, '')]
    : [word, undefined];
}
