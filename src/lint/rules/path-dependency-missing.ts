import { bringFiles, namesOf } from '../inputs/bring-files';
import { installName, isRepeatedLater } from '../inputs/commands-around';
import type { PathDependency } from '../inputs/install-inputs';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import { isTaken } from '../inputs/taken';
import type { Rule } from '../rule';

/** Dependencies on folders of the project are as much an input of the install as the manifest that names them. */
export const pathDependencyMissing: Rule = {
  id: 'path-dependency-missing',
  summary: 'Copy local dependencies before the install',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE029' },
  docs: {
    why: 'A manifest can name a folder or file of the project as a dependency: `file:../lib`, `replace => ./lib`, `path = "lib"`, `-r base.txt`, a `ProjectReference`. If it is not there when the install runs, most tools fail. npm does not: it leaves a link to nothing, installs none of that package\'s dependencies and exits without an error.',
    notes:
      'For Go the `go.mod` of the replacement is enough for `go mod download`. Dependencies that only become a link (`link:`) may be copied with the source. Paths that lead out of the build context cannot be copied at all; they are reported where the context is known.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"dependencies":{"lib":"file:lib"}}',
          'package-lock.json': '{"packages":{}}',
          'lib/package.json': '{"name":"lib"}',
        },
      },
      {
        dockerfile:
          'FROM python:3.12\nWORKDIR /app\nCOPY requirements/prod.txt requirements/\nRUN pip install -r requirements/prod.txt\nCOPY . .\n',
        context: { 'requirements/prod.txt': '-r base.txt\n', 'requirements/base.txt': 'flask==3.0.0\n' },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY lib lib/\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"dependencies":{"lib":"file:lib"}}',
          'package-lock.json': '{"packages":{}}',
          'lib/package.json': '{"name":"lib"}',
        },
      },
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check(file) {
    for (const install of knownInstalls(file)) {
      if (install.recognised.subcommand?.value === 'fetch' || isRepeatedLater(install)) continue;
      const missing = uniqueByPath(
        install.inputs.pathDependencies.filter((dependency) => isMissing(install, dependency)),
      );
      const [first] = missing;
      if (!first) continue;
      const paths = missing.flatMap(({ path }) => path ?? []);
      const edits = bringFiles(file, install, paths);
      yield {
        span: install.recognised.span,
        message: `${first.manifest} needs ${quoted(missing)}, and ${missing.length === 1 ? `${first.path} is` : `${namesOf(paths)} are`} not copied before \`${installName(install)}\`, ${consequence(install)}.`,
        related: install.manifest.copy
          ? [{ span: install.manifest.copy.instruction.span, message: 'The manifest comes in here.' }]
          : [],
        fixes: edits
          ? [{ title: `Copy ${namesOf(paths)} before the install`, safe: failsWithout(install), edits }]
          : [],
      };
    }
  },
};

/**
 * It exists in the context and no copy has brought it. Only for manifests that are in the image: what a missing member needs
 * is the business of workspace-manifests-missing.
 */
function isMissing({ files, place, flow }: KnownInstall, { path, kind, manifest, spec }: PathDependency): boolean {
  if (path === undefined || kind === 'missing') return false;
  if (files.at(place(manifest)) !== 'present' || files.at(place(path)) !== 'absent') return false;
  // A link is made whether or not its target is there, so the target may come with the source.
  return !/^(?:link|portal):/.test(spec) || !isTaken(flow, path);
}

function uniqueByPath(dependencies: readonly PathDependency[]): readonly PathDependency[] {
  return [...new Map(dependencies.map((dependency) => [dependency.path, dependency])).values()];
}

function quoted(missing: readonly PathDependency[]): string {
  return namesOf(missing.map(({ spec }) => `\`${spec}\``));
}

function failsWithout({ recognised }: KnownInstall): boolean {
  return recognised.ecosystem !== 'npm' && recognised.ecosystem !== 'pnpm' && recognised.ecosystem !== 'gradle';
}

function consequence(install: KnownInstall): string {
  return install.recognised.ecosystem === 'npm' || install.recognised.ecosystem === 'pnpm'
    ? 'which leaves a link to nothing and installs none of its dependencies'
    : 'which fails without';
}
