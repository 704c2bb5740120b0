import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Lab, LabBuild } from './forecast-lab';
import { oddBuildkitLine } from './forecast-odd-buildkit';
import { oddEdit, writeOddFiles } from './forecast-odd-files';
import { oddLine } from './forecast-odd-lines';
import { type Dress, dressed, dressProject, plainDress, textEdit } from './forecast-odd-text';
import { type RarePlace, rareEdit, rareLine, writeRareFiles } from './forecast-rare';

/** Random numbers that are the same for the same seed. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0 || 1;
  }

  /** From 0 up to but not including `below`. */
  number(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  one<T>(items: readonly T[]): T {
    const item = items[this.number(items.length)];
    if (item === undefined) throw new Error('Nothing to choose from.');
    return item;
  }

  in(times: number): boolean {
    return this.number(times) === 0;
  }
}

/** A random project: a Dockerfile as lists of lines by stage, and the files it copies. */
export interface Project {
  /** Of images that have a shell. */
  readonly bases: readonly string[];
  readonly globals: string[];
  readonly stages: Stage[];
  readonly dress: Dress;
  /** Stands behind each FROM of an image. */
  mark?: string;
  readonly options: { target?: string; buildArgs: Record<string, string> };
}

interface Stage {
  name: string;
  base: string;
  platform?: string | undefined;
  readonly lines: string[];
}

const paths = ['a', 'b', 'd/a', 'd/b', 'd/s/c', 'e/a', 'e/x.txt', 'y.txt', 'z.txt'];
const texts = ['one', 'two', 'three'];
const names = ['A', 'B', 'C'];
const rareArguments = ['HTTP_PROXY', 'NOT_DECLARED', 'TARGETARCH', 'SOURCE_DATE_EPOCH'];

/** What the builder at hand understands beyond the legacy builder. */
export type Dialect = 'legacy' | 'podman' | 'podman-heredocs' | 'buildkit' | 'buildkit-heredocs';

export function randomProject(
  chance: Chance,
  lab: Lab,
  salt: string,
  bases: readonly string[] = ['alpine:3.20'],
): Project {
  const { dialect } = lab;
  for (const path of paths) write(lab, path, `${chance.one(texts)} ${salt}`);
  symlinkSync('d', lab.path('l'));
  writeRareFiles(lab, salt);
  writeOddFiles(lab, salt);
  const stages: Stage[] = [];
  const count = 1 + chance.number(3);
  for (let i = 0; i < count; i++) {
    const base =
      i > 0 && chance.in(3)
        ? (stages[chance.number(i)]?.name ?? 'scratch')
        : chance.in(3)
          ? 'scratch'
          : chance.one(bases);
    const stage: Stage = { name: `s${i}`, base, lines: [] };
    stages.push(stage);
    const length = 1 + chance.number(5);
    for (let n = 0; n < length; n++) stage.lines.push(randomLine(chance, dialect, stages, i));
  }
  const globals = chance.in(3) ? ['ARG A=global'] : [];
  const project: Project = { bases, globals, stages, dress: { ...plainDress }, options: { buildArgs: {} } };
  if (!dialect.startsWith('podman')) dressProject(chance, project, dialect !== 'legacy');
  return project;
}

export function dockerfileOf(project: Project): string {
  return dressed(project);
}

/** Whether a stage starts from alpine, so that a shell is there. */
function hasShell(stages: readonly Stage[], index: number): boolean {
  const stage = stages[index];
  if (!stage) return false;
  const parent = stages.findIndex(({ name }) => name === stage.base);
  return parent < 0 ? stage.base !== 'scratch' : hasShell(stages, parent);
}

