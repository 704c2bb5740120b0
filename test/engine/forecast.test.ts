import { deepEqual, ok } from 'node:assert/strict';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { RecordBook } from '../../src/cache/record-book';
import { build, useEngine } from './connected';
import { Lab, mistakes } from './forecast-lab';
import { buildOptions, Chance, dockerfileOf, randomEdit, randomProject } from './forecast-random';
import { type Story, tell, write } from './forecast-stories';

type Kind = 'buildkit' | 'legacy';

const stories: readonly Story<Kind>[] = [
  {
    name: 'files',
    files: { a: 'a', b: 'b', 'd/x': 'x', 'd/s/y': 'y', 'n.txt': 'n', t1: 'target' },
    dockerfile: 'FROM scratch\nCOPY a /a\nCOPY d /d\nCOPY *.txt /t/\nCOPY b /b\n',
    chapters: [
      { name: 'nothing', expect: { 'COPY a': 'reuse', 'COPY d': 'reuse', 'COPY *.txt': 'reuse', 'COPY b': 'reuse' } },
      {
        name: 'another time',
        edit: (at) => utimesSync(at('a'), 1, 1),
        expect: { 'COPY a': 'reuse', 'COPY b': 'reuse' },
      },
      {
        name: 'another mode',
        light: true,
        edit: (at) => chmodSync(at('b'), 0o755),
        expect: { 'COPY *.txt': 'reuse', 'COPY b': 'run' },
      },
      {
        name: 'the mode of before',
        light: true,
        edit: (at) => chmodSync(at('b'), 0o644),
        expect: { 'COPY b': 'reuse' },
      },
      {
        name: 'other bytes below a directory',
        edit: (at) => write(at('d/s/y'), 'z'),
        expect: { 'COPY a': 'reuse', 'COPY d': 'run', 'COPY b': 'run' },
      },
      {
        name: 'a file that matches',
        edit: (at) => write(at('m.txt'), 'm'),
        expect: { 'COPY d': 'reuse', 'COPY *.txt': 'run' },
      },
      {
        name: 'a file that matches not',
        light: true,
        edit: (at) => write(at('m.md'), 'm'),
        expect: { 'COPY *.txt': 'reuse', 'COPY b': 'reuse' },
      },
      { name: 'a new name', light: true, edit: (at) => renameSync(at('d/x'), at('d/z')), expect: { 'COPY d': 'run' } },
      { name: 'an empty directory', light: true, edit: (at) => mkdirSync(at('d/e')), expect: { 'COPY d': 'run' } },
      {
        name: 'the same without it',
        light: true,
        edit: (at) => rmSync(at('d/e'), { recursive: true }),
        expect: { 'COPY d': 'reuse' },
      },
      // BuildKit has the directory already and does not notice; the legacy builder gets it anew.
      {
        name: 'the mode of a directory',
        edit: (at) => chmodSync(at('d/s'), 0o700),
        expect: { 'COPY d': { buildkit: 'reuse', legacy: 'run' } },
      },
      { name: 'a link', edit: (at) => symlinkSync('../t1', at('d/l')), expect: { 'COPY d': 'run' } },
      {
        name: 'what the link leads to',
        edit: (at) => write(at('t1'), 'other'),
        expect: { 'COPY d': { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'ignored files',
        edit: (at) => write(at('.dockerignore'), '**/y\n'),
        expect: { 'COPY a': 'reuse', 'COPY d': 'run' },
      },
      {
        name: 'a change of an ignored file',
        light: true,
        edit: (at) => write(at('d/s/y'), 'ignored'),
        expect: { 'COPY d': 'reuse', 'COPY b': 'reuse' },
      },
      {
        name: 'a new order of lines',
        replace: { 'COPY *.txt /t/\nCOPY b /b': 'COPY b /b\nCOPY *.txt /t/' },
        expect: { 'COPY d': 'reuse', 'COPY b': 'run', 'COPY *.txt': 'run' },
      },
      {
        name: 'comments, blanks and case',
        light: true,
        replace: { 'COPY b /b': '# note\n\n  copy   b \\\n # inside\n /b' },
        expect: { 'copy   b': 'reuse', 'COPY *.txt': 'reuse' },
      },
      { name: 'another destination', replace: { '/t/': '/u/' }, expect: { 'copy   b': 'reuse', 'COPY *.txt': 'run' } },
    ],
  },
  {
    name: 'files that keep size and time',
    only: ['buildkit'],
    files: { a: 'one', b: 'b' },
    dockerfile: 'FROM scratch\nCOPY a /a\nCOPY b /b\n',
    chapters: [
      { name: 'a time', edit: (at) => utimesSync(at('a'), 5, 5), expect: { 'COPY a': 'reuse' } },
      {
        name: 'other bytes of the same size and time',
        edit: (at) => {
          write(at('a'), readFileSync(at('a'), 'utf8').toUpperCase());
          utimesSync(at('a'), 5, 5);
        },
        expect: { 'COPY a': 'reuse', 'COPY b': 'reuse' },
      },
      { name: 'another time', edit: (at) => utimesSync(at('a'), 6, 6), expect: { 'COPY a': 'run', 'COPY b': 'run' } },
    ],
  },
  {
    name: 'links as sources, hard links and directories as they are written',
    files: { f1: 'same', f2: 'same', 'd1/a': 'a', 'd2/a': 'a' },
    links: { l: 'f1' },
    dockerfile: 'FROM scratch\nCOPY l /l\nCOPY d1/a /x\n',
    chapters: [
      {
        name: 'a link to the same bytes',
        edit: (at) => {
          rmSync(at('l'));
          symlinkSync('f2', at('l'));
        },
        expect: { 'COPY l': { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'the same bytes from elsewhere',
        replace: { 'COPY d1/a': 'COPY d2/a' },
        expect: { 'COPY d2': { buildkit: 'reuse', legacy: 'run' } },
      },
      { name: 'a path written otherwise', replace: { 'COPY d2/a': 'COPY ./d2//a' }, expect: { 'COPY ./d2': 'reuse' } },
      {
        name: 'a hard link',
        edit: (at) => {
          rmSync(at('f2'));
          linkSync(at('f1'), at('f2'));
        },
        expect: { 'COPY l': 'reuse' },
      },
    ],
  },
  {
    name: 'variables, users, places and labels',
    files: { f: 'f', g: 'g' },
    dockerfile:
      'FROM alpine:3.20\nCOPY SALT /salt\nARG V=1\nENV A=1 B=2\nLABEL l=1\nUSER 0\nWORKDIR /w\nCOPY f ./\nRUN true\nCOPY g /g\n',
    chapters: [
      {
        name: 'a label',
        replace: { 'LABEL l=1': 'LABEL l=2' },
        expect: { WORKDIR: { buildkit: 'reuse', legacy: 'run' }, 'COPY g': { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'an argument nobody declares',
        light: true,
        options: { buildArgs: { X: '1' } },
        expect: { RUN: 'reuse', 'COPY g': 'reuse' },
      },
      {
        name: 'an argument',
        options: { buildArgs: { V: '2' } },
        expect: { WORKDIR: 'reuse', 'COPY f': 'reuse', RUN: 'run', 'COPY g': 'run' },
      },
      {
        name: 'its default, which is not used',
        replace: { 'ARG V=1': 'ARG V=3' },
        options: { buildArgs: { V: '2' } },
        expect: { RUN: { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'ENV in two lines',
        light: true,
        replace: { 'ENV A=1 B=2': 'ENV A=1\nENV B=2' },
        options: { buildArgs: { V: '2' } },
        expect: { RUN: { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'ENV in another order',
        light: true,
        replace: { 'ENV A=1\nENV B=2': 'ENV B=2 A=1' },
        options: { buildArgs: { V: '2' } },
        expect: { 'COPY f': { buildkit: 'reuse', legacy: 'run' }, RUN: 'run' },
      },
      {
        name: 'a user',
        light: true,
        replace: { 'USER 0': 'USER 0:0' },
        options: { buildArgs: { V: '2' } },
        expect: { WORKDIR: 'run' },
      },
      {
        name: 'the command as words',
        light: true,
        replace: { 'RUN true': 'RUN ["/bin/sh", "-c", "true"]' },
        options: { buildArgs: { V: '2' } },
        expect: { RUN: 'reuse' },
      },
      {
        name: 'a blank in the command',
        light: true,
        replace: { 'RUN ["/bin/sh", "-c", "true"]': 'RUN  true  &&  true' },
        options: { buildArgs: { V: '2' } },
        expect: { 'COPY f': 'reuse', RUN: 'run' },
      },
      {
        name: 'a destination that is the same',
        light: true,
        replace: { 'COPY f ./': 'COPY f /w/' },
        options: { buildArgs: { V: '2' } },
        expect: { 'COPY f': { buildkit: 'reuse', legacy: 'run' } },
      },
      {
        name: 'a shell',
        light: true,
        replace: { 'LABEL l=2': 'SHELL ["/bin/sh", "-ec"]' },
        options: { buildArgs: { V: '2' } },
        expect: { 'COPY f': { buildkit: 'reuse', legacy: 'run' }, RUN: 'run' },
      },
    ],
  },
  {
    name: 'stages',
    files: { deps: 'deps', main: 'main', readme: 'readme' },
    dockerfile:
      'FROM alpine:3.20 AS deps\nCOPY deps /deps\nRUN cat /deps > /out\nFROM alpine:3.20 AS build\nCOPY . /src\nRUN cat /src/main > /out\nFROM scratch\nCOPY --from=deps /out /deps\nCOPY --from=build /out /main\nWORKDIR /end\n',
    chapters: [
      { name: 'nothing', expect: { 'COPY --from=deps': 'reuse', 'COPY --from=build': 'reuse', WORKDIR: 'reuse' } },
      {
        name: 'a file that the output does not show',
        edit: (at) => renameSync(at('readme'), at('README')),
        expect: {
          'COPY deps': 'reuse',
          'COPY .': 'run',
          'RUN cat /src': 'run',
          'COPY --from=deps': 'reuse',
          'COPY --from=build': 'depends',
          WORKDIR: 'depends',
        },
      },
      {
        name: 'nothing, after the same output',
        light: true,
        expect: { 'COPY --from=build': 'reuse', WORKDIR: 'reuse' },
      },
      {
        name: 'what is built on the same output',
        replace: { 'WORKDIR /end': 'WORKDIR /done' },
        expect: { WORKDIR: 'run' },
      },
      {
        name: 'the file before',
        edit: (at) => renameSync(at('README'), at('readme')),
        expect: { 'COPY .': 'reuse', 'COPY --from=build': 'reuse', WORKDIR: 'reuse' },
      },
      {
        name: 'a file that the output shows',
        edit: (at) => write(at('main'), 'other'),
        expect: { 'RUN cat /src': 'run', 'COPY --from=deps': 'reuse', 'COPY --from=build': 'depends' },
      },
      {
        name: 'a target',
        options: { target: 'deps' },
        expect: { 'COPY deps': 'reuse', 'COPY .': 'skipped', 'COPY --from=deps': 'skipped' },
      },
      { name: 'no cache', options: { noCache: true }, expect: { 'COPY deps': 'run', WORKDIR: 'run' } },
      { name: 'with the cache again', expect: { 'COPY deps': 'reuse', 'RUN cat /deps': 'reuse', 'COPY .': 'reuse' } },
    ],
  },
  {
    name: 'variables that nobody sets',
    files: { a: 'a' },
    dockerfile: 'ARG B=$A\nFROM alpine:3.20${NONE}\nARG B\nENV C=${A:-$NONE}\nCOPY a /a\nRUN echo $B\n',
    chapters: [
      { name: 'nothing', expect: { COPY: 'reuse', RUN: 'reuse' } },
      { name: 'the base without it', replace: { '${NONE}\n': '\n' }, expect: { COPY: 'reuse', RUN: 'reuse' } },
    ],
  },
  {
    name: 'other words for the same',
    only: ['buildkit'],
    files: { a: 'a', 'd/s/c': 'c', 'same/f': 'c', e: 'e' },
    dockerfile:
      'FROM alpine:3.20\nCOPY SALT /salt\nENV A=1 B=2\nCOPY --chown=root:root a /x/\nCOPY d/s/c /x/\nCOPY d/s/* /y/\nRUN --mount=type=bind,source=d/s/c,target=/m true\nCOPY e /x/\nRUN true\n',
    chapters: [
      {
        name: 'numbers, patterns and links',
        replace: {
          'root:root': '0:0',
          'COPY d/s/c': 'COPY d/?/c',
          'source=d/s/c': 'source=./same/f',
        },
        expect: {
          'COPY --chown': 'reuse',
          'COPY d/?': 'reuse',
          'COPY d/s/*': 'reuse',
          RUN: 'reuse',
          'COPY e': 'reuse',
        },
      },
      {
        name: 'a variable that is set again, which stands last then',
        replace: { 'COPY e': 'ENV A=1\nCOPY e' },
        expect: { 'COPY e': 'reuse', 'RUN true': 'run' },
      },
      {
        name: 'a dot behind the slash',
        replace: { 'e /x/': 'e /x/.' },
        expect: { 'COPY e': 'run', 'RUN true': 'run' },
      },
    ],
  },
  {
    name: 'directories without the cache',
    only: ['buildkit'],
    files: { a: 'a' },
    dockerfile: 'FROM alpine:3.20\nWORKDIR /without\nWORKDIR d\nCOPY a a\nWORKDIR sub\n',
    chapters: [
      {
        name: 'no cache',
        options: { noCache: true },
        expect: { 'WORKDIR /without': 'reuse', 'WORKDIR d': 'reuse', COPY: 'run', 'WORKDIR sub': 'run' },
      },
    ],
  },
  {
    name: 'steps that were made twice',
    only: ['legacy'],
    files: { a: 'a' },
    dockerfile: 'FROM scratch\nCOPY a /a\nLABEL b=1\n',
    chapters: [
      {
        name: 'half of it without the cache',
        replace: { 'LABEL b=1\n': '' },
        options: { noCache: true },
        expect: { COPY: 'run' },
      },
      {
        name: 'what stood on the older one',
        replace: { '/a\n': '/a\nLABEL b=1\n' },
        expect: { COPY: 'reuse', LABEL: 'run' },
      },
      { name: 'all of it without the cache', options: { noCache: true }, expect: { COPY: 'run', LABEL: 'run' } },
      { name: 'with the cache again', expect: { COPY: 'reuse', LABEL: 'reuse' } },
    ],
  },
  {
    name: 'other words for the same',
    only: ['legacy'],
    files: { a: 'a', b: 'b', 'd/s/c': 'c' },
    dockerfile:
      'FROM scratch\nCOPY --chown=$A [ab] no* /x/\nCOPY d/? /y/\nEXPOSE 80/tcp 443\nHEALTHCHECK --interval=5s --timeout=3s CMD x\n',
    chapters: [
      {
        name: 'files by name, and another order',
        replace: {
          '--chown=$A [ab] no*': 'a b',
          'd/?': 'd/s',
          '80/tcp 443': '443 80/tcp',
          '--interval=5s --timeout=3s': '--timeout=3s --interval=5s',
        },
        expect: { 'COPY a': 'reuse', 'COPY d': 'reuse', EXPOSE: 'reuse', HEALTHCHECK: 'reuse' },
      },
    ],
  },
  {
    name: 'a directory in other words',
    only: ['buildkit'],
    files: { a: 'a' },
    dockerfile: 'FROM alpine:3.20 AS one\nCOPY SALT /salt\nWORKDIR /w\nCOPY a rel/\nRUN true\n',
    chapters: [
      {
        name: 'which a RUN gets as it is written',
        replace: { '/w\n': '/w/\n' },
        expect: { WORKDIR: 'reuse', COPY: 'reuse', RUN: 'run' },
      },
      {
        name: 'a relative one',
        replace: { '/w/\n': '/w/\nWORKDIR .\n' },
        expect: { 'WORKDIR .': 'run', 'COPY a': 'run', RUN: 'run' },
      },
      {
        name: 'of the stage it starts from',
        replace: { '/w/\nWORKDIR .\n': '/w/\nFROM one\n' },
        expect: { 'COPY a': 'reuse', RUN: 'reuse' },
      },
    ],
  },
  {
    name: 'a stage on one that has arguments',
    only: ['buildkit'],
    files: { a: 'a' },
    dockerfile: 'FROM alpine:3.20 AS one\nCOPY SALT /salt\nENV X=1\nARG F=d\nCOPY a /a\nRUN true\n',
    chapters: [
      {
        name: 'which stand in front of its variables there',
        replace: { 'COPY a': 'FROM one\nCOPY a' },
        expect: { 'COPY a': 'reuse', RUN: 'run' },
      },
      {
        name: 'as where these are set again',
        replace: { 'FROM one\n': 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nENV X=1\n' },
        expect: { 'COPY a': 'reuse', RUN: 'reuse' },
      },
    ],
  },
  {
    name: 'triggers as they are written',
    only: ['legacy'],
    files: { a: 'a' },
    dockerfile: 'FROM scratch\nCOPY a /a\nONBUILD COPY a /o\nLABEL b=1\n',
    chapters: [
      { name: 'other blanks in front', replace: { 'ONBUILD COPY': 'onbuild   COPY' }, expect: { onbuild: 'reuse' } },
      { name: 'a blank at the end', replace: { '/o\n': '/o \n' }, expect: { onbuild: 'run', LABEL: 'run' } },
      { name: 'without it', replace: { '/o \n': '/o\n' }, expect: { onbuild: 'reuse', LABEL: 'reuse' } },
    ],
  },
];

/** Random ones, some ten seconds' worth. */
const projects = 16;

describe('forecast', () => {
  const connected = useEngine();

  for (const builder of ['buildkit', 'legacy'] as const) {
    for (const story of stories) {
      if (story.only && !story.only.includes(builder)) continue;
      it(`is right with ${builder} about ${story.name}`, async function () {
        this.timeout(300_000);
        const { version } = await connected.engine.info();
        await tell(new Lab(connected.engine, builder, version, new RecordBook()), story, builder);
      });
    }
  }

  it('is right about random projects and changes, and seldom does not know', async function () {
    this.timeout(300_000);
    // What other tests have built is not in the books of this one: it stands on a base image, and on labels, of its own.
    const own = `${process.pid}-${Date.now()}`;
    const base = 'layerwright-random:1';
    await build(connected.engine, `FROM alpine:3.20\nRUN echo ${own} > /own\n`, { tags: [base] });
    // What stands on nothing is not told apart by labels with BuildKit.
    await connected.engine.pruneBuildCache({ all: true });
    const { version } = await connected.engine.info();
    const books = { buildkit: new RecordBook(), legacy: new RecordBook() };
    const counts = { certain: 0, depends: 0, unknown: 0 };
    // The same ones everywhere; `npm run fuzz:forecast` looks for others.
    for (let seed = 20_261_121; seed < 20_261_121 + projects; seed++) {
      const chance = new Chance(seed);
      const builder = chance.one(['buildkit', 'legacy'] as const);
      const lab = new Lab(connected.engine, builder, version, books[builder]);
      const salt = `${process.pid} ${seed}`;
      const project = { ...randomProject(chance, lab, salt, [base]), mark: `LABEL of=${own}` };
      for (let edit = 0; edit <= 5; edit++) {
        const changes = edit === 0 ? [] : [randomEdit(chance, project, lab, salt)];
        const text = dockerfileOf(project);
        const result = await lab.build(text, buildOptions(project));
        deepEqual(mistakes(result, builder), [], `seed ${seed}, ${builder}, ${changes}:\n${text}`);
        for (const { forecast, cached } of result.compared) {
          if (cached === undefined || forecast.instruction.kind === 'FROM') continue;
          if (forecast.verdict === 'depends' || forecast.verdict === 'unknown') counts[forecast.verdict] += 1;
          else counts.certain += 1;
        }
      }
      lab.remove();
    }
    await connected.engine.images.remove(base, { force: true });
    const open = counts.depends + counts.unknown;
    ok(open * 5 <= counts.certain, JSON.stringify(counts));
  });
});
