// `npm start`: set-up, build, and the extension on a copy of the sample workspace. In desktop VS Code when `code` is on the
// PATH and there is a screen; else in the VS Code that npm can install, whose address it prints.
//   npm start -- --browser         the latter in any case
//   npm start -- --port 8000       its port, for one that is forwarded
// It starts no engine: the extension uses the person's.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installEditorHost, installPackages, root, run } from './support/set-up.mjs';
import { findProgram } from './support/tools.mjs';

const { values } = parseArgs({ options: { browser: { type: 'boolean' }, port: { type: 'string', default: '0' } } });
const scratch = join(root, '.scratch', 'start');
const folder = join(scratch, 'workspace');

if (!installPackages()) fail('npm could not install the packages of package-lock.json.');
rmSync(scratch, { recursive: true, force: true });
cpSync(join(root, 'test', 'fixtures', 'workspace'), folder, { recursive: true });
if (values.browser || !hasDesktop()) await startInBrowser();
else startOnDesktop();

function hasDesktop() {
  if (process.platform === 'win32') return Boolean(findProgram('code.cmd'));
  if (!findProgram('code')) return false;
  if (process.platform === 'darwin') return true;
  // VS Code refuses to run as root, and there may be no screen.
  return process.getuid() !== 0 && Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

function startOnDesktop() {
  if (run(process.execPath, ['esbuild.mjs']) !== 0) fail('The extension could not be built.');
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder];
  const shell = process.platform === 'win32';
  const { status } = spawnSync('code', shell ? args.map((arg) => `"${arg}"`) : args, { stdio: 'inherit', shell });
  if (status !== 0) fail('VS Code did not start: try "npm start -- --browser".');
  console.log('Opened in VS Code. After a change: npm run build, and "Developer: Reload Window" there.');
}

async function startInBrowser() {
  if (!installEditorHost()) fail('The VS Code host could not be installed.');
  if (run(process.execPath, ['esbuild.mjs', '--package']) !== 0) fail('The extension could not be packaged.');
  // Imported here, because its packages may just have been installed.
  const { installExtensions, startServer } = await import('./vscode-host/host.mjs');
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const extensionsDir = join(scratch, 'extensions');
  installExtensions([join(root, `${name}-${version}.vsix`)], extensionsDir);
  const token = randomBytes(16).toString('hex');
  const server = await startServer({ dataDir: join(scratch, 'data'), extensionsDir, token, port: Number(values.port) });
  server.child.once('exit', () => fail(`VS Code's server ended.\n${server.log()}`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      server.child.removeAllListeners('exit');
      await server.close();
      process.exit(0);
    });
  }
  console.log(`\nOpen ${server.url}/?${new URLSearchParams({ tkn: token, folder })}\nCtrl-C ends it.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
