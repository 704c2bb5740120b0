import { joinPath, relativeTo, resolvePath } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { CopyStep } from '../flow/flow';
import { matchesName } from '../flow/names';
import { isSet } from '../inputs/commands-around';
import { type KnownInstall, knownInstalls, type ProjectInstall, projectInstalls } from '../inputs/project-installs';
import type { Fix, LintFile, Rule, RuleFinding, SpanEdit } from '../rule';

/** With a lock file there, `npm install` is the command of the desk and `npm ci` that of the build. */
export const npmInstallInsteadOfCi: Rule = {
  id: 'npm-install-instead-of-ci',
  summary: 'Use npm ci where the lock file is copied',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE025' },
  docs: {
    why: '`npm install` changes the lock file where it does not fit `package.json` and goes on, so the layer may hold other versions than the team tested. `npm ci` installs exactly what the lock file says, or fails, and is faster because it resolves nothing.',
    notes:
      'Reported where `package-lock.json` or `npm-shrinkwrap.json` is copied by its name, by a glob such as `package*.json`, or with the whole source when the build context holds one. The fix writes `--omit=dev` for `--production` and `--only=production`. It is not safe in the sense of changing nothing: `npm ci` fails where the lock file and `package.json` disagree.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install --production\nCOPY . .\n',
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm i\n',
        context: { 'package.json': '{}', 'package-lock.json': '{"packages":{}}' },
      },
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\n',
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\nCOPY . .\n',
        context: { 'package.json': '{}', 'server.js': '' },
      },
    ],
  },
  when: { does: ['install', 'prime', 'implicit'] },
  *check(file) {
    const installs: readonly (ProjectInstall | KnownInstall)[] = file.context
      ? knownInstalls(file)
      : projectInstalls(file);
    for (const install of installs) {
      const lock = isPlainInstall(file, install) ? lockOf(file, install) : undefined;
      if (lock !== undefined && !isSecond(install)) yield finding(file, install, lock);
    }
  },
};

function isPlainInstall(file: LintFile, install: ProjectInstall): boolean {
  const { recognised, stage } = install;
  if (recognised.ecosystem !== 'npm' || recognised.role !== 'install' || recognised.frozen) return false;
  const declines = [
    '--no-package-lock',
    '--package-lock',
    '--no-lockfile',
    '--lockfile-only',
    '--link',
    '--no-shrinkwrap',
  ];
  if (
    declines.some((flag) => recognised.flags.has(flag)) ||
    /^(?:up|add|in?s?t?a?l?l?-test|it$)/.test(recognised.subcommand?.value ?? '')
  )
    return false;
  // npm has the command since 5.7, which came with Node 8.11.
  return (
    !/(?:^|\/)node:(?:[0-7]|8\.(?:\d|10))(?!\d)/.test(stage.stage.from.image?.text ?? '') &&
    !isSet(file, install, 'npm_config_package_lock')
  );
}

/** Name of the lock file that is there when the install runs. */
function lockOf(file: LintFile, install: ProjectInstall | KnownInstall): string | undefined {
  const { locks } = ecosystemOf('npm');
  if (file.context && 'inputs' in install) {
    const { inputs, files, place } = install;
    const npmrc = file.context.read(joinPath(inputs.project, '.npmrc')) ?? '';
    if (/^[ \t]*(?:package-lock|shrinkwrap)\s*=\s*false/m.test(npmrc)) return undefined;
    const path = inputs.locks.find((lock) => files.at(place(lock)) !== 'absent');
    return path?.slice(path.lastIndexOf('/') + 1);
  }
  const copies = install.stage.steps.slice(0, install.stage.steps.indexOf(install.step));
  return locks.find((name) =>
    copies.some((copy) => copy.kind === 'copy' && copy.origin === 'context' && names(copy, name, install.directory)),
  );
}

/** By its own name, or by a glob that is there to take it along: `package*.json`. */
function names({ sources, destination, intoDirectory }: CopyStep, lock: string, directory: string): boolean {
  if (destination !== directory && destination !== resolvePath(directory, lock)) return false;
  return sources.some((source) => {
    if (source === undefined || /^\*/.test(source)) return false;
    const name = source.slice(source.lastIndexOf('/') + 1);
    return matchesName(name, lock) && (intoDirectory || relativeTo(directory, destination) !== undefined);
  });
}

/** Something was installed there before, which `npm ci` would remove. */
function isSecond({ stage, step, command, directory }: ProjectInstall): boolean {
  const before = stage.steps.slice(0, stage.steps.indexOf(step) + 1);
  return before.some(
    (other) =>
      (other.kind === 'copy' && other.sources.some((source) => source?.endsWith('node_modules'))) ||
      (other.kind === 'run' &&
        other.commands.some(
          (entry) =>
            entry.command.span.start < command.command.span.start &&
            entry.recognised?.ecosystem === 'npm' &&
            /^(?:install|tools)$/.test(entry.recognised.role) &&
            !entry.recognised.flags.has('-g') &&
            !entry.recognised.flags.has('--global') &&
            entry.directory === directory,
        )),
  );
}

function finding(file: LintFile, { recognised, step }: ProjectInstall, lock: string): RuleFinding {
  const word = recognised.subcommand;
  const edits: SpanEdit[] = word ? [{ span: word.span, newText: 'ci' }] : [];
  for (const { value, span } of recognised.invocation.args) {
    if (/^--(?:production|only=prod(?:uction)?)(?:=true)?$/.test(value)) edits.push({ span, newText: '--omit=dev' });
  }
  const fix: Fix = { title: 'Use npm ci', safe: false, edits };
  const possible = word !== undefined && step.script.complete && file.shell(step.instruction).complete;
  return {
    span: recognised.span,
    instruction: step.instruction,
    message: `\`npm ${word?.value ?? 'install'}\` may install other versions than ${lock} says and does not tell. \`npm ci\` installs exactly those, or fails.`,
    fixes: possible ? [fix] : [],
  };
}
