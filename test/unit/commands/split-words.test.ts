import { deepEqual } from 'node:assert/strict';
import { splitWords } from '../../../src/commands/split-words';

it('a command line is split as a shell does it', () => {
  deepEqual(splitWords(''), []);
  deepEqual(splitWords('  sh -c "echo \\"a b\\"" \'c "d"\' e\\ f "" $HOME '), [
    'sh',
    '-c',
    'echo "a b"',
    'c "d"',
    'e f',
    '',
    '$HOME',
  ]);
});
