import { bringFiles, namesOf } from '../inputs/bring-files';
import { installName, isProduction, isRepeatedLater } from '../inputs/commands-around';
import { tableAt } from '../inputs/data';
import { readText } from '../inputs/draft';
import type { InstallScript } from '../inputs/install-inputs';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** An install runs the project's own hooks, and they read files that a copy of the manifests alone does not bring. */
export const installScriptsNeedSource: Rule = {
  id: 'install-scripts-need-source',
  summary: 'Copy what the scripts of an install read, or run them after the source is copied',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE028' },
  docs: {
    why: 'npm, Yarn, pnpm and Bun run the `preinstall`, `postinstall` and `prepare` scripts of the project itself while they install, Composer its `post-install-cmd` and `post-autoload-dump`. Before the source is copied, the files they read are not there: the build fails, or goes on without what the script should have done. `patch-package` without its patches applies none, and says so in one line nobody reads.',
    notes:
      'Where a script reads a few files that can be named, the fix copies them. Where it builds the project, install with `--ignore-scripts` and run `npm rebuild && npm run postinstall` behind the copy of the source; `--ignore-scripts` alone leaves native addons unbuilt. For Composer that is `--no-scripts`, then `composer run-script post-install-cmd`. A `prepare` script that calls husky fails where development dependencies are left out, because husky is one of them; deleting the script before the install helps.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"scripts":{"postinstall":"patch-package"}}',
          'package-lock.json': '{"packages":{}}',
          'patches/left-pad+1.3.0.patch': '',
        },
      },
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\n',
        context: { 'package.json': '{"scripts":{"prepare":"husky"}}', 'package-lock.json': '{"packages":{}}' },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY patches patches/\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{"scripts":{"postinstall":"patch-package"}}',
          'package-lock.json': '{"packages":{}}',
          'patches/left-pad+1.3.0.patch': '',
        },
      },
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --ignore-scripts\nCOPY . .\nRUN npm rebuild && npm run prepare\n',
        context: {
          'package.json': '{"scripts":{"prepare":"tsc"}}',
          'package-lock.json': '{"packages":{}}',
          'tsconfig.json': '{}',
        },
      },
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check(file) {
    for (const install of knownInstalls(file)) {
      const finding = husky(file, install) ?? missingFiles(file, install);
      if (finding) yield finding;
    }
  },
};

function missingFiles(file: LintFile, install: KnownInstall): RuleFinding | undefined {
  const { inputs, files, place, recognised } = install;
  if (recognised.subcommand?.value === 'fetch' || isRepeatedLater(install)) return undefined;
  const failing = inputs.scripts.filter((script) => script.named.some((path) => files.at(place(path)) === 'absent'));
  const [first] = failing;
  if (!first) return undefined;
  const missing = [...new Set(failing.flatMap((script) => script.named))].filter(
    (path) => files.at(place(path)) === 'absent',
  );
  const known = failing.every((script) => script.needs !== undefined);
  const edits = known ? bringFiles(file, install, missing) : undefined;
  const remedy = known
    ? `Copy ${missing.length === 1 ? 'it' : 'them'} first.`
    : `It needs more of the source than can be told from here: ${laterCommand(install)}.`;
  return {
    span: recognised.span,
    message: `\`${installName(install)}\` runs the ${first.name} script \`${first.command}\`, which reads ${namesOf(missing)} before ${missing.length === 1 ? 'it is' : 'they are'} copied. ${remedy}`,
    fixes: edits
      ? [{ title: `Copy ${namesOf(missing)} before the install`, safe: failing.every(certainlyFails), edits }]
      : [],
  };
}

/** `node x.js` fails without x.js; patch-package and commands with an alternative pass. */
function certainlyFails({ command }: InstallScript): boolean {
  return !/\bpatch-package\b|\|\||;/.test(command);
}

function laterCommand({ recognised, inputs }: KnownInstall): string {
  const names = inputs.scripts.map(({ name }) => name).filter((name) => !name.includes(' '));
  if (recognised.ecosystem === 'composer') {
    return `add --no-scripts, and run \`composer run-script ${names[0] ?? 'post-install-cmd'}\` behind the copy of the source`;
  }
  const manager = recognised.ecosystem;
  return `add --ignore-scripts, and run \`${manager} rebuild && ${manager} run ${names[0] ?? 'postinstall'}\` behind the copy of the source`;
}

/** `prepare: husky` with --omit=dev ends with "husky: not found", exit code 127 (tried with npm 11). */
function husky(file: LintFile, install: KnownInstall): RuleFinding | undefined {
  const { recognised, inputs, command } = install;
  if (recognised.ecosystem !== 'npm' || !isProduction(file, install)) return undefined;
  const script = inputs.scripts.find(({ name }) => name === 'prepare');
  if (!script || !/^(?:npx )?husky(?: install)?(?:\s*&&.*)?$/.test(script.command.trim())) return undefined;
  if (isInstalledAnyway(file, install) || /^npx /.test(script.command)) return undefined;
  const { start } = command.command.span;
  const fixable = command.command.place === 'top' && !command.command.conditional;
  return {
    span: recognised.span,
    message: `\`${installName(install)}\` leaves out development dependencies and then runs the prepare script \`${script.command}\`, which fails: husky is one of them. Delete the script before the install.`,
    fixes: fixable
      ? [
          {
            title: 'Delete the prepare script before the install',
            safe: false,
            edits: [{ span: { start, end: start }, newText: 'npm pkg delete scripts.prepare && ' }],
          },
        ]
      : [],
  };
}

/** husky is a dependency for production or installed by another command, or the script was dealt with. */
function isInstalledAnyway({ context }: LintFile, { inputs, stage, step, command }: KnownInstall): boolean {
  const manifest = context && readText({ context }, inputs.manifests[0] ?? '');
  try {
    if ('husky' in tableAt(JSON.parse(manifest ?? '{}'), 'dependencies')) return true;
  } catch {
    return true;
  }
  const above = stage.steps
    .slice(0, stage.steps.indexOf(step) + 1)
    .flatMap((other) => (other.kind === 'run' ? other.commands : []));
  return above
    .slice(0, above.indexOf(command))
    .some(({ command: { args } }) => args.some(({ value }) => /husky|scripts\.prepare|^package\.json$/.test(value)));
}
