import { deepEqual, doesNotMatch, equal } from 'node:assert/strict';
import { recallRun, rememberRun } from '../../../../src/commands/run/run-record';
import { startsShell } from '../../../../src/commands/run/starts-shell';
import type { RunOptions } from '../../../../src/docker-run/run-options';
import type { Engine } from '../../../../src/engine/engine';
import { script } from '../scripted-services';

const noEngine = async (): Promise<Engine> => {
  throw new Error('Nobody asks the engine');
};

describe('the memory of runs', () => {
  const options: RunOptions = {
    ...{ image: 'app:1', command: ['serve'], detach: true, ports: ['8080:80'] },
    env: ['MODE=test', 'API_TOKEN=t0psecret', 'DB_PASSWORD=hunter2', 'HOME', 'EMPTY='],
  };

  it('writes down no value that looks like a secret', async () => {
    const person = script({ engine: noEngine });
    await rememberRun(person.services, options, []);
    doesNotMatch(JSON.stringify([...person.memory]), /t0psecret|hunter2/);
    equal(person.secrets.size, 0);
    const last = await recallRun(person.services, 'app:1');
    deepEqual(last?.options.env, ['MODE=test', 'API_TOKEN=', 'DB_PASSWORD=', 'HOME', 'EMPTY=']);
    deepEqual([last?.forgotten, last?.kept], [['API_TOKEN', 'DB_PASSWORD'], []]);
    deepEqual([last?.options.ports, last?.options.command], [['8080:80'], ['serve']]);
  });

  it('keeps those the person names in the secret storage, until they are not named any more', async () => {
    const person = script({ engine: noEngine });
    await rememberRun(person.services, options, ['API_TOKEN']);
    doesNotMatch(JSON.stringify([...person.memory]), /t0psecret|hunter2/);
    const last = await recallRun(person.services, 'app:1');
    deepEqual(last?.options.env?.[1], 'API_TOKEN=t0psecret');
    deepEqual([last?.forgotten, last?.kept], [['DB_PASSWORD'], ['API_TOKEN']]);
    await rememberRun(person.services, options, []);
    equal(person.secrets.size, 0);
  });

  it('forgets a command or a label with a secret in it, and says so', async () => {
    const person = script({ engine: noEngine });
    const telling = { ...options, env: [], command: ['login', '--token', 't0psecret'], labels: ['api_key=t0psecret'] };
    await rememberRun(person.services, telling, []);
    doesNotMatch(JSON.stringify([...person.memory]), /t0psecret/);
    const last = await recallRun(person.services, 'app:1');
    deepEqual(last?.forgotten, ['--label', 'the command']);
    deepEqual(last?.options.command, []);
  });

  it('is one for each image, and takes no record of another shape', async () => {
    const person = script({ engine: noEngine });
    await rememberRun(person.services, options, []);
    equal(await recallRun(person.services, 'app:2'), undefined);
    person.memory.set('run:app:2', { ports: ['1:1'] });
    equal(await recallRun(person.services, 'app:2'), undefined);
    person.memory.set('run:app:2', { options: { image: 5, ports: 'x', detach: 'yes', name: 'web' } });
    deepEqual((await recallRun(person.services, 'app:2'))?.options, { image: 'app:2', command: [], name: 'web' });
  });
});

describe('a program that reads from a terminal', () => {
  const shells = [['sh'], ['/bin/bash', '-l'], ['python3'], ['busybox', 'sh']];
  const others = [['sh', '-c', 'sleep 1'], ['nginx'], ['node', 'server.js'], ['python3', '-m', 'http.server'], []];
  for (const command of shells)
    it(`is ${command.join(' ')}`, () => equal(startsShell({ entrypoint: [], command }), true));
  for (const command of others)
    it(`is not ${command.join(' ') || 'nothing'}`, () => equal(startsShell({ entrypoint: [], command }), false));
  it('is handed on by an entrypoint script', () => {
    equal(startsShell({ entrypoint: ['docker-entrypoint.sh'], command: ['node'] }), true);
    equal(startsShell({ entrypoint: ['docker-entrypoint.sh'], command: ['postgres'] }), false);
  });
});
