import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createContext } from '../../src/commands/contexts/create-context';
import { inspectContext } from '../../src/commands/contexts/inspect-context';
import { removeContext } from '../../src/commands/contexts/remove-context';
import { useContext } from '../../src/commands/contexts/use-context';
import { useContextForDocker } from '../../src/commands/contexts/use-context-for-docker';
import { connect } from '../../src/engine/dockerode/connect';
import { resolveEndpoint } from '../../src/engine/resolve-endpoint';
import { type Connection, createConnection } from '../../src/host/connection';
import { contextNodes, presentNode } from '../../src/views/contexts/nodes';
import { createEngineViews, type EngineViews } from '../../src/views/engine-views';
import { makeDockerConfig, type TestDockerConfig } from '../support/docker-config';
import { startEngine, type TestEngine } from '../support/engine';
import { findProgram, requireTools, searchPath } from '../support/tools.mjs';
import { type Answer, type Scripted, script } from '../unit/commands/scripted-services';
import { endpointOf, run, useEngine } from './connected';

describe('contexts of two engines', function () {
  this.timeout(120_000);
  const connected = useEngine();
  let away: TestEngine;
  let config: TestDockerConfig;
  let person: Scripted;
  let connection: Connection;
  let views: EngineViews;
  const logged: string[] = [];

  before(async () => {
    requireTools('The test of contexts', [{ program: 'docker', debianPackage: 'docker.io' }]);
    away = await startEngine({ name: 'away' });
    await run(connected.engine, ['sleep', '600'], { name: 'lw-near' });
    const engine = await connect(endpointOf(away.socketPath));
    await engine.volumes.create({ name: 'lw-far' });
    engine.dispose();
  });
  beforeEach(() => {
    config = makeDockerConfig({ auths: { 'registry.example': {} } });
    person = script({ engine: () => connection.engine(), env: { DOCKER_CONFIG: config.folder } });
    const { engines } = person.services;
    connection = createConnection({
      resolve: () => resolveEndpoint({ ...engines.machine(), setting: engines.setting }),
      connect,
    });
    const log = (text: string, cause?: unknown) => logged.push(`${text}: ${cause}`);
    views = createEngineViews({
      connect: connection.engine,
      onDidReset: connection.onDidReset,
      log: { info: log, warn: log, error: log, show: () => {} },
    });
    // The docker command's own configuration names the near engine.
    docker(
      'context',
      'create',
      'near',
      '--description',
      'Under the desk',
      '--docker',
      `host=${connected.test.dockerHost}`,
    );
    docker('context', 'use', 'near');
  });
  afterEach(async () => {
    views.dispose();
    connection.dispose();
    await config.remove();
  });
  after(() => away?.clean());

  /** The real docker command, on the same configuration. */
  function docker(...args: readonly string[]): string {
    const { DOCKER_HOST: _host, DOCKER_CONTEXT: _context, ...env } = process.env;
    const program = findProgram('docker', searchPath()) ?? 'docker';
    return execFileSync(program, args, {
      env: { ...env, DOCKER_CONFIG: config.folder },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }
  function answer(...answers: readonly Answer[]): Scripted['services'] {
    person.answer(...answers);
    return person.services;
  }
  /** Whether the far engine is the one that is asked now. */
  const isFar = async () => (await (await connection.engine()).volumes.list()).some(({ name }) => name === 'lw-far');
  const rows = async () =>
    contextNodes(await person.services.engines.places())
      .filter(({ kind }) => kind === 'context')
      .map((node) => {
        const { label, description } = presentNode(node);
        return `${label}: ${description}`;
      });
  async function labels(view: 'containers' | 'volumes'): Promise<readonly string[]> {
    const { tree } = views.views[`layerwright.${view}`];
    return (await tree.children(undefined)).map((node) => tree.present(node as never).label);
  }
  async function until(condition: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`It did not come to be: ${condition}\n${logged.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('are created, used by the views at once, and gone again', async () => {
    await until(async () => (await labels('containers')).includes('lw-near'));
    equal((await labels('volumes')).includes('lw-far'), false);
    const services = answer(
      { type: 'far' },
      { type: away.dockerHost },
      { pick: `Create the context far for ${away.dockerHost}` },
    );
    equal(await createContext(services), 'far');
    match(
      person.said.at(-1) ?? '',
      /^info: Created the context far\. Its engine answers: Docker \d+\.\d+\.\d+.*, API 1\.\d+\. \[Use it\]$/,
    );
    deepEqual(await rows(), [
      'default: unix:///var/run/docker.sock',
      `far: ${away.dockerHost}`,
      `near: in use · ${connected.test.dockerHost}`,
    ]);

    await useContext(answer(), ['far']);
    await connection.recheck();
    await until(async () => (await labels('volumes')).includes('lw-far'));
    deepEqual(await labels('containers'), []);
    deepEqual((await rows()).slice(1), [
      `far: in use · ${away.dockerHost}`,
      `near: docker's current · ${connected.test.dockerHost}`,
    ]);
    // The docker command finds what was written, and goes on using its own.
    match(docker('--context', 'far', 'volume', 'ls'), /lw-far/);
    equal(docker('context', 'show').trim(), 'near');

    await removeContext(answer({ confirm: true }), ['far']);
    match(
      person.said.find((text) => text.startsWith('confirm')) ?? '',
      /^confirm: Remove the context far\? .*Layerwright uses far now, and goes back to what docker commands use\. \[Remove\]$/s,
    );
    await connection.recheck();
    await until(async () => (await labels('containers')).includes('lw-near'));
    equal((await labels('volumes')).includes('lw-far'), false);
    equal(docker('context', 'ls', '--format', '{{.Name}}').trim().split('\n').sort().join(), 'default,near');
    deepEqual(logged, []);
  });

  it('follow the docker command, and lead it where that is asked for', async () => {
    docker('context', 'create', 'far', '--docker', `host=${away.dockerHost}`);
    equal(await isFar(), false);
    await useContextForDocker(answer(), ['far']);
    match(docker('volume', 'ls'), /lw-far/);
    equal(await isFar(), true);
    docker('context', 'use', 'near');
    equal(await isFar(), false);

    await inspectContext(answer(), ['near']);
    deepEqual(await person.inspected[0]?.read(), JSON.parse(docker('context', 'inspect', 'near'))[0]);
    docker('context', 'use', 'default');
    docker('context', 'rm', 'near');
    await rejects(useContext(answer(), ['near']), /There is no Docker context "near"/);
  });

  it('that lead nowhere leave the views empty with the reason', async () => {
    docker('context', 'create', 'nowhere', '--docker', `host=${away.dockerHost}.gone`);
    await until(async () => (await labels('containers')).includes('lw-near'));
    await useContext(answer(), ['nowhere']);
    await connection.recheck();
    await until(async () => views.state.engine === 'unreachable');
    deepEqual(await labels('containers'), []);
    match(views.state.error?.message ?? '', /from the Docker context "nowhere" in the settings, cannot be reached/);
    await useContext(answer(), ['near']);
    await connection.recheck();
    await until(async () => (await labels('containers')).includes('lw-near'));
  });
});
