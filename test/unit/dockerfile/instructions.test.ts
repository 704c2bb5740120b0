import assert from 'node:assert/strict';
import type { Command, Word } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { checkDrawing, only } from './draw';

const values = (words: readonly Word[] | undefined) => words?.map(({ value }) => value);

describe('Instructions', () => {
  it('know every keyword in any case', () => {
    const keywords =
      'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR';
    for (const keyword of keywords.split(' ')) {
      for (const written of [keyword, keyword.toLowerCase(), keyword.slice(0, 1) + keyword.slice(1).toLowerCase()]) {
        const [instruction] = parseDockerfile(`${written} x\n`).instructions;
        assert.deepEqual([instruction?.kind, instruction?.keywordText], [keyword, written]);
      }
    }
  });

  it('take COPY apart at blanks, whatever quotes say', () => {
    const copy = only('COPY "a b" c /d\n', 'COPY');
    assert.deepEqual([values(copy.sources), copy.destination?.value, copy.json], [['"a', 'b"', 'c'], '/d', false]);
  });

  it('take COPY in JSON form', () => {
    const copy = only('COPY --link ["a b", "c", "/d/"]\n', 'COPY');
    assert.deepEqual([values(copy.sources), copy.destination?.value, copy.json], [['a b', 'c'], '/d/', true]);
  });

  it('do not take a single path of COPY for a destination', () => {
    for (const text of ['COPY a\n', 'COPY ["a"]\n']) {
      const copy = only(text, 'COPY');
      assert.deepEqual([values(copy.sources), copy.destination], [['a'], undefined]);
    }
    assert.deepEqual(only('COPY\n', 'COPY').sources, []);
  });

  it('take HEALTHCHECK apart', () => {
    const form = (text: string) => describeCommand(only(`HEALTHCHECK ${text}\n`, 'HEALTHCHECK').command);
    assert.equal(form('NONE'), 'none');
    assert.equal(form('--interval=5s --retries=3 CMD curl x'), 'shell: curl x');
    assert.equal(form('cmd ["a", "b"]'), 'exec: a b');
    assert.equal(form('CMD'), 'shell: ');
    assert.equal(form('CMDX a'), 'none');
    assert.equal(form(''), 'none');
  });

  it('take SHELL only as JSON', () => {
    assert.deepEqual(values(only('SHELL ["a", "-c"]\n', 'SHELL').words), ['a', '-c']);
    assert.equal(only('SHELL a -c\n', 'SHELL').words, undefined);
  });

  it('give words and the whole argument', () => {
    const volume = only('VOLUME ["/a b", "/c"]\n', 'VOLUME');
    assert.deepEqual(values(volume.words), ['/a b', '/c']);
    assert.deepEqual(values(only('VOLUME /a /b\n', 'VOLUME').words), ['/a', '/b']);
    assert.deepEqual(values(only('EXPOSE 80 $PORT/tcp\n', 'EXPOSE').words), ['80', '$PORT/tcp']);
    const workdir = only('WORKDIR "/a b"  \n', 'WORKDIR');
    assert.deepEqual([workdir.whole?.raw, workdir.whole?.value], ['"/a b"', '/a b']);
    assert.equal(only('USER\n', 'USER').whole, undefined);
    assert.deepEqual(only('MAINTAINER a $b\n', 'MAINTAINER').whole?.variables, []);
  });

  it('hold the trigger of ONBUILD', () => {
    checkDrawing(
      `
ONBUILD run --network=none \\
  echo a
`,
      ({ instructions: [onbuild] }) =>
        onbuild?.kind !== 'ONBUILD'
          ? []
          : [
              ['ONBUILD', onbuild.span],
              ['argument', onbuild.argumentSpan],
              [`trigger ${onbuild.trigger?.kind} ${onbuild.trigger?.onbuild}`, onbuild.trigger?.span],
              ['its keyword', onbuild.trigger?.keywordSpan],
              ['its argument', onbuild.trigger?.argumentSpan],
            ],
      `
ONBUILD run --network=none \\
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ONBUILD
        ^^^^^^^^^^^^^^^^^^^^ argument
        ^^^^^^^^^^^^^^^^^^^^ trigger RUN true
        ^^^ its keyword
  echo a
^^^^^^^^ ONBUILD
^^^^^^^^ argument
^^^^^^^^ trigger RUN true
  ^^^^^^ its argument`,
    );
  });

  it('give ONBUILD no trigger where none is allowed', () => {
    assert.equal(only('ONBUILD\n', 'ONBUILD').trigger, undefined);
    const outer = only('ONBUILD ONBUILD RUN a\n', 'ONBUILD');
    assert.equal(outer.trigger?.kind === 'ONBUILD' && outer.trigger.trigger, undefined);
  });

  it('open no stage for a FROM in ONBUILD and name no stage for its COPY', () => {
    const { stages, instructions } = parseDockerfile('FROM a AS b\nONBUILD FROM c\nONBUILD COPY --from=b x /\n');
    assert.equal(stages.length, 1);
    const [, , copy] = instructions;
    assert.equal(copy?.kind === 'ONBUILD' && copy.trigger?.kind === 'COPY' && copy.trigger.fromStage, undefined);
  });

  it('take unknown words for instructions of their own', () => {
    checkDrawing(
      `
FROM a
  FOO --x bar \\
  baz
`,
      ({ instructions: [, unknown] }) => [
        [unknown?.kind ?? '', unknown?.span],
        ['keyword', unknown?.keywordSpan],
        ['argument', unknown?.argumentSpan],
      ],
      `
  FOO --x bar \\
  ^^^^^^^^^^^^^ UNKNOWN
  ^^^ keyword
          ^^^^^ argument
  baz
^^^^^ UNKNOWN
^^^^^ argument`,
    );
  });

  it('take any bytes', () => {
    const garbage = Array.from({ length: 4096 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join('');
    const file = parseDockerfile(`\u0000\u0001${garbage}\n\ud800\udfff\n`);
    assert.ok(file.instructions.every(({ kind }) => kind === 'UNKNOWN'));
  });
});

function describeCommand(command: Command | undefined): string {
  if (!command) return 'none';
  return command.form === 'exec'
    ? `exec: ${values(command.words)?.join(' ')}`
    : `${command.form}: ${command.script.text}`;
}
