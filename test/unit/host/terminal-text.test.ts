import { strict as assert } from 'node:assert';
import { createLineInput } from '../../../src/host/line-input';
import { createTerminalText } from '../../../src/host/terminal-text';

describe('host/terminal-text', () => {
  it('returns to the first column at bare line feeds, also across pieces', () => {
    const text = createTerminalText({ newlines: true });
    assert.deepEqual(
      ['a\nb\r', '\nc\r\n', '', '\n\n', 'd\r', 'e'].map((piece) => text.next(piece)),
      ['a\r\nb\r', '\nc\r\n', '', '\r\n\r\n', 'd\r', 'e'],
    );
  });

  it('leaves the output of a terminal as it is', () => {
    assert.equal(createTerminalText({ newlines: false }).next('a\nb'), 'a\nb');
  });

  it('puts characters together that were cut between pieces', () => {
    const text = createTerminalText({ newlines: true });
    const bytes = Buffer.from('ä€😀\n');
    assert.equal([...bytes].map((byte) => text.next(Uint8Array.of(byte))).join(''), 'ä€😀\r\n');
  });
});

describe('host/line-input', () => {
  it('echoes, edits and sends whole lines', () => {
    const input = createLineInput();
    assert.deepEqual(input.next('lx'), { echo: 'lx', send: '', end: false, interrupt: false });
    assert.deepEqual(input.next('\x7fs\r'), { echo: '\b \bs\r\n', send: 'ls\n', end: false, interrupt: false });
  });

  it('sends every line of what was pasted and keeps the rest', () => {
    const input = createLineInput();
    assert.equal(input.next('one\r\ntwo\rthr').send, 'one\ntwo\n');
    assert.equal(input.next('ee\r').send, 'three\n');
  });

  it('ends the input at Ctrl+D on an empty line, and flushes the line otherwise', () => {
    const input = createLineInput();
    assert.deepEqual(input.next('ab\x04'), { echo: 'ab', send: 'ab', end: false, interrupt: false });
    assert.equal(input.next('\x04').end, true);
  });

  it('interrupts at Ctrl+C, and ignores arrow keys and a backspace at the start', () => {
    const input = createLineInput();
    assert.deepEqual(input.next('\x7f\x1b[A\x1bOP'), { echo: '', send: '', end: false, interrupt: false });
    assert.equal(input.next('a\x03b').interrupt, true);
  });
});
