import { equal } from 'node:assert/strict';
import { nestedScript } from '../../../src/shell/nested';
import { checkCommands, theCommand } from './support';

describe('scripts in scripts', () => {
  async function script(text: string): Promise<string | undefined> {
    return nestedScript(await theCommand(text))?.text;
  }

  it('are the quoted word of sh -c', async () => {
    equal(await script(`sh -c 'a && b'`), 'a && b');
    equal(await script(`/bin/bash -exo pipefail -c "a \\"b\\" && $C" x y`), 'a "b" && $C');
    equal(await script(`sudo -E bash -lc 'a'`), 'a');
    equal(await script(`busybox sh -c 'a'`), 'a');
    equal(await script(`su - node -c 'npm ci'`), 'npm ci');
    equal(await script(`bash -c -e 'a'`), 'a');
  });

  it('are no words that the outer shell makes', async () => {
    equal(await script('sh -c "$(a)"'), undefined);
    equal(await script('sh -c "`a`"'), undefined);
    equal(await script('sh -c $A'), undefined);
    equal(await script('sh a.sh'), undefined);
    equal(await script(`python -c 'a && b'`), undefined);
    equal(await script(`echo sh -c 'a'`), undefined);
  });

  it('are here-documents for a shell', async () => {
    equal(await script('bash -e <<EOF\na\nEOF\n'), 'a\n');
    equal(await script('bash a.sh <<EOF\na\nEOF\n'), undefined);
    equal(await script('python3 <<EOF\na\nEOF\n'), undefined);
  });

  it('list their commands behind the command, flagged', () =>
    checkCommands(
      `a && sh -c 'cd b && (c; bash -c "d")' | e`,
      '0 top: a',
      `1 pipeline: sh ¦ -c ¦ cd b && (c; bash -c "d")`,
      '1 subshell nested: cd ¦ b',
      '1 subshell nested: c',
      '1 subshell nested: bash ¦ -c ¦ d',
      '1 subshell nested: d',
      '1 pipeline: e',
    ));
});
