import { execFile } from 'node:child_process';

/** Commits that changed a file, by its path below the folder, most first. */
export type ChangeCounts = ReadonlyMap<string, number>;

/** Of this many commits; more is history of another program. */
const mostCommits = 2000;
const longest = 4000;
const mostBytes = 32 * 1024 * 1024;
/** The history of a folder is read again after so many milliseconds. */
const freshFor = 60_000;

const known = new Map<string, { readonly at: number; readonly counts: Promise<ChangeCounts> }>();

/** Empty where git, a repository or its history is missing. Only for workspaces that are trusted: git runs what they configure. */
export function changeCounts(folder: string, now = Date.now()): Promise<ChangeCounts> {
  const last = known.get(folder);
  if (last && now - last.at < freshFor) return last.counts;
  const counts = readCounts(folder);
  known.set(folder, { at: now, counts });
  return counts;
}

function readCounts(folder: string): Promise<ChangeCounts> {
  const options = ['--no-optional-locks', '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false'];
  const log = ['log', '--relative', '--name-only', '--no-renames', '-z', '--format=', `-n${mostCommits}`, '--', '.'];
  return new Promise((resolve) => {
    const settings = { cwd: folder, timeout: longest, maxBuffer: mostBytes, windowsHide: true };
    execFile('git', [...options, ...log], settings, (error, stdout) => {
      const counts = new Map<string, number>();
      if (!error) {
        for (const path of stdout.split('\0').map((one) => one.replace(/^\n+/, '')))
          if (path !== '') counts.set(path, (counts.get(path) ?? 0) + 1);
      }
      resolve(new Map([...counts].sort((a, b) => b[1] - a[1])));
    });
  });
}
