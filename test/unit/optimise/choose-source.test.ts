import { equal } from 'node:assert/strict';
import { createMemoryContext } from '../../../src/context/memory-context';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { chooseSource } from '../../../src/optimise/choose-source';
import { editFor } from '../../../src/optimise/source-edit';

function chosen(dockerfile: string, ...paths: readonly string[]): string | undefined {
  const context = createMemoryContext(Object.fromEntries(paths.map((path) => [path, 'text'])));
  return chooseSource([parseDockerfile(dockerfile)], context);
}

describe('the source that is edited for a proof', () => {
  const all = 'FROM a\nCOPY . .\n';
  const cases: readonly (readonly [string, string, readonly string[], string | undefined])[] = [
    [
      'is code, no manifest, test or tool',
      all,
      ['package.json', 'src/app.test.ts', 'src/shop.ts', 'scripts/a.ts'],
      'src/shop.ts',
    ],
    ['is near the entry', all, ['src/deep/er/x.go', 'cmd/web/main.go', 'lib/lib.go'], 'cmd/web/main.go'],
    ['is of the language most of it is in', all, ['a.py', 'b.py', 'c.py', 'd.js'], 'a.py'],
    [
      'is not what an install reads',
      'FROM a\nCOPY setup.cfg gen.py ./\nRUN x\nCOPY . .\n',
      ['gen.py', 'web.py', 'setup.cfg'],
      'web.py',
    ],
    ['is in what the copies take', 'FROM a\nCOPY web/ /w/\n', ['main.py', 'web/x.py'], 'web/x.py'],
    ['is what a bind mount takes', 'FROM a\nRUN --mount=type=bind,target=. make\n', ['main.c', 'Makefile'], 'main.c'],
    [
      'is a file copied by name when there is nothing else',
      'FROM a\nCOPY server.js ./\n',
      ['server.js', 'x.js'],
      'server.js',
    ],
    ['is nothing where no copy takes anything', 'FROM a\nCOPY --from=b /x /y\n', ['main.py'], undefined],
  ];
  for (const [title, dockerfile, paths, expected] of cases) {
    it(title, () => equal(chosen(dockerfile, ...paths), expected));
  }

  it('gets a comment in its language, on a line of its own', () => {
    equal(editFor('src/a.ts', 'x\n'), '// An edit\n');
    equal(editFor('a.py', 'x'), '\n# An edit\n');
    equal(editFor('a.css', 'x\r\n'), '/* An edit */\r\n');
    equal(editFor('a.php', '<?php x ?>\n'), '<?php // An edit ?>\n');
    equal(editFor('run', '#!/bin/sh\n'), '# An edit\n');
    equal(editFor('data.json', '{}\n'), '\n');
  });
});
