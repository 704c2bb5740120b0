import { commands, env } from 'vscode';

/** An address belongs to a machine: in a remote window it is set for that machine, on a page of its own. */
export async function openEngineSettings(): Promise<void> {
  const page = env.remoteName === undefined ? 'workbench.action.openSettings' : 'workbench.action.openRemoteSettings';
  await commands.executeCommand(page, { query: 'layerwright.engine' });
}
