import { at, text } from './data';
import { addManifest, type Draft } from './draft';
import type { InstallCall } from './install-inputs';
import { addNodeConfigs } from './node-configs';
import { addNodeDependencies } from './node-dependencies';
import { addNodeLocks } from './node-locks';
import { type NodeManager, type NodePackage, packageDependencies, readPackage } from './node-package';
import { addNodeScripts } from './node-scripts';
import { addWorkspaceMembers, workspaceRootOf } from './node-workspaces';
import { isYarnBerry } from './yarn-berry';

/** npm, yarn, pnpm and bun. Called by their ecosystem's name; whether a yarn is berry is read from the project. */
export function addNodeInputs(draft: Draft, call: InstallCall): void {
  if (!addManifest(draft, 'package.json')) return;
  const root = readPackage(draft, draft.project);
  const manager = managerOf(draft, call);
  addNodeLocks(draft, manager);
  draft.outputs.add('node_modules');
  if (!root) return;
  addNodeConfigs(draft, root, manager);
  const members = addWorkspaceMembers(draft, root, manager);
  const folders = new Set([root.folder, ...members.map((member) => member.folder)]);
  for (const pkg of [root, ...members]) addNodeDependencies(draft, pkg, folders);
  for (const pkg of [root, ...members]) addNodeScripts(draft, pkg, { manager, call, root: pkg === root });
  refuseUnresolved(draft, root, members, manager);
}

function managerOf(draft: Draft, call: InstallCall): NodeManager {
  const { ecosystem } = call;
  if (ecosystem === 'npm' || ecosystem === 'pnpm' || ecosystem === 'bun') return ecosystem;
  return isYarnBerry(draft, draft.project, call.flags) ? 'yarn-berry' : 'yarn';
}

function refuseUnresolved(
  draft: Draft,
  root: NodePackage,
  members: readonly NodePackage[],
  manager: NodeManager,
): void {
  const workspaceRoot = workspaceRootOf(draft, root.folder, manager);
  if (workspaceRoot !== undefined) {
    draft.refusals.add(
      `${root.folder} is a member of the workspace in ${workspaceRoot === '' ? "the context's root" : workspaceRoot}, and its lock file and other members are there`,
    );
  } else {
    const names = new Set([root, ...members].map((pkg) => text(at(pkg.content, 'name'))));
    const unknown = [root, ...members]
      .flatMap(packageDependencies)
      .find(([name, range]) => range.startsWith('workspace:') && !/^workspace:[.@~/]/.test(range) && !names.has(name));
    if (unknown) draft.refusals.add(`the workspace member ${unknown[0]} was not found`);
  }
  if (draft.missingMembers.size > 0) {
    draft.refusals.add(`${[...draft.missingMembers][0]} of the workspace is not in the build context`);
  }
}
