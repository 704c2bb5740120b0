import assert from 'node:assert/strict';
import { MappedText, MappedTextBuilder } from '../../../src/shared/mapped-text';

/** `ab…cd`, where three characters of the document are left out. */
const text = new MappedText('abcd', [
  { at: 0, from: 10, length: 2 },
  { at: 2, from: 15, length: 2 },
]);

describe('MappedText', () => {
  it('knows where each character stands', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((offset) => text.toDocument(offset)),
      [10, 11, 15, 16, 17, 17],
    );
  });

  it('makes spans that end behind their last character', () => {
    assert.deepEqual(text.span(0, 2), { start: 10, end: 12 });
    assert.deepEqual(text.span(1, 3), { start: 11, end: 16 });
    assert.deepEqual(text.span(4, 4), { start: 17, end: 17 });
  });

  it('is cut with its places', () => {
    const part = text.slice(1, 3);
    assert.equal(part.text, 'bc');
    assert.deepEqual(part.span(0, 2), { start: 11, end: 16 });
    assert.deepEqual(text.slice(4).span(0, 0), { start: 17, end: 17 });
    assert.equal(text.slice(2).slice(1).toDocument(0), 16);
  });

  it('is joined with its places', () => {
    const joined = MappedText.join([text, MappedText.unchanged('xy', 2)]);
    assert.equal(joined.text, 'abcdxy');
    assert.deepEqual(
      [3, 4, 5, 6].map((offset) => joined.toDocument(offset)),
      [16, 2, 3, 4],
    );
  });

  it('is built of pieces, and has a place when it is empty', () => {
    const builder = new MappedTextBuilder();
    builder.add('a', 4);
    builder.add('', 9);
    builder.add('b', 5);
    builder.add('c', 8);
    const built = builder.build(0);
    assert.equal(built.text, 'abc');
    assert.deepEqual(built.span(0, 3), { start: 4, end: 9 });
    assert.deepEqual(new MappedTextBuilder().build(7).span(0, 0), { start: 7, end: 7 });
  });
});
