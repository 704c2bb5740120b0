import { deepEqual, equal } from 'node:assert/strict';
import { findFlag, flagNames, flagValues, hasArgument, hasFlag, operands } from '../../../src/shell/args';
import { theCommand } from './support';

describe('arguments as hadolint reads them', () => {
  it('flags are names behind -- and letters behind -', async () => {
    const { args } = await theCommand('x -q=2 -nv --yes --force-yes=1 - -- -a');
    deepEqual(args.map(flagNames), [['q', '=', '2'], ['n', 'v'], ['yes'], ['force-yes'], [], [], ['a']]);
  });

  it('flags are found anywhere', async () => {
    const command = await theCommand('apt-get install -yq curl -- --assume-yes');
    equal(hasFlag(command, 'y', 'yes'), true);
    equal(hasFlag(command, 'assume-yes'), true);
    equal(hasFlag(command, 'yes', 'f'), false);
    equal(findFlag(command, 'q')?.value, '-yq');
  });

  it('arguments are compared as a whole', async () => {
    const command = await theCommand('rm -rf "/var/lib/apt/lists/*"');
    equal(hasArgument(command, '/x', '/var/lib/apt/lists/*'), true);
    equal(hasArgument(command, '/var/lib/apt/lists'), false);
  });

  it('operands are what is no flag, without the values of the flags named', async () => {
    const command = await theCommand('apt-get -t sid -y install curl=7 --option=a=b -o c=d -- - e');
    const values = (words: readonly { readonly value: string }[]) => words.map((word) => word.value);
    deepEqual(values(operands(command)), ['sid', 'install', 'curl=7', 'c=d', '--', '-', 'e']);
    deepEqual(values(operands(command, { valueFlags: ['t', 'o', 'option'] })), ['install', 'curl=7', '--', '-', 'e']);
  });

  it('values of flags stand behind them or in them', async () => {
    const command = await theCommand('pip install -r a.txt -rb.txt --requirement c.txt --requirement=d.txt -r');
    deepEqual(
      flagValues(command, '-r', '--requirement').map(({ flag, word, value }) => [flag.value, word.value, value]),
      [
        ['-r', 'a.txt', 'a.txt'],
        ['-rb.txt', '-rb.txt', 'b.txt'],
        ['--requirement', 'c.txt', 'c.txt'],
        ['--requirement=d.txt', '--requirement=d.txt', 'd.txt'],
      ],
    );
  });
});
