import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { checkDrawing } from './draw';

/** Text, its directives, the escape character. */
const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['# syntax=docker/dockerfile:1\nFROM a', ['syntax=docker/dockerfile:1'], '\\'],
  ['#Escape = `\n# SYNTAX=x\nFROM a', ['escape=`', 'syntax=x'], '`'],
  ['# check=skip=A, B;error=true  \nFROM a', ['check=skip=A, B;error=true'], '\\'],
  ['# a comment\n# escape=`\nFROM a', [], '\\'],
  ['# foo=bar\n# escape=`\nFROM a', [], '\\'],
  ['\n# escape=`\nFROM a', [], '\\'],
  ['FROM a\n# escape=`\n', [], '\\'],
  ['# syntax=a\n# syntax=b\n# escape=`\nFROM a', ['syntax=a'], '\\'],
  ['# escape=\nFROM a', [], '\\'],
  ['# escape=x\nFROM a', ['escape=x'], '\\'],
  ['\ufeff# escape=`\r\nFROM a', ['escape=`'], '`'],
  ['#!/usr/bin/env x\n# syntax=a\nFROM a', ['syntax=a'], '\\'],
  ['#!/usr/bin/env x\n# escape=`\nFROM a', ['escape=`'], '\\'],
  ['# syntax=a', ['syntax=a'], '\\'],
];

describe('Directives', () => {
  for (const [text, directives, escaper] of cases) {
    it(JSON.stringify(text), () => {
      const file = parseDockerfile(text);
      assert.deepEqual(
        file.directives.map(({ name, value }) => `${name}=${value}`),
        directives,
      );
      assert.equal(file.escape, escaper);
    });
  }

  it('have a place', () => {
    checkDrawing(
      '# escape = `  \nFROM a\n',
      ({ directives }) =>
        directives.flatMap(({ span, valueSpan }) => [['all', span] as const, ['value', valueSpan] as const]),
      `
# escape = \`
^^^^^^^^^^^^ all
           ^ value`,
    );
  });

  it('are no comments, and what ends their run is one', () => {
    const { comments } = parseDockerfile('#!/x\n# syntax=a\n# note\n# check=skip=all\nFROM a\n');
    assert.deepEqual(
      comments.map(({ text, line }) => [line, text]),
      [
        [0, '!/x'],
        [2, ' note'],
        [3, ' check=skip=all'],
      ],
    );
  });
});
