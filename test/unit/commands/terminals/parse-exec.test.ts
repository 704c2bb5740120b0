import { deepEqual, equal } from 'node:assert/strict';
import { parseExec } from '../../../../src/commands/terminals/parse-exec';

describe('commands/parse-exec', () => {
  it('takes the options of docker exec before the command', () => {
    deepEqual(parseExec('ls -l "a b"'), { command: ['ls', '-l', 'a b'] });
    deepEqual(parseExec('-it -u app --workdir=/srv -e A=1 --env B=2 --privileged -- -odd'), {
      command: ['-odd'],
      user: 'app',
      workdir: '/srv',
      env: ['A=1', 'B=2'],
      privileged: true,
    });
    deepEqual(parseExec('-uroot sh -u'), { command: ['sh', '-u'], user: 'root' });
  });

  it('says what is wrong', () => {
    equal(parseExec(''), 'Enter a command to run, for example ls -l.');
    equal(parseExec('-u'), '-u needs a value.');
    equal(parseExec('-d ls'), '"-d" is not offered here: -u, -w, -e and --privileged may stand before the command.');
    equal(
      parseExec('ps | wc -l'),
      "No shell reads this line: for what only a shell does, run sh -c '…'. Only one command is read; what follows is left out: | wc -l",
    );
    deepEqual(parseExec("sh -c 'ps | wc -l'"), { command: ['sh', '-c', 'ps | wc -l'] });
    equal(parseExec('-w tmp ls'), 'The folder has to be an absolute path.');
  });
});
