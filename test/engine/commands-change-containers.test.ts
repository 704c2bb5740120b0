import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { copyContainerId, copyContainerName } from '../../src/commands/containers/copy-container-fact';
import { inspectContainer } from '../../src/commands/containers/inspect-container';
import { renameContainer } from '../../src/commands/containers/rename-container';
import { showContainerChanges } from '../../src/commands/containers/show-container-changes';
import { updateContainer } from '../../src/commands/containers/update-container';
import { copyImageDigest, copyImageId } from '../../src/commands/images/copy-image-fact';
import { maskData } from '../../src/shared/secrets';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, useEngine } from './connected';

describe('what can be changed of and read from a container', function () {
  this.timeout(60_000);
  const connected = useEngine();
  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const sleeper = (name: string) => run(connected.engine, ['sleep', '600'], { name });

  it('renames, and refuses names that are taken or none while they are typed', async () => {
    const { containers } = connected.engine;
    const id = await sleeper('lw-change-old');
    await sleeper('lw-change-taken');
    const person = scripted(
      { type: 'lw-change-taken' },
      { type: '-x' },
      { type: 'lw-change-old' },
      { type: 'lw-change-new' },
    );
    await renameContainer(person.services, [id]);
    equal((await containers.inspect(id)).name, 'lw-change-new');
    deepEqual(person.refused, [
      'Another container is called lw-change-taken.',
      'A name has at least two letters, digits, dots, dashes or underscores, and begins with a letter or digit.',
      'The container has this name already.',
    ]);
    await rejects(renameContainer(scripted().services, [id, '../x']), { reason: 'invalid' });
  });

  it('changes restart policy and limits of running containers, several at once', async () => {
    const { containers } = connected.engine;
    const ids = [await sleeper('lw-change-a'), await sleeper('lw-change-b')];
    const rows = ids.map((id) => id);
    for (const id of rows) {
      await updateContainer(scripted({ pick: 'Restart policy' }, { pick: 'on-failure' }, { type: '3' }).services, [id]);
      await updateContainer(scripted({ pick: 'Memory limit' }, { type: '1m' }, { type: '64m' }).services, [id]);
    }
    const several = scripted({ pick: ['lw-change-a', 'lw-change-b'] }, { pick: 'Processor limit' }, { type: '0.5' });
    await updateContainer(several.services, []);
    equal(several.said.at(-1), 'status: Updated lw-change-a and lw-change-b.');
    await updateContainer(scripted({ pick: 'Process limit' }, { type: '100' }).services, [ids[0]]);
    deepEqual((await containers.inspect(ids[0]!)).limits, {
      restart: { name: 'on-failure', retries: 3 },
      memoryBytes: 64 * 1024 * 1024,
      cpus: 0.5,
      pids: 100,
    });
    // More than swap and memory were together.
    await updateContainer(scripted({ pick: 'Memory limit' }, { type: '1g' }).services, [ids[1]]);
    equal((await containers.inspect(ids[1]!)).limits.memoryBytes, 1024 ** 3);
  });

  it('shows what differs from the image', async () => {
    const { containers } = connected.engine;
    const id = await run(
      connected.engine,
      ['sh', '-c', 'echo x > /new.txt; rm /etc/motd 2>/dev/null; touch /etc/passwd; sleep 600'],
      {
        name: 'lw-change-diff',
      },
    );
    while (!(await containers.changes(id)).some(({ path }) => path === '/etc/passwd'))
      await new Promise((done) => setTimeout(done, 20));
    const person = scripted();
    await showContainerChanges(person.services, [id]);
    const text = person.texts[0]?.text ?? '';
    match(
      text,
      /^[0-9a-z-]+ against its image: \d+ paths, \d+ added, \d+ changed, \d+ deleted\. Volumes are not compared\.\n\n/,
    );
    match(text, /\nC \/etc\nC \/etc\/passwd\n/);
    match(text, /\nA \/new\.txt\n/);
    const { id: untouched } = await containers.create({
      image: 'alpine:3.20',
      labels: { 'layerwright.test': 'engine' },
    });
    const nothing = scripted();
    await showContainerChanges(nothing.services, [untouched]);
    match(nothing.texts[0]?.text ?? '', /has changed nothing in the files of its image\.\n$/);
  });

  it('copies ids, names and digests', async () => {
    const id = await sleeper('lw-change-copy');
    const person = scripted();
    await copyContainerId(person.services, [id.slice(0, 12)]);
    await copyContainerName(person.services, [id]);
    await copyImageId(person.services, ['alpine:3.20']);
    deepEqual(person.copied.slice(0, 2), [id, 'lw-change-copy']);
    match(person.copied[2] ?? '', /^sha256:[0-9a-f]{64}$/);
    const without = scripted();
    await copyImageDigest(without.services, ['alpine:3.20']);
    deepEqual(without.copied, []);
    match(without.said[0] ?? '', /^warn: alpine:3\.20 has no digest/);
  });

  it('inspects without showing a password', async () => {
    const id = await run(connected.engine, ['sleep', '600'], {
      name: 'lw-change-inspect',
      env: ['DB_PASSWORD=hunter2', 'PLAIN=yes'],
    });
    const person = scripted();
    await inspectContainer(person.services, [id]);
    const document = person.inspected[0]!;
    equal(document.title, 'lw-change-inspect');
    const { value, count } = maskData(await document.read());
    const text = JSON.stringify(value);
    ok(text.includes('PLAIN=yes') && text.includes('DB_PASSWORD=') && !text.includes('hunter2'));
    equal(count, 1);
  });
});
