import { deepEqual, equal, match } from 'node:assert/strict';
import { killContainer } from '../../src/commands/containers/kill-container';
import { pauseContainer, unpauseContainer } from '../../src/commands/containers/pause-container';
import { showContainerPorts } from '../../src/commands/containers/show-container-ports';
import { waitForContainer } from '../../src/commands/containers/wait-for-container';
import { freePort } from '../support/network';
import { type Answer, type Scripted, script } from '../unit/commands/scripted-services';
import { run, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('state commands', function () {
  this.timeout(60_000);
  const connected = useEngine();
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const stateOf = async (id: string) => (await connected.engine.containers.inspect(id)).state;

  it('pause and unpause several', async () => {
    const ids = await Promise.all(
      ['lw-one', 'lw-two'].map((name) => run(connected.engine, ['sleep', '600'], { name })),
    );
    const person = scripted({ pick: ['lw-one', 'lw-two'] });
    await pauseContainer(person.services, []);
    equal(person.said.at(-1), 'status: Paused lw-one and lw-two.');
    deepEqual(await Promise.all(ids.map(stateOf)), ['paused', 'paused']);
    await unpauseContainer(person.services, [ids[0], ids]);
    deepEqual(await Promise.all(ids.map(stateOf)), ['running', 'running']);
  });

  it('send the signal that is chosen', async () => {
    const id = await run(connected.engine, ['sh', '-c', 'trap "exit 12" USR1; while :; do sleep 0.1; done'], {
      name: 'lw-kill',
    });
    const person = scripted({ pick: 'lw-kill' }, { pick: 'Another signal…' }, { type: 'no signal' }, { type: 'usr1' });
    await killContainer(person.services, []);
    match(person.said[1] ?? '', /^pick: Send signal to lw-kill \(SIGKILL, SIGTERM,/);
    equal(person.refused.length, 1);
    equal(person.said.at(-1), 'status: Sent USR1 to lw-kill.');
    deepEqual(await connected.engine.containers.wait(id), { exitCode: 12 });
  });

  it('tell when a container ends, unless it is not to be told any more', async () => {
    const id = await run(connected.engine, ['sh', '-c', 'trap "exit 4" TERM; while :; do sleep 0.1; done'], {
      name: 'lw-wait',
    });
    const person = scripted();
    await waitForContainer(person.services, [id]);
    await waitForContainer(person.services, [id]);
    await waitForContainer(person.services, [id]);
    deepEqual(person.said, [
      'status: You will be told when lw-wait ends.',
      'status: The end of lw-wait will not be told.',
      'status: You will be told when lw-wait ends.',
    ]);
    await connected.engine.containers.kill(id, 'SIGTERM');
    await told(person, 4);
    equal(person.said[3], 'warn: lw-wait ended with exit code 4. [Show logs]');
    person.press('Show logs');
    await told(person, 4);
    await waitForContainer(person.services, [id]);
    equal(person.said[4], 'info: lw-wait has ended with exit code 4.');
    deepEqual(
      person.ran.map((ran) => ran.id),
      ['layerwright.showContainerLogs'],
    );
  });

  async function told({ said }: Scripted, messages: number): Promise<void> {
    while (said.length < messages) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('list the ports and copy an address', async () => {
    const port = await freePort();
    const id = await run(connected.engine, ['sleep', '600'], { ports: [`127.0.0.1:${port}:80`], name: 'lw-ports' });
    const person = scripted({ pick: '80/tcp' });
    await showContainerPorts(person.services, [id]);
    equal(person.said[0], 'pick: Ports of lw-ports (80/tcp)');
    deepEqual(person.copied, [`127.0.0.1:${port}`]);
  });
});
