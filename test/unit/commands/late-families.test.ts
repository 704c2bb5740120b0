import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createLateFamilies } from '../../../src/commands/late-families';
import { describeFailure } from '../../../src/host/failure';
import type { Handler } from '../../../src/host/register-commands';
import type { CommandId } from '../../../src/ids';

const pull: CommandId = 'layerwright.pullImage';
const push: CommandId = 'layerwright.pushImage';
const stop: CommandId = 'layerwright.stopContainer';

describe('commands/late-families', () => {
  let began: string[];
  beforeEach(() => {
    began = [];
  });
  const noting =
    (name: string): Handler =>
    async (...args) => {
      began.push([name, ...args].join(' '));
      return name;
    };

  it('reads a family with its first call, once', async () => {
    let reads = 0;
    const late = createLateFamilies();
    const { [pull]: callPull, [push]: callPush } = late([pull, push], async () => {
      reads += 1;
      return { [pull]: noting('pull'), [push]: noting('push') };
    });
    equal(reads, 0);
    equal(await callPull?.('alpine', 'again'), 'pull');
    equal(await callPush?.(), 'push');
    equal(reads, 1);
    deepEqual(began, ['pull alpine again', 'push']);
  });

  it('begins calls in the order they are made in, also while another family is being read', async () => {
    const late = createLateFamilies();
    const slow = later<void>();
    const images = late([pull, push], async () => {
      await slow.promise;
      return { [pull]: noting('pull'), [push]: noting('push') };
    });
    const containers = late([stop], async () => ({ [stop]: noting('stop') }));
    await containers[stop]?.('first');
    const calls = [images[push]?.('a'), containers[stop]?.('b'), images[pull]?.('c'), containers[stop]?.('d')];
    await new Promise((resolve) => setTimeout(resolve, 5));
    deepEqual(began, ['stop first']);
    slow.resolve();
    await Promise.all(calls);
    deepEqual(began, ['stop first', 'push a', 'stop b', 'pull c', 'stop d']);
  });

  it('does not wait for what earlier commands do', async () => {
    const late = createLateFamilies();
    const forever = late([pull], async () => ({ [pull]: () => new Promise(() => {}) }));
    const containers = late([stop], async () => ({ [stop]: noting('stop') }));
    void forever[pull]?.();
    equal(await containers[stop]?.(), 'stop');
  });

  it('tells that a family cannot be read, and reads it again for the next call', async () => {
    const late = createLateFamilies();
    let missing = true;
    const images = late([pull], async () => {
      if (missing) throw new Error("Cannot find module './image-commands.js'\nRequire stack:\n- extension.js");
      return { [pull]: noting('pull') };
    });
    const containers = late([stop], async () => ({ [stop]: noting('stop') }));
    const failed = images[pull]?.() as Promise<unknown>;
    const next = containers[stop]?.();
    await rejects(failed, (error) => {
      const { message, actions } = describeFailure(error, 'Pull image');
      equal(
        message,
        "Pull image could not be read: Cannot find module './image-commands.js'. Layerwright's files may have been updated or removed while this window was open: reload it.",
      );
      deepEqual(actions, ['Reload window', 'Show output']);
      return true;
    });
    equal(await next, 'stop');
    missing = false;
    equal(await images[pull]?.(), 'pull');
  });

  it('shows a failure of the command itself as its own', async () => {
    const late = createLateFamilies();
    const images = late([pull], async () => ({
      [pull]: () => {
        throw new TypeError('x is undefined');
      },
    }));
    await rejects(images[pull]?.() as Promise<unknown>, (error) => {
      equal(
        describeFailure(error, 'Pull image').message,
        'Pull image failed because of a mistake in Layerwright: x is undefined.',
      );
      return true;
    });
  });
});

function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
