import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContextFiles } from '../../../src/context/context-files';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { lint } from '../../../src/lint/lint';
import { repositoryRoot } from '../../support/scratch';
import { shell } from '../support/shell';

const folder = join(repositoryRoot, 'test', 'fixtures', 'good');

/** What a good reviewer would let pass: nothing is said about it, with the build context known or not. */
describe('good Dockerfiles', () => {
  for (const name of readdirSync(folder)) {
    it(`${name} is left alone`, () => {
      const root = join(folder, name);
      const dockerfile = join(root, 'Dockerfile');
      const model = parseDockerfile(readFileSync(dockerfile, 'utf8'));
      for (const context of [createContextFiles({ root, dockerfile }), undefined]) {
        const found = lint(model, { shell: shell(), context });
        assert.deepEqual(
          found.map(({ rule, range, message }) => `${range.start.line + 1} ${rule}: ${message}`),
          [],
        );
      }
    });
  }
});
