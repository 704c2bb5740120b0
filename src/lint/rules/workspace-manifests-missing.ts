import { plural } from '../../shared/plural';
import { bringFiles, manifestSpan, namesOf } from '../inputs/bring-files';
import { argumentsOf, installName, isRepeatedLater } from '../inputs/commands-around';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import { isTaken } from '../inputs/taken';
import { isYarnBerry } from '../inputs/yarn-berry';
import type { LintFile, Rule } from '../rule';

/** The manifest of the root alone is not enough: an install of a workspace reads the manifest of every member. */
export const workspaceManifestsMissing: Rule = {
  id: 'workspace-manifests-missing',
  summary: 'Copy the manifest of every workspace member before the install',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE027' },
  docs: {
    why: 'In a workspace the manifest of the root only names the members; their dependencies stand in their own manifests. npm, Yarn 1, pnpm and Bun install nothing for a member whose manifest is not there, and exit without an error: the program fails when it starts. Yarn 2 and later with `--immutable`, Maven, Cargo and solutions of .NET fail at once.',
    notes:
      'Members that no copy of the Dockerfile ever takes are left out, and so are installs of chosen members (`npm ci -w web`, `pnpm install --filter web`). `pnpm fetch` needs the lock file only, `turbo prune --docker` makes a tree with all manifests, and with Dockerfile syntax 1.20 `COPY --parents **/package.json ./` brings them in one line.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"workspaces":["packages/*"]}',
          'package-lock.json': '{"packages":{}}',
          'packages/api/package.json': '{"name":"api"}',
        },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY packages/api/package.json packages/api/\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"workspaces":["packages/*"]}',
          'package-lock.json': '{"packages":{}}',
          'packages/api/package.json': '{"name":"api"}',
        },
      },
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY pnpm-lock.yaml pnpm-workspace.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install --frozen-lockfile --offline\n',
        context: {
          'package.json': '{}',
          'pnpm-lock.yaml': '',
          'pnpm-workspace.yaml': 'packages: ["packages/*"]\n',
          'packages/api/package.json': '{"name":"api"}',
        },
      },
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check(file) {
    for (const install of knownInstalls(file)) {
      if (selectsMembers(install) || isRepeatedLater(install)) continue;
      const { inputs, files, place, flow, recognised } = install;
      const needed = inputs.members.filter((path) => isTaken(flow, path));
      const missing = needed.filter((path) => files.at(place(path)) === 'absent');
      if (missing.length === 0) continue;
      const edits = missing.length > maximumLines ? undefined : bringFiles(file, install, missing);
      yield {
        span: manifestSpan(install),
        // Somebody who copies some of the members may have chosen them.
        ...(missing.length < needed.length && !failsWithout(file, install) && { severity: 'info' as const }),
        // What a project references is a path dependency, too.
        ...(isReferenced(install) && { codes: { cache: ['CACHE027', 'CACHE029'] } }),
        message: `${describe(missing, isReferenced(install) ? 'that it references' : 'of the workspace')} not copied before \`${installName(install)}\`, ${consequence(file, install)}. Copy ${missing.length === 1 ? 'it' : 'them'} to ${missing.length === 1 ? 'its place' : 'their places'} first.`,
        related: [{ span: recognised.span, message: 'The install.' }],
        fixes: edits ? [{ title: `Copy ${namesOf(missing)}`, safe: failsWithout(file, install), edits }] : [],
      };
    }
  },
};

/** With more lines than this, `COPY --parents` or a script is the better answer. */
const maximumLines = 25;

function describe(missing: readonly string[], which: string): string {
  if (missing.length === 1) return which === 'of the workspace' ? `${missing[0]} ${which} is` : `${missing[0]} is`;
  return `${plural(missing.length, 'manifest')} ${which} (${namesOf(missing)}) are`;
}

/** Projects of .NET without a solution: what they need is said by `ProjectReference`. */
function isReferenced({ recognised, inputs }: KnownInstall): boolean {
  return recognised.ecosystem === 'dotnet' && !/\.sln[xf]?$/i.test(inputs.manifests[0] ?? '');
}

/** `-w`, `--filter` and the like install what is named; pnpm fetch reads the lock file alone. */
function selectsMembers(install: KnownInstall): boolean {
  const { recognised } = install;
  if (/^(?:fetch|focus)$/.test(recognised.subcommand?.value ?? '')) return recognised.ecosystem !== 'cargo';
  return argumentsOf(install).some((word) =>
    /^(?:-w|--workspace|--workspace-root|-F|--filter|--filter-prod|-pl|--projects|-p|--package)(?:=|$)/.test(word),
  );
}

function failsWithout(file: LintFile, { recognised, inputs }: KnownInstall): boolean {
  switch (recognised.ecosystem) {
    case 'maven':
    case 'cargo':
    case 'uv':
      return true;
    case 'dotnet':
      return /\.slnx?$/i.test(inputs.manifests[0] ?? '');
    case 'yarn':
      return recognised.frozen && isBerry(file, { recognised, inputs });
    default:
      return false;
  }
}

function consequence(file: LintFile, install: KnownInstall): string {
  if (failsWithout(file, install)) return 'which fails without';
  if (install.recognised.ecosystem === 'dotnet')
    return 'so the packages for it are restored again in the build, at every edit';
  if (install.recognised.ecosystem === 'gradle') return 'which resolves nothing for them';
  return 'which exits without an error and installs nothing for them';
}

function isBerry({ context }: LintFile, { recognised, inputs }: Pick<KnownInstall, 'recognised' | 'inputs'>): boolean {
  return context !== undefined && isYarnBerry({ context }, inputs.project, recognised.flags);
}
