/** Bundled by activate.ts and run by VS Code in its extension host, where the extension is not active yet. */
import { writeFileSync } from 'node:fs';
import { extensions } from 'vscode';

export async function run(): Promise<void> {
  const extension = extensions.getExtension('layerwright.layerwright');
  if (!extension || extension.isActive)
    throw new Error('The extension is missing, or was activated before it was asked to.');
  const begin = performance.now();
  const used = process.cpuUsage();
  await extension.activate();
  const elapsed = performance.now() - begin;
  const { user, system } = process.cpuUsage(used);
  writeFileSync(process.env.LAYERWRIGHT_BENCH_RESULT ?? '', JSON.stringify([elapsed, (user + system) / 1000]));
}
