import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Lab } from './forecast-lab';
import type { Chance, Dialect } from './forecast-random';

/** Where a rare line stands. */
export interface RarePlace {
  readonly dialect: Dialect;
  readonly shell: boolean;
  /** An earlier stage, by name or number. */
  readonly from: string | undefined;
  /** The same by its name: a mount takes no number. */
  readonly name: string | undefined;
}

const everywhere = [
  'COPY ["a", "/q q/"]',
  'COPY ["d", "e", "rel/"]',
  'COPY a* /x/',
  'COPY [ab] /x/',
  'COPY d/?/c /x/',
  'COPY */a /x/',
  'COPY "sp ace" /x/',
  'COPY ü.txt ./',
  'COPY hard /x/',
  'COPY ./d/../a /x/',
  'COPY /a /x/',
  'COPY //d//s/ /x',
  'COPY d/. /x',
  'COPY a $A/',
  `COPY a ${'${A:-f}'}`,
  `COPY ${'${B:+d/}'}a /x/`,
  'COPY t.tar /t/',
  'ADD t.tar /t/',
  'ADD a t.tar /t/',
  'ADD d/a /x/renamed',
  'USER nobody',
  'USER $A',
  'HEALTHCHECK CMD true',
  'HEALTHCHECK NONE',
  'MAINTAINER me',
  'ENV PATH=/x:$PATH',
  'ENV A="x y" B=\'z\'',
  'ENV A=${A}1',
  'ENV A=',
  'ARG HTTP_PROXY',
  'ARG A=${B:-3}',
  'EXPOSE $A',
  'VOLUME ["/v", "/w"]',
  'LABEL "a b"=1 c=$A',
  'ONBUILD COPY d /onbuild/',
  'ONBUILD WORKDIR /onbuild',
  'WORKDIR w w',
  'WORKDIR "/q"',
  `WORKDIR ${'${A:-/z}'}`,
  'COPY --from=alpine:3.20 /bin/busybox /bb',
];

const inShell = [
  'RUN ["/bin/sh", "-c", "echo $A > /f"]',
  'RUN echo "$A" > /f',
  'RUN echo ${B:-x} > /f; true',
  'RUN mkdir -p /x; cp -r /x /xx; true',
  'RUN touch -d 2001-01-01 /f',
  'RUN rm -rf /x && mkdir /x',
  'RUN ln -sf /f /lnk',
  'ONBUILD RUN echo onbuild > /ob',
];

const buildkitOnly = [
  'ARG A B=2',
  'ARG TARGETPLATFORM',
  'ARG BUILDPLATFORM=mine',
  'ARG BUILDKIT_INLINE_CACHE',
  'COPY --chown=$A:0 a /x/',
  'COPY --chown=nobody a /x/',
  'COPY --chmod=0644 d /x/',
  'ADD --chown=7 t.tar /t/',
];

const modernOnly = [
  'COPY --link a /x/',
  'COPY --link d /x/',
  'COPY --link --chown=7:7 d /x/',
  'ADD --link a /x/',
  'COPY <<one <<two /h/\nfirst $A\none\nsecond\ntwo',
  'COPY <<EOF a /h/\ntext\nEOF',
  'COPY <<"EOF" /h/\n$A\nEOF',
  'COPY --chmod=u+x a /x/',
  'COPY --chmod=$A a /x/',
  'ADD --link <<EOF /h\n${B:-none}\nEOF',
  'COPY --exclude=*.txt e /x/',
  'COPY --exclude=**/a . /x/',
  'COPY --exclude=d/s --exclude=*.txt . /x/',
  'COPY --exclude=$A d /x/',
  'ADD --exclude=s d e /x/',
  'COPY --exclude=a d a b /x/',
  'COPY --exclude=s/c d* /x/',
  'COPY --exclude=x.txt l e /x/',
  'COPY --exclude=d --exclude=e/* . /x/',
  'COPY --exclude=a --exclude=s/** d /x/',
  'COPY --exclude=new* . /all/',
  'COPY --parents d/s/c /x/',
];

const modernShell = [
  'RUN <<"EOF"\necho $A > /f\nEOF',
  'RUN <<-EOF\n\ttrue\nEOF',
  'RUN <<EOF sh -x\necho $A\nEOF',
  'RUN <<EOF\n#!/bin/sh\necho script > /f\nEOF',
  'RUN <<A cat <<B > /f\nx\nA\ny\nB',
];

const mountShell = [
  'RUN --mount=type=secret,id=none true',
  'RUN --mount=type=bind,target=/m,rw touch /m/q',
  'RUN --mount=type=bind,source=d/s,target=/m cat /m/c > /f || true',
  'RUN --mount=type=bind,from=alpine:3.20,source=/bin,target=/m ls /m > /f',
  'RUN --mount=type=cache,target=/c,sharing=locked true',
  'RUN --mount=type=cache,target=/c,from=alpine:3.20,source=/etc true',
  'RUN --mount=type=cache,target=$A/c true',
  'RUN --mount=type=cache,target=/c,id=$A true',
  `RUN --mount=type=bind,source=${'${B:+d/}'}a,target=/m cat /m > /f || true`,
  'RUN --mount=type=bind,target=/m --mount=type=cache,target=/c ls /m > /f',
  'RUN --network=none true',
];

