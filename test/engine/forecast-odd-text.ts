import type { Chance, Project } from './forecast-random';

/** How a Dockerfile is written down, beside what it says. */
export interface Dress {
  newline: '\n' | '\r\n';
  byteOrderMark: boolean;
  escape: '\\' | '`';
  /** Lines in front of everything: directives and comments. */
  head: readonly string[];
  indent: string;
  lastNewline: boolean;
  /** Of FROM and AS. */
  lowerCase: boolean;
  /** The last stage has no name. */
  unnamed: boolean;
}

export const plainDress: Dress = {
  newline: '\n',
  byteOrderMark: false,
  escape: '\\',
  head: [],
  indent: '',
  lastNewline: true,
  lowerCase: false,
  unnamed: false,
};

const heads = [
  [],
  ['# a comment', ''],
  ['', '# escape=` too late'],
  ['# check=skip=all'],
  ['#escape=\\'],
  ['# nothing=known'],
];

/** `base` is an image with a tag. */
function globalsOf(base: string): readonly string[] {
  const [name, tag] = base.split(':');
  return [
    'ARG A=global',
    'ARG G=g',
    'ARG G=g2',
    'ARG A="x y"',
    `ARG BASE=${base}`,
    `ARG TAG=${tag}`,
    `ARG TAG=${tag}\nARG BASE=${name}:\${TAG}`,
    `ARG NAME=${name} TAG=${tag}`,
    'ARG G',
    'ARG B=$A',
    'ARG TARGETARCH',
  ];
}

function imageWordsOf(base: string): readonly string[] {
  const [name, tag] = base.split(':');
  return [
    '$BASE',
    '${BASE}',
    `\${BASE:-${base}}`,
    `${name}:\${TAG:-${tag}}`,
    `\${NAME:-${name}}:${tag}`,
    `docker.io/${name?.includes('/') ? '' : 'library/'}${base}`,
    `"${base}"`,
    `${base}\${NONE}`,
    `\${NONE:+scratch}\${NONE:-${base}}`,
  ];
}

/** FROM lines with variables and platforms, and names that are no words. */
export function dressProject(chance: Chance, project: Project, buildkit: boolean): void {
  for (const _ of [0, 1]) if (chance.in(2)) project.globals.push(chance.one(globalsOf(baseOf(project))));
  if (!project.globals.some((line) => line.includes('BASE='))) project.globals.push(`ARG BASE=${baseOf(project)}`);
  for (const stage of project.stages) {
    if (stage.base.includes(':') && chance.in(4)) stage.base = imageWord(chance, project, buildkit);
    if (buildkit && chance.in(8)) stage.platform = platform(chance);
  }
  if (chance.in(3)) change(chance, project, buildkit);
}

/** Changes how the file is written, or what stands in front of the first instruction. */
export function textEdit(chance: Chance, project: Project, buildkit: boolean): string {
  const stage = chance.one(project.stages);
  switch (chance.number(6)) {
    case 0:
      project.globals[chance.number(project.globals.length)] = chance.one(globalsOf(baseOf(project)));
      return 'another global argument';
    case 1:
      if (stage.base !== 'scratch' && !project.stages.some(({ name }) => name === stage.base.toLowerCase()))
        stage.base = imageWord(chance, project, buildkit);
      return 'a base in other words';
    case 2:
      if (buildkit) stage.platform = chance.in(2) ? undefined : platform(chance);
      return 'a platform';
    case 3:
      project.options.buildArgs[chance.one(['BASE', 'BASE', 'TAG', 'G'])] = chance.one([
        baseOf(project),
        'scratch',
        '3.20',
        '',
      ]);
      return 'build argument of a FROM';
    default:
      return change(chance, project, buildkit);
  }
}

function change(chance: Chance, { dress }: Project, buildkit: boolean): string {
  switch (chance.number(8)) {
    case 0:
      dress.newline = dress.newline === '\n' ? '\r\n' : '\n';
      return 'other line ends';
    case 1:
      dress.byteOrderMark = !dress.byteOrderMark;
      return 'byte order mark';
    case 2:
      dress.escape = dress.escape === '`' ? '\\' : '`';
      return 'escape character';
    case 3:
      dress.head = chance.one(heads);
      return 'head';
    case 4:
      dress.indent = chance.one(['', '  ', '\t']);
      return 'indent';
    case 5:
      dress.lastNewline = !dress.lastNewline;
      return 'last line end';
    case 6:
      dress.lowerCase = !dress.lowerCase;
      return 'FROM in lower case';
    default:
      // The legacy builder of some engines takes the name alone.
      dress.unnamed = buildkit && !dress.unnamed;
      return 'name of the last stage';
  }
}

export function dressed({ globals: args, stages, dress, mark }: Project): string {
  const { newline, byteOrderMark, escape: escaper, head, indent, lastNewline, lowerCase, unnamed } = dress;
  const [from, as] = lowerCase ? ['from', 'as'] : ['FROM', 'AS'];
  const parts = stages.map(({ name, base, platform: of, lines }, number) =>
    [
      `${from} ${of === undefined ? '' : `--platform=${of} `}${base}${unnamed && number === stages.length - 1 ? '' : ` ${as} ${name}`}`,
      ...(mark === undefined || stages.some((stage) => stage.name === base.toLowerCase()) ? [] : [mark]),
      ...lines.map((line) => (line === '' ? line : `${indent}${line}`)),
    ].join('\n'),
  );
  const text = escaped([...args, ...parts].join('\n'), escaper);
  const whole = [...(escaper === '`' ? ['# escape=`'] : []), ...head, text].join('\n') + (lastNewline ? '\n' : '');
  return `${byteOrderMark ? '\ufeff' : ''}${newline === '\n' ? whole : whole.replace(/\n/g, newline)}`;
}

/** Only what continues a line: a backslash elsewhere is another text then. */
function escaped(text: string, escaper: string): string {
  return escaper === '\\' ? text : text.replace(/\\\n/g, `${escaper}\n`);
}

function imageWord(chance: Chance, project: Project, buildkit: boolean): string {
  const base = baseOf(project);
  const word = chance.one(imageWordsOf(base));
  return !buildkit && word.startsWith('"') ? base : word;
}

function baseOf({ bases: [base = 'alpine:3.20'] }: Project): string {
  return base;
}

function platform(chance: Chance): string {
  return chance.one(['linux/amd64', '$TARGETPLATFORM', '$BUILDPLATFORM', '${P:-linux/amd64}']);
}
