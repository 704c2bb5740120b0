/**
 * Runs test/host/suite inside VS Code's extension host, on the extension in dist/, with an engine and a registry of the
 * tests' own. Which VS Code: VSCODE_EXECUTABLE when set; on Linux else the one of test/vscode-host, which npm can install;
 * elsewhere, or with VSCODE_EXECUTABLE=desktop, a downloaded desktop one.
 * Arguments: -g <text> runs the tests whose title holds it.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureBases } from '../support/bases';
import { makeDockerConfig } from '../support/docker-config';
import { startEngine } from '../support/engine';
import { serveEngineControl } from '../support/engine-control';
import { engineEnvironment, engineIsSkipped } from '../support/engine-environment';
import { startRegistry } from '../support/registry';
import { repositoryRoot } from '../support/scratch';
import { requireTools } from '../support/tools.mjs';
import { atEnd, endEverything } from '../support/watchdog';
import { copyWorkspace } from '../support/workspace';

const output = join(repositoryRoot, 'out', 'host');

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function run(): Promise<void> {
  for (const name of ['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) delete process.env[name];
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => endEverything().finally(() => process.exit(1)));
  try {
    if (process.platform === 'linux')
      requireTools('The test of ShellCheck in the editor', [{ program: 'shellcheck', debianPackage: 'shellcheck' }]);
    const [env] = await Promise.all([testEnvironment(), bundleSuite()]);
    const userData = mkdtempSync(join(tmpdir(), 'layerwright-user-'));
    atEnd({ kind: 'folder', path: userData }, async () =>
      rmSync(userData, { recursive: true, force: true, maxRetries: 3 }),
    );
    // What the editor leaves running is recognised by this folder.
    atEnd({ kind: 'processes', commandLine: userData }, async () => {});
    await runTests({
      ...executable(),
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: join(output, 'mocha-entry.js'),
      extensionTestsEnv: { ...env, LAYERWRIGHT_GREP: grep(), LAYERWRIGHT_COLOR: process.stdout.isTTY ? '1' : '' },
      launchArgs: [copyWorkspace(), `--user-data-dir=${userData}`, `--extensions-dir=${join(userData, 'extensions')}`],
    });
  } finally {
    await endEverything();
  }
}

function executable(): { readonly vscodeExecutablePath?: string } {
  const given = process.env.VSCODE_EXECUTABLE;
  if (given === 'desktop') return {};
  if (given) return { vscodeExecutablePath: given };
  if (process.platform !== 'linux') return {};
  return { vscodeExecutablePath: join(repositoryRoot, 'test', 'vscode-host', 'code') };
}

async function testEnvironment(): Promise<Readonly<Record<string, string>>> {
  if (engineIsSkipped) return engineEnvironment(undefined);
  const [engine, registry] = await Promise.all([startEngine({ name: 'host' }), startRegistry({ password: true })]);
  await ensureBases(engine, ['busybox', 'node']);
  return {
    ...engineEnvironment(engine, makeDockerConfig({ credsStore: 'fake' })),
    LAYERWRIGHT_TEST_REGISTRY: registry.host,
    LAYERWRIGHT_TEST_ENGINE_CONTROL: await serveEngineControl(engine),
  };
}

async function bundleSuite(): Promise<void> {
  rmSync(output, { recursive: true, force: true });
  const suite = join(__dirname, 'suite');
  const tests = readdirSync(suite).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: [join(__dirname, 'mocha-entry.ts'), ...tests.map((name) => join(suite, name))],
    outbase: __dirname,
    outdir: output,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    packages: 'external',
    external: ['vscode'],
  });
}

function grep(): string {
  const index = process.argv.findIndex((arg) => arg === '-g' || arg === '--grep');
  return index < 0 ? '' : (process.argv[index + 1] ?? '');
}
