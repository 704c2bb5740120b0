import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ecosystems } from '../../../../src/lint/ecosystems/ecosystems';
import { parseJsonWithComments } from '../../../../src/lint/inputs/data';
import { matchesPath } from '../../../../src/lint/inputs/globs';
import { scriptCommands } from '../../../../src/lint/inputs/script-commands';
import { holdsSecret } from '../../../../src/lint/inputs/secrets';
import { inputsOf } from './inputs';

const malformed = [
  '',
  'null',
  '[]',
  '"x"',
  '42',
  '{',
  '{}',
  '\u0000',
  '- a\n- [',
  'a: *b\n',
  '[[x]]\n[x',
  '<project><modules>',
  '%{',
];

/** Shapes nobody expects where an object, a list or a string belongs. */
const shapes = [
  { workspaces: { packages: 7 }, scripts: [1], dependencies: 'x', overrides: [null] },
  {
    workspaces: [null, 3, '', '**/**/**', '[', '../..', '/abs', '{a,{b}'],
    scripts: { postinstall: 5, prepare: '&& || "' },
  },
  { scripts: { prepare: 'npm run prepare', postinstall: 'run-s a*', a: 'run-s a*', ab: 'yarn ab' } },
  { repositories: [null, { type: 'path' }, { type: 'path', url: '../../*' }], autoload: { classmap: 'x' }, config: [] },
  { packages: [], tool: { uv: { sources: { a: null, b: [null] }, workspace: { members: 'x' } } } },
];

describe('inputs of anything', () => {
  const names = ecosystems.flatMap(({ id, manifests, locks, configs }) =>
    [...manifests, ...locks, ...configs]
      .filter((name) => !name.endsWith('/'))
      .map((name) => [id, name.replace(/\*+\/?/g, 'x')] as const),
  );

  it('never throw', () => {
    for (const [id, name] of names) {
      for (const content of [...malformed, ...shapes.map((shape) => JSON.stringify(shape))]) {
        const files = { 'package.json': '{}', [name]: content, 'x/package.json': '{}' };
        const inputs = inputsOf(id, files, { args: /\.(?:txt|\w*proj|sln\w?)$/.test(name) ? [name] : [] });
        assert.ok(Array.isArray(inputs.refusals));
      }
    }
  });

  it('survive any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...names), (text, [id, name]) => {
        inputsOf(id, { [name]: text });
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(scriptCommands(text))));
    fc.assert(fc.property(fc.string(), fc.string(), (name, text) => typeof holdsSecret(name, text) === 'boolean'));
    fc.assert(fc.property(fc.string(), fc.string(), (glob, path) => typeof matchesPath(glob, path) === 'boolean'));
  });

  it('read every JSON through the parser that allows comments', () => {
    fc.assert(fc.property(fc.json(), (text) => assert.deepEqual(parseJsonWithComments(text), JSON.parse(text))));
  });
});
