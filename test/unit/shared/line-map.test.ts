import assert from 'node:assert/strict';
import { LineMap } from '../../../src/shared/line-map';

describe('LineMap', () => {
  const map = new LineMap('ab\r\nc\rd\n\ne');

  it('ends lines at all kinds of breaks', () => {
    assert.deepEqual(
      Array.from({ length: map.lineCount }, (_, line) => map.line(line)),
      ['ab', 'c', 'd', '', 'e'],
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => [map.lineStart(line), map.lineEnd(line)]),
      [
        [0, 2],
        [4, 5],
        [6, 7],
        [8, 8],
        [9, 10],
        [10, 10],
      ],
    );
  });

  it('converts there and back', () => {
    for (let offset = 0; offset <= map.text.length; offset++) {
      assert.equal(map.offsetAt(map.positionAt(offset)), offset);
    }
  });

  it('moves what is outside to the nearest end', () => {
    assert.deepEqual(map.positionAt(-1), { line: 0, character: 0 });
    assert.deepEqual(map.positionAt(99), { line: 4, character: 1 });
    assert.equal(map.offsetAt({ line: 9, character: 0 }), 10);
    assert.equal(map.offsetAt({ line: -1, character: 3 }), 0);
    assert.equal(map.offsetAt({ line: 2, character: 99 }), 8);
  });

  it('can count line feeds only', () => {
    const feeds = LineMap.ofFeeds('a\rb\r\n\r\r\nc');
    assert.deepEqual(
      Array.from({ length: feeds.lineCount }, (_, line) => feeds.line(line)),
      ['a\rb', '', 'c'],
    );
  });
});
