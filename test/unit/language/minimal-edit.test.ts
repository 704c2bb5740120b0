import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { minimalEdit } from '../../../src/language/minimal-edit';
import { createScheduler } from '../../../src/language/scheduler';
import { applyEdits } from '../../../src/lint/fix';

describe('language/minimal-edit', () => {
  it('replaces only what differs', () => {
    assert.deepEqual(minimalEdit('FROM a\nWORKDIR app\n', 'FROM a\nWORKDIR /app\n'), {
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } },
      newText: '/',
    });
    assert.equal(minimalEdit('same', 'same'), undefined);
  });

  it('gives the wanted text, whatever the texts are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '😀', '😁') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = minimalEdit(before, after);
        assert.equal(edit ? applyEdits(before, [edit]) : before, after);
      }),
    );
  });
});

describe('language/scheduler', () => {
  it('runs the last task of a key after the pause, and none that was cancelled', async () => {
    const ran: string[] = [];
    const scheduler = createScheduler(10);
    scheduler.schedule('a', () => ran.push('a1'));
    scheduler.schedule('a', () => ran.push('a2'));
    scheduler.schedule('b', () => ran.push('b'));
    scheduler.cancel('b');
    assert.equal(ran.length, 0);
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(ran, ['a2']);
    scheduler.schedule('a', () => ran.push('a3'));
    scheduler.dispose();
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.deepEqual(ran, ['a2']);
  });
});
