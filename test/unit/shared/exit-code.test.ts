import { deepEqual } from 'node:assert/strict';
import { exitCodeWords } from '../../../src/shared/exit-code';

describe('shared/exit-code', () => {
  it('says what a code commonly means', () => {
    deepEqual([0, 3, 126, 127, 130, 137, 200].map(exitCodeWords), [
      'exit code 0',
      'exit code 3',
      'exit code 126 (not executable)',
      'exit code 127 (command not found)',
      'exit code 130 (SIGINT)',
      'exit code 137 (SIGKILL)',
      'exit code 200',
    ]);
  });
});
