import assert from 'node:assert/strict';
import type { Stage } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { chain } from '../../../src/dockerfile/scope';

/** Text and what each stage is called and starts from. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['FROM node:20', ['- image node:20']],
  ['FROM scratch', ['- scratch']],
  ['FROM a AS Build\nFROM BUILD as b\nFROM build', ['build image a', 'b stage 0', '- stage 0']],
  ['FROM b\nFROM a AS b', ['- image b', 'b image a']],
  ['FROM a AS x\nFROM b AS x\nFROM x', ['x image a', 'x image b', '- stage 1']],
  ['FROM a AS a\nFROM a', ['a image a', '- stage 0']],
  ['FROM a AS scratch\nFROM scratch', ['scratch image a', '- stage 0']],
  ['FROM a\nFROM 0', ['- image a', '- image 0']],
  ['ARG B=node:20\nFROM $B', ['- image node:20']],
  ['ARG V=20\nARG B=node:$V\nFROM ${B}-alpine', ['- image node:20-alpine']],
  ['ARG B\nFROM $B', ['- unknown']],
  ['FROM $B', ['- unknown']],
  ['FROM ${B:-node}', ['- image node']],
  ['ARG B\nFROM ${B:-node}', ['- image node']],
  ['ARG B=\nFROM ${B:-node}', ['- image node']],
  ['ARG B=\nFROM ${B-node}', ['- unknown']],
  ['ARG B=x\nFROM node${B:+:20}', ['- image node:20']],
  ['FROM a:${TARGETARCH:-x}', ['- unknown']],
  ['ARG T=build\nFROM a AS build\nFROM ${T}', ['build image a', '- stage 0']],
  [
    'ARG E=prod\nFROM a AS prod\nFROM b AS dev\nFROM stage-$E AS x\nFROM $E',
    ['prod image a', 'dev image b', 'x image stage-prod', '- stage 0'],
  ],
  ['FROM a\nARG B=c\nFROM $B', ['- image a', '- unknown']],
  ['FROM', ['- unknown']],
  ['FROM a AS', ['- image a']],
  ['FROM a b c', ['- image a']],
  ['FROM a AS b # c', ['b image a']],
  ['FROM "a" AS b', ['b image a']],
  ['RUN x', []],
];

describe('Stages', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(parseDockerfile(text).stages.map(described), expected));
  }

  it('own the instructions from their FROM on', () => {
    const file = parseDockerfile('ARG x\nLABEL a=b\nFROM a\nRUN b\nFROM c\nRUN d\n');
    assert.deepEqual(
      file.stages.map(({ instructions }) => instructions.map(({ argument }) => argument.text)),
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    );
    assert.deepEqual(
      file.instructions.map(({ index, stage }) => [index, stage?.index]),
      [
        [0, undefined],
        [1, undefined],
        [2, 0],
        [3, 0],
        [4, 1],
        [5, 1],
      ],
    );
    assert.deepEqual(
      file.globalArgs.map(({ index }) => index),
      [0],
    );
    assert.equal(file.stages[1]?.from, file.instructions[4]);
  });

  it('chain to those they start from', () => {
    const { stages } = parseDockerfile('FROM a AS x\nRUN 1\nFROM b\nRUN 2\nFROM x AS y\nRUN 3\nFROM y\nRUN 4\n');
    assert.deepEqual(
      stages.map((stage) => chain(stage).map(({ argument }) => argument.text)),
      [
        ['a AS x', '1'],
        ['b', '2'],
        ['a AS x', '1', 'x AS y', '3'],
        ['a AS x', '1', 'x AS y', '3', 'y', '4'],
      ],
    );
  });

  it('are named by --from, by name or number, when they are earlier', () => {
    const froms = (from: string) => {
      const file = parseDockerfile(`FROM a AS One\nFROM b AS two\nCOPY --from=${from} x /\nFROM c AS three\n`);
      return file.instructions.flatMap((item) => (item.kind === 'COPY' ? [item.fromStage?.index] : []))[0];
    };
    assert.deepEqual(['one', 'ONE', '0', 'two', '1', 'three', '2', '-1', '99', 'nginx', '"one"', '$x'].map(froms), [
      0,
      0,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      0,
      undefined,
    ]);
  });
});

function described({ name, base }: Stage): string {
  const text = { stage: '', image: '', scratch: '', unknown: '' };
  if (base.kind === 'stage') text.stage = ` ${base.stage.index}`;
  if (base.kind === 'image') text.image = ` ${base.image.text}`;
  return `${name ?? '-'} ${base.kind}${text[base.kind]}`;
}
