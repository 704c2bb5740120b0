import { scopeBefore } from '../../dockerfile/scope';
import { plural } from '../../shared/plural';
import { baseName, relativeTo, resolvePath } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { CopyStep } from '../flow/flow';
import { cacheMountCovers } from '../flow/mounts';
import { matchesName } from '../flow/names';
import { type Fused, fusedBuild, splitFused } from '../order/fused-build';
import { type InstallFirst, installFirst } from '../order/install-first';
import { placesOf } from '../order/misplaced';
import { dependenciesOnlyFlag, installsProject, isLocalProject } from '../order/project-install';
import type { SpoiledInstall } from '../order/spoiled-install';
import type { Fix, LintFile, Rule } from '../rule';

/** The mistake that costs most: one edited file, and all dependencies are installed again. */
export const copySourceBeforeInstall: Rule = {
  id: 'copy-source-before-install',
  summary: 'Install dependencies before the source is copied',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: ['CACHE001', 'CACHE003', 'CACHE015', 'CACHE020'] },
  docs: {
    why: 'A `COPY` is cached by the content of what it takes, and everything below it by the `COPY`. When the source is copied first, every edited file runs the install again, although the manifest and the lock file are as they were. Copied on their own and installed first, they keep that layer until they change themselves.',
    notes:
      'The fix needs to see the build context: it copies the manifest, the lock file, the configuration, and the manifests of workspace members that exist, and leaves the install as it is. It is refused, with the reason, where the install runs scripts that need the source, where dependencies point to local folders, or where an instruction in between may need the copied files. Where a package manager can fetch without the project (`pnpm fetch`, `uv sync --no-install-project`, `poetry install --no-root`, `composer install --no-scripts --no-autoloader`), the fix adds that step and keeps the install behind the copy.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
        context: { 'package.json': '{"name":"web"}', 'package-lock.json': '{"packages":{}}', 'server.js': '' },
      },
      {
        dockerfile:
          'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
        context: { 'requirements.txt': 'flask==3.0.0\n', 'app.py': '' },
      },
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
      'FROM rust:1.80 AS planner\nCOPY . .\nRUN cargo chef prepare --recipe-path recipe.json\n',
      'FROM python:3.12\nWORKDIR /app\nRUN --mount=type=bind,source=requirements.txt,target=requirements.txt pip install -r requirements.txt\nCOPY . .\n',
    ],
  },
  applies: (file) => placesOf(file).spoiled.length > 0,
  *check(file) {
    for (const spoiled of placesOf(file).spoiled) {
      const rewrite = installFirst(file, spoiled);
      const fused = fusedBuild(spoiled.run);
      yield {
        span: spoiled.install.recognised?.span ?? spoiled.install.command.span,
        instruction: spoiled.run.instruction,
        message: message(file, spoiled, rewrite),
        ...(hasCacheMount(file, spoiled) && { severity: 'info' as const }),
        related: [{ span: spoiled.copy.instruction.span, message: 'The source comes in here.' }],
        codes: { cache: codesOf(spoiled, fused) },
        fixes: 'fix' in rewrite ? [rewrite.fix] : firstStep(file, spoiled, fused),
      };
    }
  },
};

/** One RUN in the wrong place is one finding, whatever else is wrong in it for the same reason. */
function codesOf({ run, install, ecosystem }: SpoiledInstall, fused: Fused | undefined): readonly string[] {
  const codes = ['CACHE001'];
  if (run.commands.some(({ recognised }) => recognised?.role === 'system-install')) codes.push('CACHE003');
  if (fused && ecosystemOf(fused.install.recognised?.ecosystem ?? ecosystem.id).family === ecosystem.family)
    codes.push('CACHE015');
  if (installsProject(install)) codes.push('CACHE020');
  return codes;
}

/** Without a rewrite, what is certainly right: the build in a layer of its own. */
function firstStep(file: LintFile, { run, ecosystem }: SpoiledInstall, fused: Fused | undefined): readonly Fix[] {
  if (!fused || ecosystemOf(fused.install.recognised?.ecosystem ?? ecosystem.id).family !== ecosystem.family) return [];
  const { fix } = splitFused(file, run, fused.build);
  return fix ? [fix] : [];
}