function randomLine(chance: Chance, dialect: Dialect, stages: readonly Stage[], index: number): string {
  if (dialect !== 'legacy' && chance.in(5)) return buildkitLine(chance, dialect, stages, index);
  if (chance.in(5)) return rareLine(chance, placeOf(chance, dialect, stages, index));
  if (!dialect.startsWith('podman') && chance.in(3)) {
    const odd = dialect !== 'legacy' && chance.in(3) ? oddBuildkitLine : oddLine;
    return odd(chance, placeOf(chance, dialect, stages, index));
  }
  const folder = () => chance.one(['/x/', '/y/', './', 'rel/']);
  switch (chance.number(hasShell(stages, index) ? 14 : 10)) {
    case 0:
    case 1:
      return `COPY ${chance.one(['a', 'b', 'd/a', 'y.txt', './a'])} ${chance.one(['/x/', '/f', 'f', './'])}`;
    case 2:
      return `COPY ${chance.one(['d', 'e', 'd/s', 'd/', 'l', 'd/*', '*.txt', '.'])} ${folder()}`;
    case 3:
      return `COPY ${chance.one(['a b', 'b a', 'd e', 'd/a e/a', '*.txt a'])} ${folder()}`;
    case 4:
      return `WORKDIR ${chance.one(['/w', '/w/', 'sub', '/', '$A', '/w/../v'])}`;
    case 5:
      return chance.in(8) ? 'ARG TARGETARCH' : `ARG ${chance.one(names)}${chance.one(['', '=1', '=2', '=$B'])}`;
    case 6:
      return `ENV ${chance.one(['A=1', 'A=2', 'B=1', 'A 1', 'A="1"', 'A=1 B=2', 'B=$A', 'C=$A-${B:-x}'])}`;
    case 7:
      return chance.one([
        'LABEL a=1',
        'LABEL a=2',
        'EXPOSE 80',
        'CMD ["a"]',
        'CMD a',
        'USER 0',
        'USER 7',
        'STOPSIGNAL 9',
        'VOLUME /v',
        'ENTRYPOINT ["b"]',
      ]);
    case 8:
      return `ADD ${chance.one(['a', 'd', 'y.txt', '$A*.txt'])} ${folder()}`;
    case 9: {
      const from = index > 0 ? stages[chance.number(index)]?.name : undefined;
      if (from === undefined)
        return chance.one(['# comment', 'LABEL b=1', 'ONBUILD COPY a /onbuild', 'ONBUILD ENV A=onbuild']);
      return `COPY --from=${chance.one([from, from])} ${chance.one(['/x', '/f', '/w', '/'])} ${folder()}`;
    }
    case 10:
      return `RUN ${chance.one(['true', 'mkdir -p /x && echo 1 > /x/o', 'mkdir -p /x && date +%N > /x/t', 'echo $A > /f', '["true"]', 'true  && true'])}`;
    case 11:
      return `RUN ${chance.one(['true \\\n  && true', 'true \\\n# inside\n && true', 'mkdir -p /w && echo w > /w/f'])}`;
    case 12:
      return chance.one(['SHELL ["/bin/sh", "-ec"]', 'SHELL ["/bin/sh", "-c"]', 'RUN true']);
    default:
      return `RUN ${chance.one(['id > /f', 'mkdir -p x && ls > x/l', 'echo fixed > /f'])}`;
  }
}

function placeOf(chance: Chance, dialect: Dialect, stages: readonly Stage[], index: number): RarePlace {
  const number = index > 0 ? chance.number(index) : undefined;
  const from = number === undefined || chance.in(2) ? number?.toString() : stages[number]?.name;
  return { dialect, shell: hasShell(stages, index), from, name: stages[number ?? -1]?.name };
}

function buildkitLine(chance: Chance, dialect: Dialect, stages: readonly Stage[], index: number): string {
  const from = index > 0 ? stages[chance.number(index)]?.name : undefined;
  const heredocs = dialect.endsWith('-heredocs');
  const copies = [
    `COPY --chown=${chance.one(['7', '7:7', '0:0'])} a /x/`,
    `COPY --chmod=${chance.one(['755', '0755', '600'])} ${chance.one(['a', 'd'])} /x/`,
    ...(heredocs ? ['EOF', 'END'].map((name) => `COPY <<${name} /h\n${chance.one(['$A text', 'text'])}\n${name}`) : []),
  ];
  if (!hasShell(stages, index) || (dialect === 'podman' && chance.in(2))) return chance.one(copies);
  const mounts = [
    'type=bind,target=/m',
    'type=bind,source=d,target=/m',
    'type=bind,source=a,target=/m',
    'type=cache,target=/c',
    'type=cache,target=/c2',
    'type=cache,id=one,target=/c',
    'type=tmpfs,target=/t',
    ...(from === undefined ? [] : [`type=bind,from=${from},target=/m`]),
  ];
  const runs = [
    `RUN --mount=${chance.one(mounts)} true`,
    `RUN --mount=${chance.one(mounts)} mkdir -p /x && ls -a /m > /x/m || true`,
    ...(heredocs
      ? [
          'RUN <<EOF\ntrue\nEOF',
          'RUN <<END\ntrue\nEND',
          'RUN <<EOF\n# note\ntrue\nEOF',
          'RUN cat <<EOF > /f\n$A\nEOF',
          'RUN --network=none true',
        ]
      : []),
  ];
  return chance.one([...copies, ...runs]);
}

