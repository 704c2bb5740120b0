import { deepEqual, ok } from 'node:assert/strict';
import { chmodSync, renameSync, symlinkSync, utimesSync } from 'node:fs';
import { RecordBook } from '../../src/cache/record-book';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { endpointOf } from '../engine/connected';
import { Lab, mistakes } from '../engine/forecast-lab';
import { buildOptions, Chance, dockerfileOf, randomEdit, randomProject } from '../engine/forecast-random';
import { type Story, tell, write } from '../engine/forecast-stories';
import { ensureBases } from '../support/bases';
import { podmanVersion, sharedPodman } from '../support/podman';

/** The versions whose rules differ, by the first that was tried. */
type Generation = '4.3' | '5.4' | '5.8';

const stories: readonly Story<Generation>[] = [
  {
    name: 'files',
    files: { a: 'a', b: 'b', 'd/x': 'x', 'd/s/y': 'y', 'n.txt': 'n', t1: 'target' },
    dockerfile: 'FROM scratch\nCOPY a /a\nCOPY d /d\nCOPY *.txt /t/\nCOPY b /b\n',
    chapters: [
      { name: 'nothing', expect: { 'COPY a': 'reuse', 'COPY d': 'reuse', 'COPY *.txt': 'reuse', 'COPY b': 'reuse' } },
      { name: 'a time', edit: (at) => utimesSync(at('a'), 1, 1), expect: { 'COPY a': 'reuse', 'COPY b': 'reuse' } },
      { name: 'a mode', edit: (at) => chmodSync(at('b'), 0o755), expect: { 'COPY *.txt': 'reuse', 'COPY b': 'run' } },
      { name: 'the mode of before', edit: (at) => chmodSync(at('b'), 0o644), expect: { 'COPY b': 'reuse' } },
      {
        name: 'bytes below a directory',
        edit: (at) => write(at('d/s/y'), 'z'),
        expect: { 'COPY a': 'reuse', 'COPY d': 'run', 'COPY b': 'run' },
      },
      {
        name: 'a file that matches',
        edit: (at) => write(at('m.txt'), 'm'),
        expect: { 'COPY d': 'reuse', 'COPY *.txt': 'run' },
      },
      {
        name: 'one that matches not',
        edit: (at) => write(at('m.md'), 'm'),
        expect: { 'COPY *.txt': 'reuse', 'COPY b': 'reuse' },
      },
      { name: 'a new name', edit: (at) => renameSync(at('d/x'), at('d/z')), expect: { 'COPY d': 'run' } },
      { name: 'a mode of a directory', edit: (at) => chmodSync(at('d/s'), 0o700), expect: { 'COPY d': 'run' } },
      { name: 'the mode of the one copied', edit: (at) => chmodSync(at('d'), 0o700), expect: { 'COPY d': 'reuse' } },
      { name: 'a link', edit: (at) => symlinkSync('../t1', at('d/l')), expect: { 'COPY d': 'run' } },
      { name: 'what it leads to', edit: (at) => write(at('t1'), 'other'), expect: { 'COPY d': 'reuse' } },
      {
        name: 'ignored files',
        edit: (at) => write(at('.dockerignore'), '**/y\n'),
        expect: { 'COPY a': 'reuse', 'COPY d': 'run' },
      },
      {
        name: 'one of them',
        edit: (at) => write(at('d/s/y'), 'ignored'),
        expect: { 'COPY d': 'reuse', 'COPY b': 'reuse' },
      },
      {
        name: 'the directory under another name',
        edit: (at) => renameSync(at('d'), at('e')),
        replace: { 'COPY d': 'COPY e' },
        expect: { 'COPY e': 'reuse', 'COPY b': 'reuse' },
      },
      {
        name: 'a file under another name',
        edit: (at) => renameSync(at('a'), at('c')),
        replace: { 'COPY a': 'COPY c' },
        expect: { 'COPY c': 'depends' },
      },
      { name: 'which was the same', expect: { 'COPY c': 'reuse', 'COPY b': 'reuse' } },
      { name: 'an owner', replace: { 'COPY c': 'COPY --chown=7 c' }, expect: { 'COPY --chown': 'depends' } },
      { name: 'a destination', replace: { '/t/': '/u/' }, expect: { 'COPY *.txt': 'run' } },
    ],
  },
  {
    name: 'words, arguments and mounts',
    files: { f: 'f', g: 'g', 'm/x': 'x' },
    dockerfile:
      'FROM alpine:3.20\nCOPY SALT /salt\nARG V=1\nENV A=1 B=2\nLABEL l=1\nWORKDIR /w\nCOPY f ./\nRUN true\nCOPY g /g\nRUN --mount=type=bind,source=m,target=/m true\n',
    chapters: [
      {
        name: 'files behind a mount',
        edit: (at) => write(at('m/x'), 'other'),
        expect: { 'RUN --mount': { '4.3': 'reuse', '5.4': 'run', '5.8': 'run' } },
      },
      {
        name: 'their times',
        edit: (at) => utimesSync(at('m/x'), 1, 1),
        expect: { 'RUN --mount': { '4.3': 'reuse', '5.4': 'run', '5.8': 'reuse' } },
      },
      {
        name: 'a mount whose type is not written',
        replace: { 'type=bind,source=m': 'source=m' },
        expect: { 'RUN --mount': 'run' },
      },
      { name: 'files behind it', edit: (at) => write(at('m/x'), 'third'), expect: { 'RUN --mount': 'reuse' } },
      {
        name: 'a proxy that nobody declares',
        options: { buildArgs: { HTTP_PROXY: 'http://proxy.test' } },
        expect: { 'COPY SALT': 'reuse', 'ARG V': 'run' },
      },
      {
        name: 'an argument nobody declares',
        options: { buildArgs: { X: '1' } },
        expect: { RUN: 'reuse', 'COPY g': 'reuse' },
      },
      {
        name: 'an argument',
        options: { buildArgs: { V: '2' } },
        expect: { 'ARG V': 'reuse', 'COPY f': 'reuse', 'RUN true': 'run', 'COPY g': 'run' },
      },
      {
        name: 'its default, which is not used',
        replace: { 'ARG V=1': 'ARG V=3' },
        options: { buildArgs: { V: '2' } },
        expect: { 'ARG V': 'reuse', 'RUN true': 'reuse' },
      },
      {
        name: 'comments and case',
        replace: { 'RUN true': '# note\n\nrun \\\n# inside\ntrue', 'ARG V=3': 'ARG V=1' },
        expect: { run: 'reuse' },
      },
      {
        name: 'a label',
        replace: { 'LABEL l=1': 'LABEL l=2' },
        expect: { 'ENV A': 'reuse', 'LABEL l': 'run', run: 'run' },
      },
      { name: 'a blank', replace: { 'LABEL l=2': 'LABEL  l=2' }, expect: { LABEL: 'run', WORKDIR: 'run' } },
      { name: 'ENV in other words', replace: { 'ENV A=1 B=2': 'ENV A=1 B="2"' }, expect: { ENV: 'run' } },
      {
        name: 'the same destination',
        replace: { 'COPY f ./': 'COPY f /w/' },
        expect: { WORKDIR: 'reuse', 'COPY f': 'run' },
      },
    ],
  },
  {
    name: 'stages and builds without the cache',
    files: { deps: 'deps', main: 'main', readme: 'readme' },
    dockerfile:
      'FROM alpine:3.20 AS unused\nRUN false\nFROM alpine:3.20 AS build\nCOPY main readme /src/\nRUN cat /src/main > /out\nFROM scratch\nCOPY --from=build /out /main\nLABEL end=1\n',
    chapters: [
      { name: 'nothing', expect: { 'RUN false': 'skipped', 'COPY --from': 'reuse', LABEL: 'reuse' } },
      {
        name: 'a file that the output does not show',
        edit: (at) => write(at('readme'), 'other'),
        expect: { 'COPY main': 'run', 'RUN cat': 'run', 'COPY --from': 'depends', LABEL: 'depends' },
      },
      { name: 'nothing after it', expect: { 'COPY --from': 'reuse', LABEL: 'reuse' } },
      {
        name: 'a file that the output shows',
        edit: (at) => write(at('main'), 'other'),
        expect: { 'RUN cat': 'run', 'COPY --from': 'depends', LABEL: 'depends' },
      },
      {
        name: 'no cache, and a new label',
        replace: { 'LABEL end=1': 'LABEL end=2' },
        options: { noCache: true },
        expect: { 'COPY main': 'run', LABEL: 'run' },
      },
      {
        name: 'that label, which stands on a copy that only newer versions find',
        expect: { 'COPY main': 'reuse', LABEL: { '4.3': 'run', '5.4': 'run', '5.8': 'reuse' } },
      },
      { name: 'a target', options: { target: 'build' }, expect: { 'RUN cat': 'reuse', 'COPY --from': 'skipped' } },
    ],
  },
  {
    name: 'mounts of stages and of the whole context',
    files: { f: 'f', g: 'g', h: 'h' },
    dockerfile:
      'FROM alpine:3.20 AS one\nCOPY f /f\nFROM alpine:3.20 AS two\nCOPY h /h\nLABEL l=1\nFROM alpine:3.20\nCOPY SALT /salt\nRUN --mount=type=bind,from=one,target=/m cp /m/f /f\nLABEL end=1\nRUN --mount=type=bind,from=two,target=/m cp /m/h /h\nRUN --mount=type=bind,target=/m true\n',
    chapters: [
      {
        name: 'nothing',
        expect: {
          'RUN --mount=type=bind,from=one': 'reuse',
          'LABEL end': 'reuse',
          'RUN --mount=type=bind,from=two': { '4.3': 'reuse', '5.4': 'run', '5.8': 'run' },
        },
      },
      {
        name: 'a file of the stage',
        edit: (at) => write(at('f'), 'other'),
        expect: {
          'RUN --mount=type=bind,from=one': { '4.3': 'reuse', '5.4': 'run', '5.8': 'run' },
          'LABEL end': { '4.3': 'reuse', '5.4': 'run', '5.8': 'run' },
        },
      },
      {
        name: 'nothing after it, and a label that stands on what was there before',
        replace: { 'LABEL end=1': 'LABEL end=2' },
        expect: { 'RUN --mount=type=bind,from=one': 'reuse', 'LABEL end': 'run' },
      },
      {
        name: 'a mount of the whole context first',
        replace: {
          'RUN --mount=type=bind,target=/m true\n': '',
          'COPY SALT /salt\n': 'COPY SALT /salt\nRUN --mount=type=bind,target=/m true\n',
        },
        expect: { 'RUN --mount=type=bind,target': 'run' },
      },
      {
        name: 'nothing after that',
        expect: { 'RUN --mount=type=bind,target': { '4.3': 'reuse', '5.4': 'run', '5.8': 'reuse' } },
      },
      {
        name: 'a file of the context',
        edit: (at) => write(at('g'), 'other'),
        expect: { 'RUN --mount=type=bind,target': { '4.3': 'reuse', '5.4': 'run', '5.8': 'run' } },
      },
    ],
  },
  {
    name: 'heredocs',
    only: ['5.4', '5.8'],
    files: {},
    dockerfile:
      'FROM alpine:3.20\nCOPY SALT /salt\nENV V=1\nCOPY <<A /a\nis $V\nA\nRUN <<EOF\necho one\nEOF\nARG W=1\nRUN cat <<B > /b\nold\nB\n',
    chapters: [
      { name: 'nothing', expect: { 'COPY <<A': 'reuse', 'RUN <<EOF': 'reuse', 'RUN cat': 'reuse' } },
      {
        name: 'a body where an argument has a value',
        replace: { old: 'new' },
        expect: { 'RUN <<EOF': 'reuse', 'RUN cat': { '5.4': 'reuse', '5.8': 'run' } },
      },
      { name: 'blanks around a body', replace: { 'echo one': '  echo one\n' }, expect: { 'RUN <<EOF': 'reuse' } },
      { name: 'a body', replace: { 'echo one': 'echo two' }, expect: { 'COPY <<A': 'reuse', 'RUN <<EOF': 'run' } },
      { name: 'the same file', replace: { 'is $V': 'is 1' }, expect: { 'COPY <<A': 'reuse' } },
      { name: 'another file', replace: { 'is 1': 'is 2' }, expect: { 'COPY <<A': 'run' } },
      { name: 'another name', replace: { 'RUN <<EOF': 'RUN <<E', '\nEOF': '\nE' }, expect: { 'RUN <<E': 'run' } },
    ],
  },
];

