import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { mergeConfig } from '../../../src/lint/config/config';
import type { ContextFiles } from '../../../src/lint/context-files';
import { rules } from '../../../src/lint/rules';
import { runRules } from '../../../src/lint/run-rules';
import { anyDockerfile, brokenDockerfile } from '../../support/dockerfile-arbitrary';
import { brokenFixes, type Lint } from '../../support/fix-properties';
import { memoryContext } from '../support/memory-context';
import { shell } from '../support/shell';

const config = mergeConfig({ allRules: true });
const fixtures = join(__dirname, '../../fixtures');

function lintWith(context?: ContextFiles): Lint {
  return (text) => runRules(parseDockerfile(text), rules, { shell: shell(), config, context });
}

describe('fixes', () => {
  it('keep what they promise on the examples of the documentation', () => {
    for (const example of rules.flatMap(({ docs }) => docs.bad)) {
      const { dockerfile: text, context = undefined } = typeof example === 'string' ? { dockerfile: example } : example;
      assert.deepEqual(brokenFixes(text, lintWith(context && memoryContext(context))), [], text);
    }
  });

  for (const path of readdirSync(fixtures, { recursive: true }).map(String)) {
    if (!/(?:Docker|Container)file$/.test(path)) continue;
    it(`keep what they promise on ${path}`, () => {
      const text = readFileSync(join(fixtures, path), 'utf8');
      for (const eol of ['\n', '\r\n'])
        assert.deepEqual(brokenFixes(text.replace(/\r?\n/g, eol), lintWith()), [], path);
    });
  }

  for (const [name, texts] of [
    ['files that people might write', anyDockerfile],
    ['broken files', brokenDockerfile],
  ] as const) {
    it(`keep what they promise on ${name}`, function () {
      this.timeout(30_000);
      fc.assert(
        fc.property(texts, (text) => assert.deepEqual(brokenFixes(text, lintWith()), [])),
        { numRuns: 15, seed: 20261121 },
      );
    });
  }
});
