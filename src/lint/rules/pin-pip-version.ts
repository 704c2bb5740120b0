import { commandsOf } from '../hadolint/commands';
import { isMovingRepository, isPipInstall, pipRuns, unpinnedPackages } from '../hadolint/pip';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

/** A Python package without a version is whatever the index has on the day of the build. */
export const pinPipVersion: Rule = {
  id: 'pin-pip-version',
  summary: 'Pin the versions of packages installed with pip',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3013', cache: 'CACHE017' },
  docs: {
    why: 'Without a version the layer holds whatever the index had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives. The same goes for a repository without a revision.',
    notes:
      'There is no fix, because only you know the version you tested with: `pip freeze` in a working image lists them. Requirements and constraints files are not looked into.',
    bad: [
      'FROM python:3.12\nRUN pip install --no-cache-dir flask\n',
      'FROM python:3.12\nRUN pip install --no-cache-dir git+https://git.example.com/team/tool.git\n',
    ],
    good: [
      'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n',
      'FROM python:3.12\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n',
      'FROM python:3.12\nRUN pip install --no-cache-dir git+https://git.example.com/team/tool.git@v1.2\n',
    ],
  },
  applies: (file) => pipRuns(file).length > 0,
  *check(file) {
    for (const run of pipRuns(file)) {
      const words = commandsOf(file, run).filter(isPipInstall).flatMap(unpinnedPackages);
      const moving = words.some(({ value }) => isMovingRepository(value));
      yield* unpinned(run, words, {
        advice: moving ? 'Write name==version, or @revision behind the address.' : 'Write name==version.',
        codes: moving ? { hadolint: 'DL3013', cache: 'CACHE017' } : { hadolint: 'DL3013' },
      });
    }
  },
};
