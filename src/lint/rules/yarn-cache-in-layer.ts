import type { RunInstruction } from '../../dockerfile/model';
import { flagValues } from '../../shell/args';
import { runsCalling } from '../facts/runs-calling';
import { homeOf, isMounted, variableAt } from '../hadolint/cache-directory';
import { calls, cleansUpAfter } from '../hadolint/clean-up';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import { inLiveStage } from '../hadolint/live-stages';
import { keepsOutOfLayer } from '../hadolint/mounts';
import { isYarnBerry } from '../inputs/yarn-berry';
import type { Fix, LintFile, Rule } from '../rule';

/** Yarn keeps what it downloads, for an install that never comes. */
export const yarnCacheInLayer: Rule = {
  id: 'yarn-cache-in-layer',
  summary: 'Keep the cache of Yarn out of the layer',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3060', cache: 'CACHE011' },
  docs: {
    why: 'Yarn keeps an archive of every package it downloads, about as large as `node_modules`, and it becomes a part of the layer. Nothing in the image reads it again.',
    notes:
      'A cache mount over Yarn’s cache directory keeps the downloads for the next build and out of the layer: then nothing is reported, nor in a stage from which only files are copied. Yarn 2 and later may run the project from that cache: clean it only if there is a `node_modules`.',
    bad: ['FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n'],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile\n',
    ],
  },
  when: { calls: ['yarn'] },
  *check(file) {
    for (const run of runsCalling(file, 'yarn')) {
      const commands = commandsNamed(file, run, 'yarn');
      const install = commands.find(isInstall);
      const cleaned = commands.find(isCleanUp);
      if (!install || !inLiveStage(file, run)) continue;
      if (cleaned === install || cleansUpAfter(commands, isInstall, isCleanUp)) continue;
      if (!cleaned && keepsOutOfLayer(run, '.cache/yarn')) continue;
      if (!file.settings.asked('DL3060') && isKeptOut(file, run, install)) continue;
      const word = install.args.find(({ value }) => value === 'install');
      yield {
        span: { start: install.nameWord.span.start, end: (word ?? install.nameWord).span.end },
        instruction: run,
        message: cleaned
          ? 'The cache is emptied before it is filled, and what Yarn downloads stays in this layer. Clean it behind the install.'
          : 'Yarn leaves what it downloads in this layer, where nothing reads it again. Clean its cache behind the install, or mount one.',
        fixes: () => (cleaned ? [] : fixesFor(file, run, install)),
      };
    }
  },
};

function isInstall(command: NamedCommand): boolean {
  return calls(command, 'yarn', 'install');
}

function isCleanUp(command: NamedCommand): boolean {
  return calls(command, 'yarn', 'cache', 'clean');
}

/** A mount holds the cache, wherever it is: what hadolint cannot see. */
function isKeptOut(file: LintFile, run: RunInstruction, command: NamedCommand): boolean {
  const own =
    flagValues(command, '--cache-folder').at(-1)?.value ??
    command.command.assignments.find(({ name }) => name === 'YARN_CACHE_FOLDER')?.value?.value ??
    variableAt(file, run, 'YARN_CACHE_FOLDER');
  if (own !== undefined) return isMounted(file, run, own);
  // Yarn 1 as root, Yarn 1 as anybody else, later versions.
  const home = homeOf(file, run);
  const usual = ['/usr/local/share/.cache/yarn', `${home}/.cache/yarn`, `${home}/.yarn/berry/cache`];
  return usual.some((directory) => isMounted(file, run, directory));
}

function fixesFor(file: LintFile, run: RunInstruction, install: NamedCommand): readonly Fix[] {
  const last = file.shell(run).steps.at(-1);
  if (!isEditable(file, run) || run.command.form !== 'shell' || run.heredocs.length > 0 || !last) return [];
  if (install.command.place !== 'top' || /&\s*$/.test(file.dockerfile.text.slice(last.span.start, run.span.end)))
    return [];
  // Later versions of Yarn may run the project from this very cache.
  const classic = file.context !== undefined && !isYarnBerry({ context: file.context }, '', new Set());
  const at = last.span.end;
  return [
    {
      title: 'Clean the cache behind the install',
      safe: classic,
      edits: [{ span: { start: at, end: at }, newText: ' && yarn cache clean' }],
    },
  ];
}
