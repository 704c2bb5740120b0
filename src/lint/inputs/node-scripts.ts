import { joinPath } from '../../shared/posix-path';
import { at, text } from './data';
import { type Draft, isDirectory, isFile } from './draft';
import type { InstallCall } from './install-inputs';
import { type NodeManager, type NodePackage, packageScripts } from './node-package';
import { noNeeds, type ScriptNeeds, toolNeeds } from './node-tools';
import { scriptCommands } from './script-commands';

interface ScriptsCall {
  readonly manager: NodeManager;
  readonly call: InstallCall;
  /** The package is the one the install is called in. */
  readonly root: boolean;
}

/**
 * Lifecycle scripts an install runs in the project's own packages, in the order they run.
 * npm ci and npm ci --omit=dev both run prepare, yarn 1 runs it unless --production (both tried: catalogue, ecosystems.json),
 * yarn 2 and later only when packing.
 */
const lifecycle: Readonly<Record<NodeManager, readonly string[]>> = {
  npm: ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'],
  yarn: ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare'],
  'yarn-berry': ['preinstall', 'install', 'postinstall'],
  pnpm: ['pnpm:devPreinstall', 'preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'],
  bun: ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'],
};

export function addNodeScripts(draft: Draft, pkg: NodePackage, { manager, call, root }: ScriptsCall): void {
  if (call.flags.has('--ignore-scripts') || call.flags.has('--mode')) return;
  const scripts = packageScripts(pkg);
  const production = ['--production', '--prod'].some((flag) => call.flags.has(flag));
  for (const name of lifecycle[manager]) {
    if (manager === 'yarn' && production && /prepare|prepublish/.test(name)) continue;
    const command = scripts.get(name);
    if (command === undefined) continue;
    const needs = scriptNeeds(draft, pkg, command, new Set([name]));
    draft.scripts.push({
      name: root ? name : `${name} of ${pkg.folder}`,
      command,
      needs: needs.complete ? needs.paths : undefined,
      named: needs.paths,
    });
  }
  addBuildOfAddon(draft, pkg, scripts);
}

/** npm and the others run `node-gyp rebuild` when there is a binding.gyp and no script of their own. */
function addBuildOfAddon(draft: Draft, pkg: NodePackage, scripts: ReadonlyMap<string, string>): void {
  const path = joinPath(pkg.folder, 'binding.gyp');
  if (scripts.has('install') || scripts.has('preinstall') || !isFile(draft, path)) return;
  if (at(pkg.content, 'gypfile') === false) return;
  draft.scripts.push({ name: 'install', command: 'node-gyp rebuild', needs: undefined, named: [path] });
}

function scriptNeeds(draft: Draft, pkg: NodePackage, line: string, visited: ReadonlySet<string>): ScriptNeeds {
  let paths: readonly string[] = [];
  let complete = true;
  let folder = pkg.folder;
  for (const words of scriptCommands(line)) {
    if (words[0] === 'cd') {
      const target = joinPath(folder, words[1] ?? '');
      if (isDirectory(draft, target)) paths = [...paths, target];
      else complete = false;
      folder = target;
      continue;
    }
    const needs = commandNeeds(draft, pkg, { words, folder, visited });
    paths = [...paths, ...needs.paths];
    complete = complete && needs.complete;
  }
  return { paths: [...new Set(paths)], complete };
}

function commandNeeds(
  draft: Draft,
  pkg: NodePackage,
  { words, folder, visited }: { words: readonly string[]; folder: string; visited: ReadonlySet<string> },
): ScriptNeeds {
  const called = calledScripts(pkg, words);
  if (called === undefined || folder !== pkg.folder) {
    return toolNeeds(draft, { words, folder, prismaSchema: text(at(pkg.content, 'prisma', 'schema')) });
  }
  const parts = called.map((name) => {
    const line = packageScripts(pkg).get(name);
    if (line === undefined || visited.has(name) || visited.size > 8) return noNeeds;
    return scriptNeeds(draft, pkg, line, new Set([...visited, name]));
  });
  return { paths: parts.flatMap((part) => part.paths), complete: parts.every((part) => part.complete) };
}

/** Names of other scripts of the package a command runs: `npm run a`, `yarn a`, `run-s a b`. */
function calledScripts(pkg: NodePackage, words: readonly string[]): readonly string[] | undefined {
  const scripts = packageScripts(pkg);
  const [program = '', ...rest] = words;
  const args = rest.filter((word) => !word.startsWith('-'));
  if (/^(?:run-s|run-p|npm-run-all\d?)$/.test(program)) {
    return args.flatMap((name) =>
      name.endsWith('*') ? [...scripts.keys()].filter((key) => key.startsWith(name.replace(/\*+$/, ''))) : [name],
    );
  }
  if (
    !/^(?:npm|yarn|pnpm|bun)$/.test(program) ||
    rest.some((word) => /^(?:--prefix|-C|--cwd|--filter|-F|-w|--workspace|-r)\b/.test(word))
  )
    return undefined;
  const run = /^(?:run|run-script)$/.test(args[0] ?? '');
  const name = run ? args[1] : args[0];
  if (name === undefined || (!run && (program === 'npm' ? name !== 'test' : !scripts.has(name)))) return undefined;
  return [name];
}
