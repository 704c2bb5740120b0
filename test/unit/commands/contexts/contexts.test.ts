import '../../engine/lazy-imports';
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext } from '../../../../src/commands/contexts/create-context';
import { inspectContext } from '../../../../src/commands/contexts/inspect-context';
import { removeContext } from '../../../../src/commands/contexts/remove-context';
import { useContext } from '../../../../src/commands/contexts/use-context';
import { useContextForDocker } from '../../../../src/commands/contexts/use-context-for-docker';
import { contextHash } from '../../../../src/engine/contexts';
import type { Engine } from '../../../../src/engine/engine';
import { contextNodes, presentNode } from '../../../../src/views/contexts/nodes';
import { type FakeEngine, fakeEngine } from '../../engine/fake-engine';
import { type Answer, type Scripted, script } from '../scripted-services';

const nobody = async (): Promise<Engine> => Promise.reject(new Error('no engine is asked'));

describe('contexts', () => {
  let folder: string;
  let fake: FakeEngine | undefined;
  const config = () => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const scripted = (...answers: Answer[]) => script({ engine: nobody, env: { DOCKER_CONFIG: folder } }, ...answers);
  const rows = async ({ services }: Scripted) =>
    contextNodes(await services.engines.places()).map((node) => {
      const { label, description } = presentNode(node);
      return `${label}: ${description}`;
    });
  /** Makes one without looking whether its engine answers. */
  const make = async (name: string, host = 'unix:///nowhere/d.sock') => {
    const { createContext: write } = await import('../../../../src/engine/context-store');
    await write(scripted().services.engines.machine(), { name, host });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-contexts-'));
    writeFileSync(join(folder, 'config.json'), '{"auths":{"registry.example":{}},"currentContext":"gone"}', {
      mode: 0o600,
    });
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fake?.close();
    fake = undefined;
  });

  it('are made for an engine that answers, and used', async () => {
    fake = await fakeEngine({ 'GET /version': { Version: '28.1.1', Os: 'linux', Arch: 'amd64' } });
    const { address } = fake.endpoint;
    const host = `tcp://127.0.0.1:${address.kind === 'tcp' ? address.port : ''}`;
    const person = scripted(
      { type: '-x' },
      { type: 'build-server' },
      { type: 'htp://x' },
      { type: host },
      { pick: 'Description' },
      { type: 'In the cellar' },
      { pick: `Create the context build-server for ${host}` },
    );
    equal(await createContext(person.services), 'build-server');
    match(person.refused[0] ?? '', /at least two letters/);
    match(person.refused[1] ?? '', /unknown scheme "htp"\. Expected unix:/);
    equal(
      person.said.at(-1),
      'info: Created the context build-server. Its engine answers: Docker 28.1.1, API 1.41. [Use it]',
    );
    const meta = join(folder, 'contexts', 'meta', contextHash('build-server'), 'meta.json');
    deepEqual(JSON.parse(readFileSync(meta, 'utf8')), {
      Name: 'build-server',
      Metadata: { Description: 'In the cellar' },
      Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
    });
    person.press('Use it');
    await new Promise(setImmediate);
    deepEqual(person.ran, [{ id: 'layerwright.useContext', args: ['build-server'] }]);
    await useContext(person.services, ['build-server']);
    deepEqual(person.chosen, { context: 'build-server' });
    deepEqual((await rows(person)).slice(0, 2), [
      'default: unix:///var/run/docker.sock',
      `build-server: in use · ${host}`,
    ]);
    // Docker commands elsewhere are not touched.
    equal(config().currentContext, 'gone');
  });

  it('are made for an engine that does not answer, and say why', async () => {
    const person = scripted(
      { type: 'away' },
      { type: 'unix:///nowhere/d.sock' },
      { pick: 'Create the context away for unix:///nowhere/d.sock' },
    );
    await createContext(person.services);
    match(
      person.said.at(-1) ?? '',
      /^warn: Created the context away, but its engine does not answer\. The engine at unix:\/\/\/nowhere\/d\.sock, from the Docker context "away" in the settings, cannot be reached: there is no socket of that name\. .* \[Use it\]$/,
    );
  });

  it('keep copies of certificates where only the person can read them', async () => {
    for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, `${name}.pem`), `-----BEGIN ${name}-----\n`);
    const person = scripted(
      { type: 'secure' },
      { type: 'tcp://127.0.0.1:1' },
      { pick: 'Client certificate' },
      { browse: join(folder, 'cert.pem') },
      { pick: 'Create the context secure for tcp://127.0.0.1:1' },
    );
    await createContext(person.services);
    const keys = join(folder, 'contexts', 'tls', contextHash('secure'), 'docker');
    for (const name of ['ca', 'cert', 'key']) {
      equal(readFileSync(join(keys, `${name}.pem`), 'utf8'), `-----BEGIN ${name}-----\n`);
      equal(statSync(join(keys, `${name}.pem`)).mode & 0o777, 0o600);
    }
    await inspectContext(person.services, ['secure']);
    deepEqual(await person.inspected[0]?.read(), {
      Name: 'secure',
      Metadata: {},
      Endpoints: { docker: { Host: 'tcp://127.0.0.1:1', SkipTLSVerify: false } },
      TLSMaterial: { docker: ['ca.pem', 'cert.pem', 'key.pem'] },
      Storage: {
        MetadataPath: join(folder, 'contexts', 'meta', contextHash('secure')),
        TLSPath: join(folder, 'contexts', 'tls', contextHash('secure')),
      },
    });
  });

  it('are chosen from a list, with addresses and the way back', async () => {
    await make('one');
    const person = scripted(
      { pick: 'one' },
      { pick: 'Enter an address…' },
      { type: 'tcp://host:99999' },
      { type: 'ssh://me@box' },
      { pick: 'As docker commands do' },
    );
    await useContext(person.services, []);
    match(
      person.said[0] ?? '',
      /^pick: Use engine \(default, one, .*As docker commands do, Enter an address…, Create a context…\)$/,
    );
    deepEqual(person.chosen, { context: 'one' });
    await useContext(person.services, []);
    match(person.refused[0] ?? '', /port out of range/);
    deepEqual(person.chosen, { host: 'ssh://me@box' });
    equal((await rows(person))[0], 'ssh://me@box: in use · from the settings');
    await useContext(person.services, []);
    deepEqual(person.chosen, {});
    await rejects(useContext(person.services, ['no-such']), { reason: 'not-found' });
  });

  it('become those of docker commands only when told so, and nothing else of the config is lost', async () => {
    await make('one');
    renameSync(join(folder, 'config.json'), join(folder, 'dotfile.json'));
    symlinkSync('dotfile.json', join(folder, 'config.json'));
    const person = scripted({ pick: 'one' });
    await useContextForDocker(person.services, []);
    deepEqual(config(), { auths: { 'registry.example': {} }, currentContext: 'one' });
    equal(lstatSync(join(folder, 'config.json')).isSymbolicLink(), true);
    equal(statSync(join(folder, 'config.json')).mode & 0o777, 0o600);
    deepEqual(person.chosen, {});
    await useContextForDocker(person.services, ['default']);
    deepEqual(config(), { auths: { 'registry.example': {} } });
    writeFileSync(join(folder, 'config.json'), '{ "auths": ');
    await rejects(useContextForDocker(person.services, ['one']), {
      message: /is not valid JSON, so it is left as it is/,
    });
    equal(readFileSync(join(folder, 'config.json'), 'utf8'), '{ "auths": ');
  });

  it('are removed after saying who uses them', async () => {
    await make('one');
    await make('two');
    const person = scripted({ confirm: true });
    person.chosen = { context: 'one' };
    await useContextForDocker(person.services, ['one']);
    await removeContext(person.services, ['one']);
    match(
      person.said.find((text) => text.startsWith('confirm')) ?? '',
      /^confirm: Remove the context one\? \| .*The engine itself is not touched\.\n\nLayerwright uses one now, and goes back .*\n\nDocker commands use one now, and go back to the default engine\. \[Remove\]$/s,
    );
    deepEqual(person.chosen, {});
    equal(config().currentContext, undefined);
    deepEqual(
      (await person.services.engines.places()).contexts.map(({ name }) => name),
      ['default', 'two'],
    );
    await rejects(removeContext(person.services, ['default']), { message: /"default" cannot be removed/ });
  });
});
