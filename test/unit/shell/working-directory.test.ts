import { equal } from 'node:assert/strict';
import { cdBefore, type WorkingDirectoryOptions } from '../../../src/shell/working-directory';
import { plain, testShellParser } from './support';

describe('cdBefore', () => {
  /** The directory of the command `x` in the script. */
  async function check(text: string, expected: string | undefined, options?: WorkingDirectoryOptions): Promise<void> {
    const script = (await testShellParser()).parse(plain(text));
    const command = script.commands.find(({ name }) => name.value === 'x');
    if (!command) throw new Error(`no x in ${text}`);
    equal(cdBefore(script, command, options), expected, text);
  }

  it('follows cd in front of the command', async () => {
    await check('x && cd a', '');
    await check('cd a && x', 'a');
    await check('cd a; cd ../b/./c/ && x', 'b/c');
    await check('cd /a && cd b && x', '/a/b');
    await check('cd -P -- "a b" && x', 'a b');
    await check('cd a || exit 1; x', 'a');
    await check('{ cd a; } && x', 'a');
    await check('pushd a && pushd b && popd && x', 'a');
    await check('cd a && cd b && cd - && x', 'a');
  });

  it('starts where it is told', async () => {
    await check('cd a && x', '/app/a', { start: '/app' });
    await check('cd .. && x', '/', { start: '/app' });
    await check('cd /b && x', '/b', { start: undefined });
    await check('cd b && x', undefined, { start: undefined });
    await check('cd b && x', '<APP_HOME>/b', { start: '<APP_HOME>' });
  });

  it('leaves subshells behind', async () => {
    await check('(cd a && y) && x', '');
    await check('(cd a && x)', 'a');
    await check('cd a | y; x', '');
    await check('y "$(cd a && pwd)" && x', '');
    await check(`sh -c 'cd a && y' && x`, '');
    await check(`cd a && sh -c 'cd b && x'`, 'a/b');
    await check('cd a & x', '');
  });

  it('does not guess', async () => {
    await check('cd $A && x', undefined);
    await check('cd && x', undefined);
    await check('cd ~/a && x', undefined);
    await check('[ -d a ] && cd a; x', undefined);
    await check('if y; then cd a; fi; x', undefined);
    await check('for y in a b; do cd $y; done; x', undefined);
    await check('if y; then cd a; else x; fi', undefined);
    await check('cd $A && cd /b && x', '/b');
    await check('if y; then cd a && x; fi', 'a');
    await check('[ -d a ] && cd a && x', 'a');
  });

  it('asks the caller about variables', async () => {
    await check('cd $A/b && x', '/opt/b', { expand: (word) => word.value.replace('$A', '/opt') });
  });
});
