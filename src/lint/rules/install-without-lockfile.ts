import { type LockVerdict, lockVerdict } from '../inputs/lock-verdict';
import { knownInstalls, projectInstalls } from '../inputs/project-installs';
import type { Rule } from '../rule';

/** The key of an install layer has to hold what decides which versions are installed. */
export const installWithoutLockfile: Rule = {
  id: 'install-without-lockfile',
  summary: 'Copy the lock file before the install, and install exactly what it says',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE009' },
  docs: {
    why: 'Without the lock file the install layer is cached by version ranges: the same key hides different packages, two machines build different images, and an update of the lock file alone never reaches the image. Yarn 1 and Bun even pass with `--frozen-lockfile` when there is no lock file to be frozen to.',
    notes:
      'The finding is mild where the project has no lock file at all, and where the lock file is copied but the command may change it. Without a build context only a command that insists on a lock file which is certainly not copied is reported. A lock file that a glob (`package*.json`) or a bind mount brings counts as copied; `package-lock=false` in `.npmrc` is respected.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\n',
        context: { 'package.json': '{"dependencies":{"express":"^5.0.0"}}', 'package-lock.json': '{"packages":{}}' },
      },
      {
        dockerfile: 'FROM golang:1.23\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\n',
        context: { 'go.mod': 'module app\n', 'go.sum': 'a v1.0.0 h1:x\n' },
      },
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN yarn install --frozen-lockfile\nCOPY . .\n',
    ],
    good: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n',
        context: { 'package.json': '{}', 'package-lock.json': '{"packages":{}}' },
      },
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\n',
      'FROM node:22\nWORKDIR /app\nRUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=yarn.lock,target=yarn.lock yarn install --frozen-lockfile\n',
    ],
  },
  when: { does: ['install', 'prime', 'implicit'] },
  *check(file) {
    const installs = file.context ? knownInstalls(file) : projectInstalls(file);
    for (const install of installs) {
      const verdict: LockVerdict | undefined = lockVerdict(file, install);
      if (!verdict) continue;
      yield { ...verdict, related: relatedTo(verdict.span, install.recognised.span) };
    }
  },
};

function relatedTo(span: { start: number }, install: { start: number; end: number }) {
  return span.start === install.start ? [] : [{ span: install, message: 'The install.' }];
}
