import { spawn } from 'node:child_process';

/**
 * Which of the paths below a directory have extended attributes that a builder looks at; '' is the directory itself. buildx sends
 * them, we do not, and nothing but GNU tar tells of them everywhere: undefined where it is not there. It reads no file's bytes.
 */
export async function withAttributes(
  root: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  if (paths.length === 0) return new Set();
  const text = await run(root, paths.map((path) => `./${path}\0`).join(''), signal);
  if (text === undefined) return undefined;
  const found = new Set<string>();
  let at = -1;
  for (const line of text.split('\n')) {
    if (/^[-dlhbcps]/.test(line)) at += 1;
    else if (counted.test(line)) found.add(paths[at] ?? '');
  }
  return at === paths.length - 1 ? found : undefined;
}

const counted = /^ {2}x: +\d+ (?!security\.(?!capability$)|system\.)/;

const options = ['--xattrs', '--xattrs-include=*', '--null', '--verbatim-files-from', '--no-recursion'];
const listing = ['--hard-dereference', '--quoting-style=escape', '-T', '-', '-cvvvf', '/dev/null'];

/** Undefined when the program is missing, is another one, or could not look at everything. */
function run(root: string, names: string, signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('tar', [...options, ...listing], {
      cwd: root,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(signal && { signal }),
    });
    let text = '';
    child.stdout.setEncoding('latin1').on('data', (part) => {
      text += part;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? text : undefined));
    child.stdin.on('error', () => {});
    child.stdin.end(names);
  });
}
