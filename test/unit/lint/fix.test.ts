import assert from 'node:assert/strict';
import type { Finding, FindingFix, TextEdit } from '../../../src/lint/finding';
import { applyEdits, fixAll } from '../../../src/lint/fix';
import { LineMap } from '../../../src/shared/line-map';

function edit(text: string, start: number, end: number, newText: string): TextEdit {
  return { range: new LineMap(text).range(start, end), newText };
}

function finding(fix: Partial<FindingFix>): Finding {
  return {
    rule: 'no-maintainer',
    category: 'style',
    severity: 'info',
    message: '',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    related: {},
    places: [],
    fixes: [{ title: 'Fix', safe: true, edits: [], files: [], ...fix }],
  };
}

/** Replaces words, one finding per word. */
function replacing(words: Readonly<Record<string, string>>, safe = true) {
  return (text: string): readonly Finding[] =>
    Object.entries(words).flatMap(([from, to]) =>
      [...text.matchAll(new RegExp(from, 'g'))].map(({ index }) =>
        finding({ safe, edits: [edit(text, index, index + from.length, to)] }),
      ),
    );
}

describe('applyEdits', () => {
  it('applies edits in any order, across line breaks of any kind', () => {
    const text = 'ab\r\ncd\nef';
    assert.equal(applyEdits(text, [edit(text, 7, 9, 'X'), edit(text, 1, 5, '-'), edit(text, 0, 0, '>')]), '>a-d\nX');
  });

  it('inserts in front of what another edit takes out', () => {
    assert.equal(applyEdits('abcd', [edit('abcd', 1, 3, ''), edit('abcd', 1, 1, 'X')]), 'aXd');
  });

  it('keeps the order of insertions at one place', () => {
    assert.equal(applyEdits('ab', [edit('ab', 1, 1, '1'), edit('ab', 1, 1, '2')]), 'a12b');
  });

  it('leaves out what overlaps an earlier edit', () => {
    assert.equal(applyEdits('abcdef', [edit('abcdef', 2, 5, 'Y'), edit('abcdef', 1, 3, 'X')]), 'aXdef');
  });

  it('survives ranges outside the text', () => {
    const range = { start: { line: 7, character: 3 }, end: { line: 9, character: 0 } };
    assert.equal(applyEdits('a', [{ range, newText: 'b' }]), 'ab');
  });
});

describe('fixAll', () => {
  it('goes on until nothing is left', () => {
    const result = fixAll('a a', replacing({ a: 'b', b: 'c', c: 'd' }), { safeOnly: true });
    assert.deepEqual(result, { text: 'd d', files: [], applied: 6 });
  });

  it('leaves unsafe fixes alone unless asked', () => {
    const lintOnce = replacing({ a: 'b' }, false);
    assert.equal(fixAll('a', lintOnce, { safeOnly: true }).text, 'a');
    assert.equal(fixAll('a', lintOnce, { safeOnly: false }).text, 'b');
  });

  it('never applies edits that touch in one pass', () => {
    const passes: string[] = [];
    const lintOnce = (text: string) => {
      passes.push(text);
      if (text !== 'abcd') return [];
      return [finding({ edits: [edit(text, 0, 2, 'X')] }), finding({ edits: [edit(text, 1, 3, 'Y')] })];
    };
    assert.equal(fixAll('abcd', lintOnce, { safeOnly: true }).text, 'Xcd');
    assert.deepEqual(passes, ['abcd', 'Xcd']);
  });

  it('applies a fix as a whole or not at all', () => {
    const lintOnce = (text: string) =>
      text === 'abcd'
        ? [
            finding({ edits: [edit(text, 0, 1, 'X')] }),
            finding({ edits: [edit(text, 0, 1, 'Y'), edit(text, 3, 4, 'Z')] }),
          ]
        : [];
    assert.equal(fixAll('abcd', lintOnce, { safeOnly: true }).text, 'Xbcd');
  });

  it('ends when fixes chase each other', () => {
    assert.equal(
      fixAll('a', (text) => replacing(text === 'a' ? { a: 'b' } : { b: 'a' })(text), { safeOnly: true }).text,
      'b',
    );
  });

  it('ends when a fix never ends', () => {
    const grow = (text: string) => [finding({ edits: [edit(text, 0, 0, 'a')] })];
    assert.equal(fixAll('', grow, { safeOnly: true }).text, 'aaaaaaaaaa');
  });

  it('collects files once', () => {
    const files = [{ path: '.dockerignore', append: '.git\n' }];
    const result = fixAll('a', () => [finding({ files }), finding({ files })], { safeOnly: true });
    assert.deepEqual(result.files, files);
  });
});
