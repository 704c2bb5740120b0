import { joinPath } from '../../shared/posix-path';
import { at, tableAt, text } from './data';
import { addConfig, addPathDependency, type Draft, parseFile, readText } from './draft';
import type { NodeManager, NodePackage } from './node-package';
import { parseYaml } from './yaml';

/** Configuration the manager reads from the project's folder while it installs. */
export function addNodeConfigs(draft: Draft, root: NodePackage, manager: NodeManager): void {
  if (manager !== 'yarn-berry') addConfig(draft, '.npmrc');
  switch (manager) {
    case 'yarn':
      addConfig(draft, '.yarnrc');
      addYarnPath(
        draft,
        /^[ \t]*"?yarn-path"?\s+"?([^"\s]+)"?/m.exec(readText(draft, joinPath(draft.project, '.yarnrc')) ?? '')?.[1],
      );
      break;
    case 'yarn-berry':
      addBerryConfigs(draft);
      break;
    case 'pnpm':
      addPnpmConfigs(draft, root);
      break;
    case 'bun':
      addConfig(draft, 'bunfig.toml');
      addPatches(draft, root, Object.values(tableAt(root.content, 'patchedDependencies')), root.path);
      break;
    default:
  }
}

function addBerryConfigs(draft: Draft): void {
  if (addConfig(draft, '.yarnrc.yml')) {
    const config = parseFile(draft, joinPath(draft.project, '.yarnrc.yml'), parseYaml);
    addYarnPath(draft, text(at(config, 'yarnPath')));
  }
  addConfig(draft, '.yarn/plugins');
  addConfig(draft, '.yarn/patches');
}

/** The folder of the checked-in yarn: releases come and go in it, so the folder is copied, not the file. */
function addYarnPath(draft: Draft, path: string | undefined): void {
  if (path === undefined) return;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path;
  addConfig(draft, /^(?:\.\/)?\.yarn\/releases$/.test(folder) ? folder : path);
}

function addPnpmConfigs(draft: Draft, root: NodePackage): void {
  const found = addConfig(draft, 'pnpm-workspace.yaml');
  addConfig(draft, '.pnpmfile.cjs');
  addConfig(draft, '.pnpmfile.mjs');
  const workspace = found ? joinPath(draft.project, 'pnpm-workspace.yaml') : undefined;
  const settings = workspace === undefined ? undefined : parseFile(draft, workspace, parseYaml);
  addPatches(draft, root, Object.values(tableAt(root.content, 'pnpm', 'patchedDependencies')), root.path);
  addPatches(draft, root, Object.values(tableAt(settings, 'patchedDependencies')), workspace ?? root.path);
}

/** Patches in `patches/` are copied as that folder; others one by one. */
function addPatches(draft: Draft, root: NodePackage, values: readonly unknown[], manifest: string): void {
  for (const value of values) {
    const path = text(value);
    if (path === undefined) continue;
    if (/^(?:\.\/)?patches\/[^/]+$/.test(path) && addConfig(draft, 'patches')) continue;
    addPathDependency(draft, { spec: path, folder: root.folder, manifest });
  }
}
