import assert from 'node:assert/strict';
import { nearestWord } from '../../../src/lint/nearest-word';

describe('nearestWord', () => {
  for (const [word, expected] of [
    ['absolute-workdirs', 'absolute-workdir'],
    ['Absolut-Workdir', 'absolute-workdir'],
    ['RUM', 'RUN'],
    ['FORM', 'FROM'],
    ['nothing-like-it', undefined],
    ['X', undefined],
    ['', undefined],
  ] as const) {
    it(`${word} is ${expected}`, () => {
      assert.equal(nearestWord(word, ['absolute-workdir', 'RUN', 'FROM', 'COPY']), expected);
    });
  }
});
