import { equal } from 'node:assert/strict';
import { createTransferProgress } from '../../../../src/commands/registries/transfer-progress';
import type { TransferEvent } from '../../../../src/engine/engine';

describe('the progress of a pull or push', () => {
  const event = (layer: string | undefined, status: string, current?: number, total?: number): TransferEvent => ({
    layer,
    status,
    current,
    total,
    digest: undefined,
  });

  it('sums up layers, and does not count unpacking as receiving', () => {
    const progress = createTransferProgress();
    equal(progress.message, undefined);
    progress.add(event('a', 'Already exists'));
    progress.add(event('b', 'Downloading', 5e6, 20e6));
    progress.add(event('c', 'Waiting'));
    equal(progress.message, '1 of 3 layers, 5 MB of 20 MB');
    progress.add(event('b', 'Download complete'));
    progress.add(event('b', 'Extracting', 1e6, 20e6));
    equal(progress.message, '1 of 3 layers, 20 MB of 20 MB');
    progress.add(event('b', 'Pull complete'));
    progress.add(event('c', 'Pull complete'));
    equal(progress.message, '3 of 3 layers, 20 MB of 20 MB');
    progress.add(event(undefined, 'Status: Image is up to date for a:1'));
    equal(progress.upToDate, true);
  });
});