/** Changes something that may or may not matter to the cache; says what. */
export function randomEdit(chance: Chance, project: Project, lab: Lab, salt: string): string {
  const stage = chance.one(project.stages);
  const index = project.stages.indexOf(stage);
  const at = chance.number(Math.max(1, stage.lines.length));
  const path = chance.one(paths);
  if (chance.in(6)) return rareEdit(chance, lab, salt);
  if (chance.in(5)) return oddEdit(chance, lab, salt);
  if (!lab.dialect.startsWith('podman') && chance.in(10)) return textEdit(chance, project, lab.dialect !== 'legacy');
  switch (chance.number(22)) {
    case 0:
    case 1:
    case 2:
      write(lab, path, `${chance.one(texts)} ${salt}`);
      return `write ${path}`;
    case 3:
      write(lab, path, `${chance.one(texts)} ${salt}`);
      utimesSync(lab.path(path), 1, 1);
      return `touch ${path}`;
    case 4:
      write(lab, path, `${chance.one(texts)} ${salt}`);
      chmodSync(lab.path(path), chance.one([0o644, 0o755, 0o600]));
      return `chmod ${path}`;
    case 5:
      chmodSync(lab.path(chance.one(['d', 'e', 'd/s', '.'])), chance.one([0o755, 0o700]));
      return 'chmod of a directory';
    case 6:
      write(lab, chance.one(['d/new', 'new.txt', 'e/more/x', 'new']), `${chance.one(texts)} ${salt}`);
      return 'new file';
    case 7:
      if (chance.in(2)) {
        const [from, to] = chance.one([
          ['y.txt', 'q.txt'],
          ['q.txt', 'y.txt'],
          ['d/a', 'd/q'],
          ['d/q', 'd/a'],
        ] as const);
        if (existsSync(lab.path(from))) renameSync(lab.path(from), lab.path(to));
        return `rename ${from}`;
      }
      for (const name of ['d/new', 'new.txt', 'e/more', 'new'])
        rmSync(lab.path(name), { recursive: true, force: true });
      return 'remove new files';
    case 8:
      mkdirSync(lab.path('d/empty'), { recursive: true });
      return 'empty directory';
    case 9:
      rmSync(lab.path('d/empty'), { recursive: true, force: true });
      return 'remove empty directory';
    case 10: {
      rmSync(lab.path('l'), { force: true });
      symlinkSync(chance.one(['a', 'b', 'd', 'd/s']), lab.path('l'));
      return 'link';
    }
    case 11: {
      rmSync(lab.path('d/link'), { force: true });
      symlinkSync(chance.one(['a', '../b', 'nowhere', 's']), lab.path('d/link'));
      return 'link in a directory';
    }
    case 12:
      write(
        lab,
        '.dockerignore',
        chance.one(['', '*.txt\n', 'd\n!d/a\n', '# note\n', '.dockerignore\nDockerfile\n', '**/c\n', 'new*\n']),
      );
      return 'ignore file';
    case 13:
      stage.lines.splice(at, 0, randomLine(chance, lab.dialect, project.stages, index));
      return 'insert a line';
    case 14:
      if (stage.lines.length > 1) stage.lines.splice(at, 1);
      return 'remove a line';
    case 15: {
      const [line] = stage.lines.splice(at, 1);
      if (line !== undefined) stage.lines.splice(chance.number(stage.lines.length + 1), 0, line);
      return 'move a line';
    }
    case 16:
      stage.lines.splice(at, 1, randomLine(chance, lab.dialect, project.stages, index));
      return 'replace a line';
    case 17:
      project.options.buildArgs[chance.one(names)] = chance.one(['1', '2', '']);
      if (chance.in(6)) project.options.buildArgs[chance.one(rareArguments)] = chance.one(['0', '1']);
      return 'build argument';
    case 18:
      delete project.options.buildArgs[chance.one([...names, ...rareArguments])];
      return 'no build argument';
    case 19:
      if (chance.in(2)) project.options.target = stage.name;
      else delete project.options.target;
      return 'target';
    case 20:
      stage.lines[at] = rewritten(chance, stage.lines[at] ?? 'LABEL c=1');
      return 'rewrite a line';
    default:
      stage.lines.splice(at, 0, chance.one(['# a comment', '']));
      return 'comment or blank line';
  }
}

/** The same instruction in other words, most of the time. */
function rewritten(chance: Chance, line: string): string {
  if (line.startsWith('#') || line === '' || line.includes('<<')) return line;
  switch (chance.number(5)) {
    case 0:
      return line.replace(/^\w+/, (word) => word.toLowerCase());
    case 1:
      return line.replace(' ', '   ');
    case 2:
      return `${line}  `;
    case 3:
      return line.replace(/^(\w+) /, '$1 \\\n');
    default:
      return line.replace(/ ([^ ]+)$/, ' \\\n  $1');
  }
}

export function buildOptions({ options, stages, dress }: Project): LabBuild {
  const { target } = options;
  const number = stages.findIndex(({ name }) => name === target);
  const nameless = dress.unnamed && number >= 0 && number === stages.length - 1;
  return { ...options, buildArgs: { ...options.buildArgs }, ...(nameless && { target: String(number) }) };
}

function write(lab: Lab, path: string, text: string): void {
  const file = lab.path(path);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory() || stats?.isSymbolicLink()) rmSync(file, { recursive: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}

/** For those who look at a failure: what is in the folder. */
export function listing(lab: Lab): readonly string[] {
  return readdirSync(lab.folder, { recursive: true }).map(String).sort();
}