function message(file: LintFile, spoiled: SpoiledInstall, rewrite: InstallFirst): string {
  const { copy, install, manifestsCopied } = spoiled;
  const command = file.dockerfile.text
    .slice(install.recognised?.span.start, install.recognised?.span.end)
    .replace(/\s*\\\s*/g, ' ');
  const manifest = manifestNames(spoiled, rewrite);
  const cost = 'inputs' in rewrite && rewrite.inputs.packages ? ` (${plural(rewrite.inputs.packages, 'package')})` : '';
  const local = isLocalProject(install)
    ? ' Dependencies that stand in a file of their own (a requirements file, a dependency group) can be installed before that.'
    : '';
  const edited = `Editing ${editedFiles(file, copy, rewrite)} runs \`${command}\` again${cost}, although the dependencies are the same`;
  if ('reason' in rewrite && rewrite.reason) {
    return `${edited}. ${local || `Copy ${manifest} and install before the source comes in.`} There is no automatic fix, because ${rewrite.reason}.`.replace(
      '  ',
      ' ',
    );
  }
  if (local) return `${edited}: it installs the project itself along with them.${local}`;
  if (manifestsCopied)
    return `${edited}: the manifest is copied on its own, but the source comes in before the install. Install first.`;
  if (installsProject(install))
    return `${edited}. Copy ${manifest} first, install without the project (${dependenciesOnlyFlag(install)}), then copy the rest and install it.`;
  return `${edited}. Copy ${manifest} first, install, then copy the rest.`;
}

/** The manifest and the lock file by the names they have here, as far as they are known. */
function manifestNames({ copy, install, ecosystem }: SpoiledInstall, rewrite: InstallFirst): string {
  if ('inputs' in rewrite) {
    const { manifests, locks } = rewrite.inputs;
    const [manifest = 'the manifest'] = manifests.map(baseName);
    return locks[0] === undefined ? manifest : `${manifest} and ${baseName(locks[0])}`;
  }
  const named = install.recognised?.manifestArgs[0]?.value;
  if (named !== undefined) return fromCopy(copy, named);
  if (ecosystem.id === 'dotnet') return 'the project files';
  const manifest = ecosystem.manifests.find((name) => !/[*?]/.test(name)) ?? 'the manifest';
  if (ecosystem.locks.length === 1) return `${manifest} and ${ecosystem.locks[0]}`;
  return ecosystem.locks.length > 0 ? `${manifest} and its lock file` : manifest;
}

/** A path of the image as it is called where the copy takes it from. */
function fromCopy({ destination }: CopyStep, path: string): string {
  const below = destination === undefined || !path.startsWith('/') ? undefined : relativeTo(destination, path);
  return below || path;
}

function editedFiles(file: LintFile, copy: CopyStep, rewrite: InstallFirst): string {
  const text = file.dockerfile.text.slice(copy.instruction.span.start, copy.instruction.span.end);
  const shown = text.includes('\n') || text.length > 50 ? `the ${copy.instruction.kind}` : `\`${text}\``;
  const count = file.context?.walk().filter((path) => copy.sources.some((source) => takes(source, path))).length;
  const elsewhere = 'elsewhere' in rewrite;
  return count && !elsewhere
    ? `${count === 1 ? 'the file' : `any of the ${plural(count, 'file')}`} of ${shown}`
    : `any file of ${shown}`;
}

function takes(source: string | undefined, path: string): boolean {
  if (source === undefined) return false;
  return source === '' || path.startsWith(`${source}/`) || matchesName(source, path);
}

/** Downloads survive in a mount: what runs again is unpacking and linking. */
function hasCacheMount(file: LintFile, { run, ecosystem }: SpoiledInstall): boolean {
  const { variables } = scopeBefore(file.dockerfile, run.instruction);
  const home = variables.get('HOME')?.value ?? '/root';
  return ecosystem.caches.some((cache) =>
    cacheMountCovers(file, run.instruction, resolvePath('/', cache.replace(/^\/root/, home))),
  );
}
