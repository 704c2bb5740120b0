export interface BuildkitCase {
  /** A sentence of what BuildKit does. */
  readonly name: string;
  readonly dockerfile: string;
  /** `Check:line`, as often as BuildKit reports it. */
  readonly found: readonly string[];
  /** The text of the ignore file. */
  readonly ignore?: string;
}

const from = 'FROM debian:12\n';

function of(check: string, cases: readonly (readonly [name: string, dockerfile: string, ...lines: number[]])[]) {
  return cases.map(
    ([name, dockerfile, ...lines]): BuildkitCase => ({
      name: `${check}: ${name}`,
      dockerfile,
      found: lines.map((line) => `${check}:${line}`),
    }),
  );
}

function ignoring(cases: readonly (readonly [ignore: string, copy: string, ...lines: number[]])[]) {
  return cases.map(
    ([ignore, copy, ...lines]): BuildkitCase => ({
      name: `CopyIgnoredFile: ${JSON.stringify(ignore)} and ${JSON.stringify(copy)}`,
      dockerfile: `${from}${copy}\n`,
      ignore,
      found: lines.map((line) => `CopyIgnoredFile:${line}`),
    }),
  );
}

/** What BuildKit's checks do, from its documentation and from builds; invented here. */
export const buildkitCases: readonly BuildkitCase[] = [
  ...of('StageNameCasing', [
    ['an upper-case letter in the name', 'FROM debian:12 AS Base\n', 1],
    ['each stage', 'FROM debian:12 AS A\nFROM debian:12 AS b\nFROM debian:12 AS C\n', 1, 3],
    ['a tag with an upper-case letter', 'FROM debian:Twelve\n'],
    ['lower case', 'FROM debian:12 AS base-2\n'],
    ['behind a flag', 'FROM --platform=$BUILDPLATFORM debian:12 AS Base\n', 1],
  ]),
  ...of('FromAsCasing', [
    ['as behind FROM', 'FROM debian:12 as base\n', 1],
    ['AS behind from', 'from debian:12 AS base\n', 1],
    ['As behind FROM', 'FROM debian:12 As base\n', 1],
    ['as behind from', 'from debian:12 as base\n'],
  ]),
  ...of('NoEmptyContinuation', [
    ['an empty line, on the last line of the instruction', `${from}RUN a && \\\n\n  b\n`, 4],
    ['blanks only', `${from}RUN a && \\\n  \n  b\n`, 4],
    ['once per instruction', `${from}RUN a && \\\n\n  b && \\\n\n  c\n`, 6],
    ['comment lines do not count', `${from}RUN a && \\\n# note\n  b\n`],
    ['another instruction', `${from}ENV A=1 \\\n\n  B=2\n`, 4],
  ]),
  ...of('ConsistentInstructionCasing', [
    ['the minority, here lower', 'FROM debian:12\nWORKDIR /a\nworkdir /b\n', 3],
    ['the minority, here upper', 'from debian:12\nworkdir /a\nWORKDIR /b\n', 3],
    ['a tie is for upper case', 'FROM debian:12\nworkdir /b\n', 2],
    ['mixed case does not count but is reported', 'FROM debian:12\nWorkdir /b\n', 2],
    ['mixed case beside lower', 'from debian:12\nWorkdir /b\n', 2],
    ['global ARGs are left out', 'arg A=1\nFROM debian:12\n'],
    ['ONBUILD bodies are left out', `${from}ONBUILD workdir /b\n`],
    ['all the same', 'from debian:12\nworkdir /a\n'],
  ]),
  ...of('DuplicateStageName', [
    ['the second', 'FROM debian:12 AS a\nFROM debian:12 AS a\n', 2],
    ['the second and the third', 'FROM debian:12 AS a\nFROM debian:12 AS a\nFROM debian:12 AS a\n', 2, 3],
    ['none', 'FROM debian:12 AS a\nFROM debian:12 AS b\nFROM debian:12\nFROM debian:12\n'],
  ]),
  {
    name: 'DuplicateStageName: case does not count',
    dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS A\n',
    found: ['StageNameCasing:2', 'DuplicateStageName:2'],
  },
  {
    name: 'FromAsCasing: nothing behind From',
    dockerfile: 'From debian:12 as base\n',
    found: ['ConsistentInstructionCasing:1'],
  },
  ...of('ReservedStageName', [
    ['scratch', 'FROM debian:12 AS scratch\n', 1],
    ['context', 'FROM debian:12 AS context\n', 1],
    ['a longer name', 'FROM debian:12 AS contexts\n'],
  ]),
  {
    name: 'ReservedStageName: in any case',
    dockerfile: 'FROM debian:12 AS Context\n',
    found: ['StageNameCasing:1', 'ReservedStageName:1'],
  },
  ...of('JSONArgsRecommended', [
    ['CMD', `${from}CMD run it\n`, 2],
    ['ENTRYPOINT', `${from}ENTRYPOINT run it\n`, 2],
    ['invalid JSON', `${from}CMD ['a']\n`, 2],
    ['each', `${from}ENTRYPOINT a\nCMD b\n`, 2, 3],
    ['JSON', `${from}ENTRYPOINT ["a"]\nCMD ["b"]\n`],
    ['a SHELL in front', `${from}SHELL ["/bin/bash", "-c"]\nCMD run it\n`],
    ['a SHELL behind', `${from}CMD run it\nSHELL ["/bin/bash", "-c"]\n`, 2],
    ['a SHELL in a parent stage', 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD run it\n'],
    ['a SHELL in another stage', 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-c"]\nFROM debian:12\nCMD run it\n', 4],
    ['HEALTHCHECK is left alone', `${from}HEALTHCHECK CMD run it\n`],
    ['ONBUILD is left alone', `${from}ONBUILD CMD run it\n`],
  ]),
  ...of('MaintainerDeprecated', [
    ['any', `${from}MAINTAINER Jo\n`, 2],
    ['each', `${from}MAINTAINER Jo\nMAINTAINER Bo\n`, 2, 3],
  ]),
  ...of('UndefinedArgInFrom', [
    ['of the image', 'FROM debian:${RELEASE}12\n', 1],
    ['of the platform', 'FROM --platform=$WHERE debian:12\n', 1],
    ['a default does not help', 'FROM debian:${RELEASE:-12}\n', 1],
    ['a global ARG does', 'ARG RELEASE=12\nFROM debian:$RELEASE\n'],
    ['an ARG of a stage does not', 'FROM debian:12 AS a\nARG RELEASE=12\nFROM debian:${RELEASE:-12}\n', 3],
    ['arguments of platforms are known', 'FROM --platform=$BUILDPLATFORM debian:12-$TARGETARCH\n'],
  ]),
  ...of('InvalidDefaultArgInFrom', [
    ['no default', 'ARG RELEASE\nFROM debian:$RELEASE\n', 2],
    ['an upper-case repository', 'ARG NAME=Tool\nFROM acme/$NAME\n', 2],
    ['a default', 'ARG RELEASE=12\nFROM debian:$RELEASE\n'],
    ['a default in place', 'ARG RELEASE\nFROM debian:${RELEASE:-12}\n'],
  ]),
  ...of('UndefinedVar', [
    ['ENV', `${from}ENV A=$NONE\n`, 2],
    ['LABEL', `${from}LABEL a=$NONE\n`, 2],
    ['COPY, its sources and destination', `${from}COPY $ONE $TWO\n`, 2, 2],
    ['COPY --chown', `${from}COPY --chown=$NONE a /a\n`, 2],
    ['WORKDIR', `${from}WORKDIR $NONE\n`, 2],
    ['USER', `${from}USER $NONE\n`, 2],
    ['VOLUME', `${from}VOLUME $NONE\n`, 2],
    ['STOPSIGNAL', `${from}STOPSIGNAL $NONE\n`, 2],
    ['the default of an ARG', `${from}ARG A=$NONE\n`, 2],
    ['an option of --mount', `${from}RUN --mount=type=cache,target=$NONE true\n`, 2],
    ['an unquoted here-document', `${from}COPY <<END /a\n$NONE\nEND\n`, 2],
    ['not a quoted one', `${from}COPY <<"END" /a\n$NONE\nEND\n`],
    ['a default does not help', `${from}LABEL a=\${NONE:-x} b=\${NONE-x} c=\${NONE:+x}\n`, 2, 2, 2],
    ['HOME and proxies are not known', `${from}ENV A=$HOME B=$HTTP_PROXY\n`, 2, 2],
    ['an undeclared platform argument', `${from}ENV A=$TARGETARCH\n`, 2],
    ['a declared one', `${from}ARG TARGETARCH\nENV A=$TARGETARCH\n`],
    ['PATH is known', `${from}ENV PATH=/opt/bin:$PATH\n`],
    ['ENV and ARG declare', `${from}ARG A\nENV B=$A\nLABEL b=$B\n`],
    ['so do those of a parent stage', 'FROM debian:12 AS a\nARG A=1\nFROM a\nENV B=$A\n'],
    ['not those of another stage', 'FROM debian:12 AS a\nARG A=1\nFROM debian:12\nENV B=$A\n', 4],
    ['not a global ARG', `ARG A=1\n${from}ENV B=$A\n`, 3],
    ['the state in front of the line', `${from}ENV A=1 B=$A\n`, 2],
    ['single quotes and backslashes', `${from}ENV A='$NONE' B=\\$NONE\n`],
    ['scripts are left alone', `${from}RUN echo $NONE\nHEALTHCHECK CMD echo $NONE\nSHELL ["$NONE"]\n`],
    ['EXPOSE is left alone', `${from}EXPOSE $NONE\n`],
    ['ONBUILD is left alone', `${from}ONBUILD ENV A=$NONE\n`],
    ['one per word and variable', `${from}ENV A=$NONE$NONE B=$NONE\n`, 2, 2],
  ]),
  ...of('WorkdirRelativePath', [
    ['an empty path', 'FROM debian:12\nWORKDIR ""\n', 2],
    ['a drive, which Linux does not have', 'FROM debian:12\nWORKDIR C:/app\n', 2],
    ['the first', `${from}WORKDIR a\n`, 2],
    ['not the later ones', `${from}WORKDIR /a\nWORKDIR b\n`],
    ['only the first of two', `${from}WORKDIR a\nWORKDIR b\n`, 2],
    ['a parent stage counts', 'FROM debian:12 AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n'],
    ['another stage does not', 'FROM debian:12 AS a\nWORKDIR /a\nFROM debian:12\nWORKDIR b\n', 4],
    ['what a variable holds', `${from}ARG DIR=/a\nWORKDIR $DIR\n`],
    ['what a variable holds, relative', `${from}ARG DIR=a\nWORKDIR $DIR\n`, 3],
  ]),
  ...of('MultipleInstructionsDisallowed', [
    ['the earlier CMD', `${from}CMD ["a"]\nRUN true\nCMD ["b"]\n`, 2],
    ['the earlier ENTRYPOINT', `${from}ENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n`, 2],
    ['the earlier HEALTHCHECK', `${from}HEALTHCHECK NONE\nHEALTHCHECK CMD ["b"]\n`, 2],
    ['one per overridden', `${from}CMD ["a"]\nCMD ["b"]\nCMD ["c"]\n`, 2, 3],
    ['a parent stage does not count', 'FROM debian:12 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n'],
  ]),
  ...of('LegacyKeyValueFormat', [
    ['ENV', `${from}ENV A 1\n`, 2],
    ['LABEL', `${from}LABEL a 1\n`, 2],
    ['ARG is left alone', `${from}ARG A B\n`],
    ['with an equals sign', `${from}ENV A=1 B=2\n`],
  ]),
  ...of('RedundantTargetPlatform', [
    ['bare', 'FROM --platform=$TARGETPLATFORM debian:12\n', 1],
    ['in braces', 'FROM --platform=${TARGETPLATFORM} debian:12\n', 1],
    ['with a default', 'FROM --platform=${TARGETPLATFORM:-linux/arm64} debian:12\n', 1],
    ['the platform of the builder', 'FROM --platform=$BUILDPLATFORM debian:12\n'],
  ]),
  ...of('FromPlatformFlagConstDisallowed', [
    ['a constant', 'FROM --platform=linux/arm64 debian:12\n', 1],
    ['of a stage', 'FROM debian:12 AS a\nFROM --platform=linux/arm64 a\n', 2],
    ['the name of the stage says the architecture', 'FROM --platform=linux/arm64 debian:12 AS tool-arm64\n'],
    ['the name of the stage says the system', 'FROM --platform=linux/arm64 debian:12 AS on-linux\n'],
    ['another name', 'FROM --platform=linux/arm64 debian:12 AS tool-amd64\n', 1],
    ['what cannot be parsed', 'FROM --platform=a/b/c/d/e debian:12\n'],
  ]),
  ...of('SecretsUsedInArgOrEnv', [
    ...['APIKEY', 'AUTH', 'CREDENTIAL', 'CREDENTIALS', 'KEY', 'PASSWORD', 'PWORD', 'PASSWD', 'SECRET', 'TOKEN'].flatMap(
      (word) =>
        [
          [`${word} as a word`, `${from}ARG MY_${word}_X\n`, 2],
          [`${word.toLowerCase()} in ENV`, `${from}ENV my_${word.toLowerCase()}=1\n`, 2],
        ] as const,
    ),
    ...['KEYS', 'OAUTH', 'DBPASSWORD', 'PASS', 'MONKEY', 'SECRETS', 'tokens', 'KEY1'].map(
      (name) => [`${name} is none`, `${from}ENV ${name}=1\n`] as const,
    ),
    ...['PUBLIC_KEY', 'KEY_FILE', 'TOKEN_VERSION'].map(
      (name) => [`${name} is none`, `${from}ENV ${name}=1\n`] as const,
    ),
    ['an empty value counts', `${from}ENV TOKEN=\n`, 2],
    ['each key', `${from}ENV TOKEN=1 A=2 SECRET=3\n`, 2, 2],
    ['a global ARG does not count', `ARG TOKEN\n${from}`],
    ['a LABEL does not count', `${from}LABEL token=1\n`],
  ]),
  ...ignoring([
    ['a\n', 'COPY a /a', 2],
    ['a\n', 'ADD a /a', 2],
    ['a\n', 'COPY ./a/b/ /a', 2],
    ['a\n', 'COPY b /a'],
    ['*.log\n', 'COPY x.log /a', 2],
    ['*.log\n', 'COPY *.log /a', 2],
    ['a\n!a/b\n', 'COPY a /a'],
    ['a\nb\n', 'COPY a b /a/', 2, 2],
    ['*\n', 'COPY . /a', 2],
    ['**\n', 'COPY . /a', 2],
    ['a\n', 'COPY . /a'],
    ['a\n', 'COPY --from=debian:12 a /a'],
    ['a\n', 'ADD https://example.com/a /a'],
    ['a\n', 'COPY <<a /a\nx\na'],
    ['a\n', 'RUN --mount=type=bind,source=a,target=/a true'],
  ]),
  ...of('ExposeProtoCasing', [
    ['upper case', `${from}EXPOSE 80/TCP\n`, 2],
    ['each port', `${from}EXPOSE 80/TCP 81/tcp 82/Udp\n`, 2, 2],
    ['of a variable', `${from}ARG PROTO=UDP\nEXPOSE 53/$PROTO\n`, 3],
    ['lower case', `${from}EXPOSE 80/tcp 81\n`],
  ]),
  ...of('ExposeInvalidFormat', [
    ['a port of the host', `${from}EXPOSE 8080:80\n`, 2],
    ['an address', `${from}EXPOSE 127.0.0.1:8080:80\n`, 2],
    ['a range', `${from}EXPOSE 80-90\n`],
  ]),
  ...of('InvalidDefinitionDescription', [
    ['not unless it is asked for', '# Something\nARG A=1\nFROM debian:12\n'],
    [
      'a comment above an ARG',
      '# check=experimental=InvalidDefinitionDescription\n# Something\nARG A=1\nFROM debian:12\n',
      3,
    ],
    ['a comment above a stage', '# check=experimental=all\n# Something\nFROM debian:12 AS a\n', 3],
    ['the right name', '# check=experimental=all\n# A is it\nARG A=1\n# a is it\nFROM debian:12 AS a\n'],
    ['a blank line does not part them', '# check=experimental=all\n# Something\n\nARG A=1\nFROM debian:12\n', 4],
    ['an empty comment does', '# check=experimental=all\n# Something\n#\nARG A=1\nFROM debian:12\n'],
    ['a stage without a name', '# check=experimental=all\n# Something\nFROM debian:12\n'],
    ['an ARG of a stage', `# check=experimental=all\n${from}# Something\nARG A=1\n`, 4],
    ['skip does not reach it', '# check=skip=all;experimental=all\n# Something\nARG A=1\nFROM debian:12\n', 3],
  ]),
];

const both = `${from}MAINTAINER Jo\nCMD run it\n`;

/** Directives and comments that switch checks off. */
export const switchCases: readonly BuildkitCase[] = [
  { name: 'without any', dockerfile: both, found: ['MaintainerDeprecated:2', 'JSONArgsRecommended:3'] },
  { name: 'one', dockerfile: `# check=skip=MaintainerDeprecated\n${both}`, found: ['JSONArgsRecommended:4'] },
  { name: 'two', dockerfile: `# check=skip=MaintainerDeprecated,JSONArgsRecommended\n${both}`, found: [] },
  { name: 'all', dockerfile: `# check=skip=all\n${both}`, found: [] },
  {
    name: 'behind another directive',
    dockerfile: `# syntax=docker/dockerfile:1\n# check=skip=all\n${both}`,
    found: [],
  },
  { name: 'behind #!', dockerfile: `#!/usr/bin/env builder\n# check=skip=all\n${both}`, found: [] },
  { name: 'behind a byte order mark', dockerfile: `\uFEFF# check=skip=all\n${both}`, found: [] },
  { name: 'the name of the directive in any case', dockerfile: `# CHECK=skip=all\n${both}`, found: [] },
  { name: 'with error', dockerfile: `# check=skip=all;error=true\n${both}`, found: [] },
  { name: 'error in front', dockerfile: `# check=error=true;skip=all\n${both}`, found: [] },
  {
    name: 'names with another case are unknown',
    dockerfile: `# check=skip=maintainerdeprecated\n${both}`,
    found: ['MaintainerDeprecated:3', 'JSONArgsRecommended:4'],
  },
  {
    name: 'the value ends at its first blank',
    dockerfile: `# check=skip=MaintainerDeprecated, JSONArgsRecommended\n${both}`,
    found: ['JSONArgsRecommended:4'],
  },
  {
    name: 'not behind a comment',
    dockerfile: `# A tool\n# check=skip=JSONArgsRecommended\n${both}`,
    found: ['MaintainerDeprecated:4', 'JSONArgsRecommended:5'],
  },
  {
    name: 'not behind a blank line',
    dockerfile: `\n# check=skip=JSONArgsRecommended\n${both}`,
    found: ['MaintainerDeprecated:4', 'JSONArgsRecommended:5'],
  },
  {
    name: 'above an instruction',
    dockerfile: `${from}# check=skip=MaintainerDeprecated\nMAINTAINER Jo\nCMD run it\n`,
    found: ['JSONArgsRecommended:4'],
  },
  {
    name: 'above an instruction, blank lines between',
    dockerfile: `${from}# check=skip=MaintainerDeprecated\n\n\nMAINTAINER Jo\n`,
    found: [],
  },
  {
    name: 'above an instruction, with a reason',
    dockerfile: `${from}# check=skip=MaintainerDeprecated // kept for the registry\nMAINTAINER Jo\n`,
    found: [],
  },
  {
    name: 'only the first comment counts',
    dockerfile: `${from}# check=skip=UndefinedVar\n# check=skip=MaintainerDeprecated\nMAINTAINER Jo\n`,
    found: ['MaintainerDeprecated:4'],
  },
  {
    name: 'an empty comment cuts off what is above it',
    dockerfile: `${from}# check=skip=MaintainerDeprecated\n#\nMAINTAINER Jo\n`,
    found: ['MaintainerDeprecated:4'],
  },
  {
    name: 'a comment inside an instruction does not count',
    dockerfile: `${from}ENV \\\n# check=skip=LegacyKeyValueFormat\nA 1\n`,
    found: ['LegacyKeyValueFormat:2'],
  },
  {
    name: 'above the later of two commands',
    dockerfile: `${from}CMD ["a"]\n# check=skip=MultipleInstructionsDisallowed\nCMD ["b"]\n`,
    found: [],
  },
  {
    name: 'not above the earlier',
    dockerfile: `${from}# check=skip=MultipleInstructionsDisallowed\nCMD ["a"]\nCMD ["b"]\n`,
    found: ['MultipleInstructionsDisallowed:3'],
  },
  {
    name: 'casing of keywords cannot be skipped above an instruction',
    dockerfile: `${from}WORKDIR /a\n# check=skip=ConsistentInstructionCasing\nworkdir /b\n`,
    found: ['ConsistentInstructionCasing:4'],
  },
  {
    name: 'nor can duplicate names',
    dockerfile: 'FROM debian:12 AS a\n# check=skip=DuplicateStageName\nFROM debian:12 AS a\n',
    found: ['DuplicateStageName:3'],
  },
  {
    name: 'nor reserved names',
    dockerfile: 'ARG A=1\n# check=skip=ReservedStageName\nFROM debian:12 AS context\n',
    found: ['ReservedStageName:3'],
  },
  {
    name: 'nor blank lines',
    dockerfile: `${from}# check=skip=NoEmptyContinuation\nRUN a && \\\n\n  b\n`,
    found: ['NoEmptyContinuation:5'],
  },
  {
    name: 'nor defaults of FROM',
    dockerfile: 'ARG RELEASE\n# check=skip=InvalidDefaultArgInFrom\nFROM debian:$RELEASE\n',
    found: ['InvalidDefaultArgInFrom:3'],
  },
];
