import { joinPath } from '../../shared/posix-path';
import { tableAt } from './data';
import { addLock, type Draft, parseFile, readText } from './draft';
import type { NodeManager } from './node-package';

/** Lock files by manager; of several the first that exists decides. */
export const nodeLocks: Readonly<Record<NodeManager, readonly string[]>> = {
  npm: ['npm-shrinkwrap.json', 'package-lock.json'],
  yarn: ['yarn.lock'],
  'yarn-berry': ['yarn.lock'],
  pnpm: ['pnpm-lock.yaml'],
  bun: ['bun.lock', 'bun.lockb'],
};

export function addNodeLocks(draft: Draft, manager: NodeManager): void {
  for (const name of nodeLocks[manager]) {
    if (addLock(draft, name)) draft.packages ??= countPackages(draft, joinPath(draft.project, name), name);
  }
}

function countPackages(draft: Draft, path: string, name: string): number | undefined {
  switch (name) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return countNpm(parseFile(draft, path, (text) => JSON.parse(text) as unknown));
    case 'pnpm-lock.yaml':
      return countPnpm(readText(draft, path) ?? '');
    case 'yarn.lock':
      return positive(readText(draft, path)?.match(/^(?!__metadata)[^\s#].*:\s*$/gm)?.length);
    case 'bun.lock':
      return positive(readText(draft, path)?.match(/^ {4}"[^"]+": \["/gm)?.length);
    default:
      return undefined;
  }
}

/** Version 2 and 3 list folders, the root and links of workspaces among them; version 1 nests dependencies. */
function countNpm(lock: unknown): number | undefined {
  const folders = Object.keys(tableAt(lock, 'packages'));
  if (folders.length > 0) return folders.filter((folder) => folder.includes('node_modules/')).length;
  return positive(Object.keys(tableAt(lock, 'dependencies')).length);
}

/** By its text: parsing a large YAML file takes longer than linting the Dockerfile. */
function countPnpm(lock: string): number | undefined {
  const section = /^packages:[^\n]*\n((?:[ \r\n].*\n?|\n)*)/m.exec(lock)?.[1];
  return positive(section?.match(/^ {2}[^\s#].*:\s*$/gm)?.length);
}

function positive(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}