/** Something that is written seldom, and that a builder may read in a way of its own. */
export function rareLine(chance: Chance, place: RarePlace): string {
  return chance.one(rareLines(place));
}

export function rareLines({ dialect, shell, from, name }: RarePlace): readonly string[] {
  const buildkit = dialect === 'buildkit' || dialect === 'buildkit-heredocs';
  const modern = dialect === 'buildkit-heredocs';
  return [
    ...everywhere,
    ...(shell ? inShell : []),
    ...(buildkit ? buildkitOnly : []),
    ...(buildkit && shell ? mountShell : []),
    ...(modern ? modernOnly : []),
    ...(modern && shell ? modernShell : []),
    ...(from === undefined
      ? []
      : [
          `COPY --from=${from} /x/ /y/`,
          `COPY --from=${from} /x/. ./`,
          `COPY --from=${from} x /y`,
          ...(modern ? [`COPY --link --from=${from} / /y/`, `COPY --from=${from} --exclude=f / /y/`] : []),
          ...(buildkit && shell ? [`RUN --mount=type=bind,from=${name},source=/,target=/m ls /m > /f`] : []),
        ]),
  ];
}

/** Files that projects seldom have. */
export function writeRareFiles(lab: Lab, salt: string): void {
  writeFileSync(lab.path('sp ace'), `space ${salt}\n`);
  writeFileSync(lab.path('ü.txt'), `umlaut ${salt}\n`);
  linkSync(lab.path('a'), lab.path('hard'));
  writeTar(lab, 'd');
}

/** Changes that are rare, or mean. */
export function rareEdit(chance: Chance, lab: Lab, salt: string): string {
  switch (chance.number(13)) {
    case 0: {
      // Other bytes, and everything else as it was.
      const path = lab.path(chance.one(['a', 'b', 'y.txt', 'd/a']));
      if (!isFile(path)) return 'nothing';
      const { size, atime, mtime } = statSync(path);
      writeFileSync(path, `${chance.one(['uno', 'due', 'tre'])} ${salt}`.padEnd(size).slice(0, size));
      utimesSync(path, atime, mtime);
      return `other bytes with the time of before: ${path.slice(-5)}`;
    }
    case 1: {
      const path = lab.path(chance.one(['a', 'b']));
      if (!isFile(path)) return 'nothing';
      writeFileSync(path, readAgain(path));
      return 'the same bytes again';
    }
    case 2:
      writeTar(lab, chance.one(['d', 'e', 'd/s']));
      return 'another archive';
    case 3: {
      const path = lab.path('z.txt');
      const folder = existsSync(path) && lstatSync(path).isDirectory();
      rmSync(path, { recursive: true, force: true });
      if (folder) writeFileSync(path, `file ${salt}\n`);
      else {
        mkdirSync(path);
        writeFileSync(`${path}/in`, `${salt}\n`);
      }
      return folder ? 'a directory becomes a file' : 'a file becomes a directory';
    }
    case 4:
      rmSync(lab.path('hard'), { force: true });
      linkSync(lab.path(chance.one(['b', 'sp ace'])), lab.path('hard'));
      return 'another hard link';
    case 5:
      rmSync(lab.path('d/loop'), { force: true });
      symlinkSync(chance.one(['.', '..', '/a', 'loop']), lab.path('d/loop'));
      return 'a link in circles';
    case 6:
      rmSync(lab.path('pipe'), { force: true });
      execFileSync('mkfifo', [lab.path('pipe')]);
      return 'a pipe';
    case 7:
      writeFileSync(lab.path('sp ace'), `${chance.one(['x', 'y'])} ${salt}\n`);
      return 'a name with a blank';
    case 8:
      writeFileSync(
        lab.path('.dockerignore'),
        chance.one([
          '*\n!a\n!d\n',
          '/d/s\n',
          'd/*\n!d/s\n',
          ' b \n',
          './e\n',
          '**/*.txt\n!y.txt\n',
          'd/\n',
          '!a\n',
          '[ab]\n',
        ]),
      );
      return 'an odd ignore file';
    case 9: {
      const path = `${lab.dockerfile}.dockerignore`;
      if (existsSync(path)) rmSync(path);
      else writeFileSync(path, chance.one(['a\n', 'd/s\n', '']));
      return 'an ignore file of the Dockerfile';
    }
    case 10:
      rmSync(lab.path('empty'), { force: true });
      writeFileSync(lab.path('empty'), '');
      return 'an empty file';
    case 11:
      if (isFile(lab.path('d/a'))) utimesSync(lab.path('d/a'), 2_000_000_000, 2_000_000_000);
      return 'a time to come';
    default:
      utimesSync(lab.path('d'), 1, 1);
      return 'the time of a directory';
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function readAgain(path: string): Buffer {
  return execFileSync('cat', [path]);
}

function writeTar(lab: Lab, folder: string): void {
  const options = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0'];
  execFileSync('tar', ['-cf', lab.path('t.tar'), ...options, '-C', lab.folder, folder]);
}
