import { deepEqual, equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBases } from '../support/bases';
import { engineIsSkipped } from '../support/engine-environment';
import { buildStandIns, standInImage } from '../support/stand-ins';
import { runCli } from '../unit/support/run-cli';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { useEngine } from './connected';
import { optimiseCases } from './optimise-cases';

/** The machine's own npm, which knows the way to its registry. Undefined: it failed. */
function npm(args: readonly string[], cwd = process.cwd()): string | undefined {
  const quick = ['--fetch-retries=0', '--fetch-timeout=10000', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stdout } = spawnSync('npm', [...args, ...quick], { cwd, encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim() : undefined;
}

const reachable = !engineIsSkipped && npm(['view', 'is-odd@3.0.1', 'version']) !== undefined;
const certificates = [process.env.NODE_EXTRA_CA_CERTS, '/etc/ssl/certs/ca-certificates.crt'].find(
  (file) => file !== undefined && existsSync(file),
);

describe('a rewrite, proved with the real npm', function () {
  this.timeout(240_000);
  const image = reachable ? 'npm-online:1' : standInImage;
  const connected = useEngine((engine) => engine.images.remove(image));

  if (!reachable) {
    it('with its stand-in instead, because the registry of npm cannot be reached from here', async () => {
      const { engine } = connected;
      await buildStandIns(engine);
      const [first] = optimiseCases;
      const cwd = temporaryDirectory({ ...first?.files, Dockerfile: first?.dockerfile ?? '' });
      equal((await runCli(['optimise', '--prove'], { cwd, engine })).status, 0);
    });
    return;
  }

  it('installs packages of the registry once, whatever is edited', async () => {
    const { engine, test } = connected;
    await ensureBases(test, ['node']);
    await buildOnlineBase();
    const cwd = temporaryDirectory({
      'package.json': '{ "name": "shop", "version": "1.0.0", "dependencies": { "is-odd": "3.0.1" } }\n',
      'server.js': 'console.log(require("is-odd")(3));\n',
      Dockerfile:
        'FROM npm-online:1\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN node server.js\nCMD ["node", "server.js"]\n',
    });
    npm(['install', '--package-lock-only', '--ignore-scripts'], cwd);
    const options = ['--prove', '--format', 'json', '--network', 'host'];
    const { status, out, err } = await runCli(['optimise', ...options], { cwd, engine });
    if (status === 2) throw new Error(err);
    const { proof } = JSON.parse(out);
    deepEqual(proof.differences, []);
    equal(status, 0);
    const ran = ({ ran: steps }: { readonly ran: readonly { readonly text: string }[] }) =>
      steps.map(({ text }) => text);
    deepEqual(ran(proof.before), ['COPY . .', 'RUN npm ci', 'RUN node server.js']);
    deepEqual(ran(proof.after), ['COPY . .', 'RUN node server.js']);
  });

  /** The stand-in for node with this machine's certificates and the registry its npm uses. */
  async function buildOnlineBase(): Promise<void> {
    const root = temporaryDirectory({
      'certificates.crt': certificates === undefined ? '' : readFileSync(certificates),
      npmrc: `${certificates === undefined ? '' : 'cafile=/etc/ssl/certs/ca-certificates.crt\n'}registry=${npm(['config', 'get', 'registry'])}\n`,
      Dockerfile:
        'FROM node:20-alpine\nCOPY certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY npmrc /tmp/npmrc\nRUN cat /tmp/npmrc >> /usr/local/etc/npmrc\n',
    });
    const context = { root, dockerfile: join(root, 'Dockerfile') };
    const signal = AbortSignal.timeout(60_000);
    for await (const event of connected.engine.images.build(context, { tags: [image], signal })) void event;
  }
});
