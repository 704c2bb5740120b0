import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { CheckedScript } from '../lint/shellcheck/scripts';
import type { ShellComment, ShellComments } from '../lint/shellcheck/shell-finding';

/** Scripts to what ShellCheck says about each, in their order. Rejects when the program fails. */
export type ShellCheck = (scripts: readonly CheckedScript[], signal?: AbortSignal) => Promise<ShellComments>;

const maximumOutput = 64 * 1024 * 1024;
const longestRun = 60_000;

/**
 * The program to run: `named` if it is given, else the first `shellcheck` on the PATH; undefined if there is none. Relative
 * folders on the PATH are passed over: what a repository brings along is not run.
 */
export async function findShellCheck(named?: string): Promise<string | undefined> {
  if (named !== undefined) return (await canRun(named)) ? named : undefined;
  const names = process.platform === 'win32' ? ['shellcheck.exe'] : ['shellcheck'];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) if (await canRun(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** Runs the program once for all scripts of a file, each in a file of its own that nobody else can read. */
export function createShellCheck(program: string): ShellCheck {
  return async (scripts, signal) => {
    if (scripts.length === 0) return [];
    const folder = await mkdtemp(join(tmpdir(), 'layerwright-shellcheck-'));
    try {
      const files = await Promise.all(
        scripts.map(async ({ head, script }, index) => {
          const file = join(folder, `${index}.sh`);
          await writeFile(file, head + script.text, { mode: 0o600 });
          return file;
        }),
      );
      const comments = parseComments(await run(program, files, signal));
      return files.map((file) => comments.filter((comment) => comment.file === file));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** `--norc`: a configuration file somewhere above the temporary folder is nobody's wish. Status 1 means findings. */
function run(program: string, files: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const args = ['--norc', '--format=json1', '--severity=style', ...files];
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { maxBuffer: maximumOutput, timeout: longestRun, ...(signal ? { signal } : {}) },
      (error, stdout, stderr) => {
        if (error && error.code !== 1) {
          reject(new Error(`${program} failed: ${stderr.trim().split('\n', 1)[0] || error.message}`, { cause: error }));
        } else resolve(stdout);
      },
    );
  });
}

function parseComments(output: string): readonly (ShellComment & { readonly file: string })[] {
  return (JSON.parse(output) as { comments: (ShellComment & { file: string })[] }).comments;
}

async function canRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
