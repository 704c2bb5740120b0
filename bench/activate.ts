import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { milliseconds, packageExtension, type Row, repositoryRoot } from './measure';

const runs = 3;

/**
 * Time to activate in a real extension host, once per fresh VS Code: reading the bundle and running `activate`. Uses the VS
 * Code of the host tests, so `npm run test:host` must have installed it, or VSCODE_EXECUTABLE name another.
 */
export async function activate(): Promise<readonly Row[]> {
  packageExtension();
  const entry = join(repositoryRoot, 'out', 'bench', 'activate-entry.js');
  await build({
    entryPoints: [join(__dirname, 'activate-entry.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const times: (readonly [elapsed: number, used: number])[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await once(entry));
  return [
    ['activate in a fresh VS Code', milliseconds(times.map(([elapsed]) => elapsed))],
    ['processor time of its extension host meanwhile', milliseconds(times.map(([, used]) => used))],
  ];
}

/** Milliseconds. */
async function once(extensionTestsPath: string): Promise<readonly [elapsed: number, used: number]> {
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  try {
    const result = join(folder, 'result');
    await runTests({
      vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? join(repositoryRoot, 'test', 'vscode-host', 'code'),
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath,
      extensionTestsEnv: { LAYERWRIGHT_BENCH_RESULT: result, DOCKER_HOST: `unix://${join(folder, 'no-engine.sock')}` },
      launchArgs: [folder, `--user-data-dir=${join(folder, 'user')}`, `--extensions-dir=${join(folder, 'extensions')}`],
    });
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
