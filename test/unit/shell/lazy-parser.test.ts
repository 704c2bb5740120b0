import { deepEqual, equal } from 'node:assert/strict';
import { lazyShellParser } from '../../../src/shell/lazy-parser';
import { loadShell, shell } from '../support/shell';
import { plain } from './support';

describe('lazyShellParser', () => {
  before(loadShell);

  function counted() {
    let loads = 0;
    const parser = lazyShellParser(async () => {
      loads++;
      return shell();
    });
    return { parser, loads: () => loads };
  }

  it('reads plain scripts and those of other languages without the grammar', async () => {
    const { parser, loads } = counted();
    for (const text of ['apt-get update && apt-get install -y git', '#!/usr/bin/env python3\nf(x)'])
      deepEqual(parser.parse(plain(text)), shell().parse(plain(text)));
    equal(await parser.caughtUp(), false);
    equal(loads(), 0);
  });

  it('loads it once for scripts it could not read', async () => {
    const { parser, loads } = counted();
    const script = plain('case "$A" in b) run ;; esac');
    equal(parser.parse(script).complete, false);
    equal(await parser.caughtUp(), true);
    deepEqual(parser.parse(script), shell().parse(script));
    equal(await parser.caughtUp(), false);
    equal(loads(), 1);
  });

  it('can be made to load it beforehand', async () => {
    const { parser } = counted();
    await parser.load();
    equal(parser.parse(plain('f() { run; }')).complete, true);
    equal(await parser.caughtUp(), false);
  });
});