describe('forecast for Podman', () => {
  let engine: Engine;
  let version = '';

  before(async function () {
    this.timeout(120_000);
    const test = await sharedPodman();
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath));
    ({ version } = await engine.info());
  });
  after(() => engine?.dispose());

  const generation = generationOf(podmanVersion());
  for (const story of stories) {
    if (story.only && !story.only.includes(generation)) continue;
    it(`is right about ${story.name}`, async function () {
      this.timeout(300_000);
      await tell(new Lab(engine, 'podman', version, new RecordBook()), story, generation);
    });
  }

  it('is right about random projects and changes, and seldom does not know', async () => {
    const book = new RecordBook();
    const counts = { certain: 0, depends: 0, unknown: 0 };
    for (let seed = 20_261_121; counts.certain < 100; seed++) {
      const chance = new Chance(seed);
      const lab = new Lab(engine, 'podman', version, book);
      const salt = `${process.pid} ${seed}`;
      const project = randomProject(chance, lab, salt);
      for (let edit = 0; edit <= 5; edit++) {
        const changes = edit === 0 ? [] : [randomEdit(chance, project, lab, salt)];
        const text = dockerfileOf(project);
        const result = await lab.build(text, buildOptions(project));
        deepEqual(mistakes(result, 'podman'), [], `seed ${seed}, ${changes}:\n${text}`);
        for (const { forecast, cached } of result.compared) {
          if (cached === undefined || forecast.instruction.kind === 'FROM') continue;
          if (forecast.verdict === 'depends' || forecast.verdict === 'unknown') counts[forecast.verdict] += 1;
          else counts.certain += 1;
        }
      }
      lab.remove();
    }
    ok((counts.depends + counts.unknown) * 5 <= counts.certain, JSON.stringify(counts));
  });
});

function generationOf(version: string): Generation {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 5) return '4.3';
  return major > 5 || minor >= 8 ? '5.8' : '5.4';
}
