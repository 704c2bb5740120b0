/** Dockerfiles of ours that the default profile judges otherwise than hadolint 2.15.1 does, each with the reason. */
export const decidedOtherwise: readonly {
  readonly dockerfile: string;
  readonly hadolint: readonly string[];
  readonly ours: readonly string[];
  readonly why: string;
}[] = [
  {
    dockerfile: 'FROM localhost:5000/team/tool\n',
    hadolint: [],
    ours: ['DL3006:1'],
    why: 'the port of a registry is no tag',
  },
  {
    dockerfile: 'FROM debian:12 AS Base\nFROM base\n',
    hadolint: ['DL3006:2'],
    ours: [],
    why: 'builders compare stage names without regard to case',
  },
  {
    dockerfile: 'FROM debian:12 AS Base\nFROM debian:11\nCOPY --from=base /a /b\n',
    hadolint: ['DL3022:3'],
    ours: [],
    why: 'they do so in COPY --from, too',
  },
  {
    dockerfile: 'ARG FLAVOUR=lean\nFROM debian:12 AS build-lean\nFROM build-${FLAVOUR}\n',
    hadolint: ['DL3006:3'],
    ours: [],
    why: 'a variable in FROM chooses a stage of the file',
  },
  {
    dockerfile: 'FROM debian:12\nUSER "root"\n',
    hadolint: ['DL3066:2'],
    ours: ['DL3002:2', 'DL3066:2'],
    why: 'the builder takes the quotes off the user',
  },
  {
    dockerfile: 'FROM debian:12\nENV APP_UID=1000\nUSER $APP_UID\n',
    hadolint: ['DL3066:3'],
    ours: [],
    why: 'an ENV holds the number of the user',
  },
  {
    dockerfile: 'FROM mcr.example/windows/nanoserver:ltsc2022\nUSER ContainerUser\n',
    hadolint: ['DL3066:2'],
    ours: [],
    why: 'users of Windows have no number',
  },
  {
    dockerfile: 'FROM debian:12\nADD git@git.example:team/tool.git /src/\n',
    hadolint: ['DL3020:2'],
    ours: [],
    why: 'ADD clones repositories, COPY does not',
  },
  {
    dockerfile: 'FROM debian:12\nENV PACKAGE=tool.tar.gz\nADD $PACKAGE /opt/\n',
    hadolint: ['DL3020:3'],
    ours: [],
    why: 'the variable names an archive, which ADD unpacks',
  },
  {
    dockerfile: "FROM debian:12\nENV FIRST=a SECOND='$FIRST'\n",
    hadolint: ['DL3044:2'],
    ours: [],
    why: 'nothing is expanded between single quotes',
  },
  {
    dockerfile:
      'FROM debian:12\nRUN apt-get update && apt-get install -y -oAPT::Install-Recommends=false curl=8.0 && rm -rf /var/lib/apt/lists/*\n',
    hadolint: ['DL3015:2'],
    ours: [],
    why: 'the option may stand right behind -o',
  },
  {
    dockerfile:
      'FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl=8.0 && apt-get dist-clean\n',
    hadolint: ['DL3009:2'],
    ours: [],
    why: 'apt-get dist-clean empties the index',
  },
  {
    dockerfile:
      'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && curl -fsSL https://x.example/a | tar -x\n',
    hadolint: ['DL4006:3'],
    ours: [],
    why: 'pipefail may be set in the script itself',
  },
  {
    dockerfile:
      'FROM debian:12 AS base\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM base\nRUN curl -fsSL https://x.example/a | tar -x\n',
    hadolint: ['DL4006:4'],
    ours: [],
    why: 'a stage inherits the SHELL of the one it starts from',
  },
  {
    dockerfile:
      'FROM mcr.example/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN npm install -g yarn\n',
    hadolint: ['DL3016:3'],
    ours: [],
    why: 'scripts of PowerShell are not read as if bash ran them',
  },
  {
    dockerfile:
      'FROM debian:12\nRUN curl -fsSLO https://dl.example/x.tgz && tar -xzf x.tgz && cd x && make install && cd .. && rm -rf x x.tgz\n',
    hadolint: ['DL3003:2'],
    ours: [],
    why: 'what is deleted again belongs to one layer, where WORKDIR cannot go',
  },
  {
    dockerfile: 'FROM mcr.example/dotnet/aspnet:9.0\nUSER $APP_UID\n',
    hadolint: ['DL3066:2'],
    ours: [],
    why: 'the base image sets a variable that is called a number',
  },
  {
    dockerfile: 'FROM debian:12\nWORKDIR /a\nRUN curl a\nWORKDIR /b\nRUN wget -q b\nWORKDIR /c\nRUN curl c\n',
    hadolint: ['DL4001:5', 'DL4001:7'],
    ours: ['DL4001:5'],
    why: 'that a stage uses two tools is said once',
  },
  {
    dockerfile: 'FROM debian:12 AS build\nUSER 0\nFROM scratch\nCOPY --from=build /x /x\n',
    hadolint: ['DL3002:2'],
    ours: [],
    why: 'no container is run of a stage that others copy from',
  },
  {
    dockerfile: 'FROM debian:12\nARG USERNAME=app\n',
    hadolint: ['DL3064:2'],
    ours: [],
    why: 'what somebody is called is no secret',
  },
  {
    dockerfile: 'FROM mcr.example/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN a\nRUN b\n',
    hadolint: ['DL3059:4'],
    ours: [],
    why: 'PowerShell has no && that everybody has',
  },
];
