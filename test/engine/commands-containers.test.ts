import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { pruneContainers } from '../../src/commands/containers/prune-containers';
import { removeContainer } from '../../src/commands/containers/remove-container';
import { restartContainer } from '../../src/commands/containers/restart-container';
import { startContainer } from '../../src/commands/containers/start-container';
import { stopContainer } from '../../src/commands/containers/stop-container';
import { openContainerShell } from '../../src/commands/terminals/open-container-shell';
import { type Answer, script } from '../unit/commands/scripted-services';
import { build, contextOf, run, useEngine } from './connected';
import { hasStopped } from './has-stopped';
import { removeIfThere } from './remove-if-there';

/** Ends as soon as it is asked to. */
const polite = ['sh', '-c', 'trap "exit 0" TERM; sleep 600 & wait'];

describe('container commands', function () {
  this.timeout(60_000);
  const connected = useEngine((engine) => engine.images.remove('lw-web:1', { force: true }));
  before(async () => {
    await build(connected.engine, 'FROM alpine:3.20\nEXPOSE 80\nCMD ["sh", "-c", "echo ready; sleep 600"]\n', {
      tags: ['lw-web:1'],
    });
  });
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels, name } of await containers.list())
      if (labels['layerwright.test'] || name.startsWith('lw-')) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const stateOf = async (id: string) => (await connected.engine.containers.get(id))?.state;

  it('starts, stops and restarts several with one report', async () => {
    const first = await run(connected.engine, polite, { name: 'lw-one' });
    const second = await run(connected.engine, polite, { name: 'lw-two' });
    const paused = await run(connected.engine, polite, { name: 'lw-three' });
    await connected.engine.containers.pause(paused);
    const nodes = await Promise.all(
      [first, second, paused].map(async (id) => ({
        kind: 'container' as const,
        project: undefined,
        container: (await connected.engine.containers.get(id))!,
      })),
    );
    const start = scripted();
    await startContainer(start.services, [nodes[2], nodes]);
    equal(start.said.at(-1), 'status: Started lw-one, lw-two and lw-three.');
    equal(await stateOf(paused), 'running');
    await restartContainer(scripted().services, [nodes[0]]);
    const stop = scripted({ pick: ['lw-one', 'lw-three'] });
    await stopContainer(stop.services, []);
    await Promise.all([hasStopped(connected.engine, first), hasStopped(connected.engine, paused)]);
    deepEqual([await stateOf(first), await stateOf(second), await stateOf(paused)], ['exited', 'running', 'exited']);
    await rejects(stopContainer(scripted().services, ['lw-none']), { reason: 'not-found' });
    const mixed = scripted();
    await startContainer(mixed.services, [nodes[0], [nodes[0], { container: 'lw-none' }]]);
    match(mixed.said.at(-1) ?? '', /^warn: Started 1 of 2 containers\. lw-none: .*no such container/i);
  });

  it('stops running containers only when that is chosen, and names what goes', async () => {
    const running = await run(connected.engine, polite, { name: 'lw-runs' });
    const stopped = await run(connected.engine, ['true'], { name: 'lw-stopped' });
    await hasStopped(connected.engine, stopped);
    const both = [running, stopped].map((container) => ({ container }));
    const part = scripted({ choose: 'Remove the 1 stopped' });
    await removeContainer(part.services, [both[0], both]);
    match(
      part.said[0] ?? '',
      /^choose: Remove 2 containers\? \| lw-runs, running\nlw-stopped, exited \(0\)\n.*volumes are kept\./s,
    );
    deepEqual([await stateOf(running), await stateOf(stopped)], ['running', undefined]);
    await connected.engine.containers.pause(running);
    const all = scripted({ choose: 'Stop and remove' });
    await removeContainer(all.services, [running]);
    equal(all.said.at(-1), 'status: Removed lw-runs.');
    equal(await stateOf(running), undefined);
  });

  it('prunes what it named', async () => {
    const id = await run(connected.engine, ['true'], { name: 'lw-prune' });
    await hasStopped(connected.engine, id);
    const person = scripted({ confirm: true });
    await pruneContainers(person.services);
    match(person.said[0] ?? '', /^confirm: Remove 1 stopped container\? \| lw-prune, exited \(0\)\n\nWhat it wrote /);
    match(person.said[1] ?? '', /^info: Removed 1 container[.,]/);
    const none = scripted();
    await pruneContainers(none.services);
    equal(none.said[0], 'info: There is no stopped container to prune.');
  });

  it('opens the best shell there is, and says when there is none', async () => {
    const id = await run(connected.engine, ['sleep', '600'], { name: 'lw-shell' });
    const person = scripted();
    await openContainerShell(person.services, [id]);
    equal(person.sessions[0]?.name, 'lw-shell (ash)');
    const session = await person.sessions[0]!.open(AbortSignal.timeout(10_000));
    session.stdin.write('echo the $((40+2)); exit 5\r');
    let text = '';
    for await (const { data } of session.output) text += data;
    match(text, /the 42/);
    equal(await session.exitCode(), 5);

    const abort = AbortSignal.timeout(30_000);
    const context = contextOf({
      Dockerfile: 'FROM alpine:3.20 AS a\nFROM scratch\nCOPY --from=a /bin/busybox /sleep\nCMD ["/sleep", "600"]\n',
    });
    for await (const _ of connected.engine.images.build(context, { tags: ['lw-web:bare'], signal: abort }));
    try {
      const bare = await run(connected.engine, ['/sleep', '600'], { image: 'lw-web:bare', name: 'lw-bare' });
      await rejects(openContainerShell(scripted().services, [bare]), /There is no shell in lw-bare/);
      await connected.engine.containers.stop(bare, { seconds: 0 });
      await rejects(openContainerShell(scripted().services, [bare]), /lw-bare is not running/);
      await connected.engine.containers.remove(bare);
    } finally {
      await connected.engine.images.remove('lw-web:bare', { force: true });
    }
  });
});
