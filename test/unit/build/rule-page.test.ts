import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRuleDocs } from '../../../src/build/rule-page';
import { createMemoryContext } from '../../../src/context/memory-context';
import { createExampleFixer } from '../../../src/lint/example-fixer';
import { rules } from '../../../src/lint/rules';
import { shell } from '../support/shell';

const directory = join(__dirname, '../../../docs/rules');

describe('docs/rules', () => {
  it('is what the rules say: npm run update', () => {
    const expected = renderRuleDocs(rules, createExampleFixer({ shell: shell(), contextOf: createMemoryContext }));
    assert.deepEqual(readdirSync(directory).sort(), [...expected.keys()].sort());
    for (const [name, text] of expected) {
      assert.ok(existsSync(join(directory, name)), name);
      assert.equal(readFileSync(join(directory, name), 'utf8'), text, name);
    }
  });
});
