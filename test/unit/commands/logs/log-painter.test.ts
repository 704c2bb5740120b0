import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { createLogPainter, type LogLabel, localTime } from '../../../../src/commands/logs/log-painter';
import type { LogEntry } from '../../../../src/engine/container-watch';
import { createCleaner, plainText } from '../../../../src/shared/clean-text';

const time = '2026-08-14T09:05:07.123456789Z';
const alone: LogLabel = { prefix: undefined, colour: 0 };
const web: LogLabel = { prefix: 'web-1', colour: 0 };
const db: LogLabel = { prefix: 'db', colour: 1 };
const cyan = (text: string) => `\x1b[36m${text}\x1b[0m`;
const yellow = (text: string) => `\x1b[33m${text}\x1b[0m`;

const entry = (text: string | Buffer, stream: LogEntry['stream'] = 'stdout'): LogEntry => ({
  stream,
  time,
  data: Buffer.from(text),
});

/** Entries of a text that is cut at the given bytes. */
function cut(text: string, cuts: readonly number[]): LogEntry[] {
  const whole = Buffer.from(text);
  const places = [0, ...cuts.filter((place) => place < whole.length).sort((a, b) => a - b), whole.length];
  return places.slice(1).map((end, index) => entry(whole.subarray(places[index], end)));
}

describe('logs of several containers', () => {
  it('have the name before each line, in the colour of the service', () => {
    const painter = createLogPainter({ timestamps: false });
    equal(painter.paint('1', web, [entry('one\ntwo\n')]), `${cyan('web-1 |')} one\n${cyan('web-1 |')} two\n`);
    equal(painter.paint('2', db, [entry('three\n')]), `${yellow('db    |')} three\n`);
  });

  it('are the same wherever characters, colours and lines are cut', () => {
    const text = 'plain\nünïcödé 😀 €\n\x1b[31mred\x1b[0m line\r\n\x1b]0;title\x07after\nlast';
    const whole = createLogPainter({ timestamps: false });
    const expected = whole.paint('1', web, [entry(text)]) + whole.flush('1');
    match(expected, /ünïcödé 😀 €\n/);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: Buffer.byteLength(text) })), (cuts) => {
        const painter = createLogPainter({ timestamps: false });
        equal(painter.paint('1', web, cut(text, cuts)) + painter.flush('1'), expected);
      }),
    );
  });

  it('keep lines of stdout and stderr, and of containers, apart', () => {
    const painter = createLogPainter({ timestamps: false });
    const shown = [
      painter.paint('1', web, [entry('out '), entry('err\n', 'stderr')]),
      painter.paint('2', db, [entry('other\n')]),
      painter.paint('1', web, [entry('put\n')]),
    ];
    deepEqual(shown.map(plainText), ['web-1 | err\n', 'db    | other\n', 'web-1 | out put\n']);
  });

  it('end the colour of a line with it, and show where a progress line ended up', () => {
    const painter = createLogPainter({ timestamps: false });
    equal(painter.paint('1', web, [entry('\x1b[32mgreen\n')]), `${cyan('web-1 |')} \x1b[32mgreen\x1b[0m\n`);
    equal(painter.paint('1', web, [entry('10 %\r100 %\r\n')]), `${cyan('web-1 |')} 100 %\n`);
  });

  it('show a line without end in parts', () => {
    const painter = createLogPainter({ timestamps: false });
    const shown = Array.from({ length: 20 }, () => painter.paint('1', web, [entry('x'.repeat(16 * 1024))])).join('');
    equal(shown.split('\n').length, 5);
  });
});

describe('logs of one container', () => {
  it('are as they come, also the beginning of a line', () => {
    const painter = createLogPainter({ timestamps: false });
    equal(painter.paint('1', alone, [entry('a prompt> ')]), 'a prompt> ');
    equal(painter.notice('web stopped.'), '\n\x1b[0m\x1b[2m── web stopped.\x1b[0m\n');
    equal(painter.notice('web started.'), '\x1b[0m\x1b[2m── web started.\x1b[0m\n');
  });

  it('have the time before each line when it is asked for', () => {
    const painter = createLogPainter({ timestamps: true });
    equal(
      plainText(painter.paint('1', alone, [entry('on'), entry('e\ntwo\n')])),
      `${localTime(time)} one\n${localTime(time)} two\n`,
    );
    const exact = createLogPainter({ timestamps: true, exactTimes: true });
    equal(plainText(exact.paint('1', alone, [entry('x\n')])), `${time} x\n`);
  });

  it('leave out lines without what is looked for, and mark what is', () => {
    const painter = createLogPainter({ timestamps: false, filter: /err(or)?/i });
    equal(
      painter.paint('1', alone, [entry('fine\nan ERROR here\n\x1b[31merr\x1b[0m\n')]),
      'an \x1b[7mERROR\x1b[27m here\x1b[0m\n\x1b[31merr\x1b[0m\x1b[0m\n',
    );
  });
});

describe('what programs print', () => {
  const clean = (text: string) => createCleaner()(text);

  it('keeps its colours and loses what moves, clears, titles or copies', () => {
    equal(clean('\x1b[1;38;5;200mx\x1b[0m\x1b[K\ty\r\n'), '\x1b[1;38;5;200mx\x1b[0m\x1b[K\ty\r\n');
    equal(clean('a\x1b[2J\x1b[H\x1bc\x1b]52;c;c2VjcmV0\x07\x1b]0;t\x1b\\\x1bPq#0\x1b\\\x1b(B\x9b2J\x07\x08b'), 'a2Jb');
    equal(clean(`\x1b]${'x'.repeat(5000)}`).includes('\x1b'), false);
  });

  it('is cleaned the same wherever it is cut', () => {
    const piece = fc.constantFrom('a', '\n', '\x1b', '[', '3', '1', 'm', 'J', ']', '\x07', '\\', 'P', ';', '(', '\x9b');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat({ max: 30 }), (pieces, at) => {
        const cleaner = createCleaner();
        const [first, second] = [pieces.slice(0, at).join(''), pieces.slice(at).join('')];
        equal(cleaner(first) + cleaner(second), clean(first + second));
      }),
    );
  });
});
