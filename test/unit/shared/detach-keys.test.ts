import { deepEqual, equal } from 'node:assert/strict';
import { createKeySequence, defaultDetachKeys, parseDetachKeys } from '../../../src/shared/detach-keys';

describe('shared/detach-keys', () => {
  it('reads what the docker command takes', () => {
    deepEqual(parseDetachKeys('ctrl-p,ctrl-q'), defaultDetachKeys);
    deepEqual(parseDetachKeys('ctrl-],q'), { notation: 'ctrl-],q', sequence: '\x1dq', words: 'Ctrl+] q' });
    equal(parseDetachKeys('ctrl-@')?.sequence, '\0');
    for (const wrong of ['', 'ctrl-', 'ctrl-1', 'alt-x', 'ab', 'a,,b']) equal(parseDetachKeys(wrong), undefined, wrong);
  });

  it('finds the keys in what is typed at once or one by one', () => {
    deepEqual(createKeySequence('\x10\x11').next('ls\r\x10\x11rest'), { send: 'ls\r', found: true });
    const keys = createKeySequence('\x10\x11');
    deepEqual(
      ['a', '\x10', '\x10', 'b', '\x10', '\x11'].map((typed) => keys.next(typed)),
      [
        { send: 'a', found: false },
        { send: '', found: false },
        { send: '\x10', found: false },
        { send: '\x10b', found: false },
        { send: '', found: false },
        { send: '', found: true },
      ],
    );
    equal(createKeySequence('aab').next('aaab').found, true);
  });
});
