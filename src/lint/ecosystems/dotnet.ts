import type { ShellWord } from '../../shell/script';
import { asValue, type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-c',
  '--configuration',
  '-o',
  '--output',
  '-r',
  '--runtime',
  '-f',
  '--framework',
  '-v',
  '--verbosity',
  '-s',
  '--source',
  '--configfile',
  '--packages',
  '-a',
  '--arch',
  '--os',
  '--tool-path',
  '--version',
  '--logger',
  '-l',
  '--project',
  '--filter',
  '--version-suffix',
  '--add-source',
  '--lock-file-path',
  '--launch-profile',
  '--settings',
  '--collect',
  '--manifest',
];

export const dotnet: Ecosystem = {
  id: 'dotnet',
  name: '.NET',
  family: 'dotnet',
  manifests: ['*.csproj', '*.fsproj', '*.vbproj', '*.sln', '*.slnx', '*.slnf'],
  locks: ['packages.lock.json'],
  configs: [
    'Directory.Packages.props',
    'Directory.Build.props',
    'Directory.Build.targets',
    'nuget.config',
    'NuGet.Config',
    'NuGet.config',
    'global.json',
    '.config/dotnet-tools.json',
  ],
  outputs: ['obj', 'bin'],
  caches: ['/root/.nuget/packages'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--locked-mode' },
  prime: 'dotnet restore',
  programs: ['dotnet', 'nuget'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const operands = call.operands.filter((word) => !/^\/\w+[:=]/.test(word.value));
    if (call.has('--help', '-h', '--info')) return undefined;
    if (invocation.program === 'nuget')
      return operands[0]?.value === 'restore' ? restore(call, operands[0], operands.slice(1)) : undefined;
    return dotnetCommand(call, operands);
  },
};

function dotnetCommand(call: Call, [subcommand, ...rest]: readonly ShellWord[]): Match | undefined {
  switch (subcommand?.value) {
    case 'restore':
      return restore(call, subcommand, rest);
    case 'build':
    case 'publish':
    case 'test':
    case 'run':
    case 'pack':
    case 'msbuild':
    case 'watch':
      return {
        ...common(call, subcommand, rest),
        role: call.has('--no-restore', '--no-build') ? 'project' : 'implicit',
      };
    case 'tool':
    case 'workload':
    case 'paket': {
      const [verb, ...words] = rest;
      if (verb?.value === 'restore') return { role: 'install', subcommand: verb, flags: call.flags };
      if (verb?.value !== 'install' && verb?.value !== 'update') return undefined;
      return { role: 'tools', subcommand: verb, packages: words, flags: call.flags };
    }
    case 'add':
      return { role: 'tools', subcommand, packages: rest.slice(-1), flags: call.flags };
    default:
      return undefined;
  }
}

function restore(call: Call, subcommand: ShellWord, words: readonly ShellWord[]): Match {
  return { ...common(call, subcommand, words), role: 'install', frozen: call.has('--locked-mode') };
}

function common(call: Call, subcommand: ShellWord, words: readonly ShellWord[]): Omit<Match, 'role'> {
  const manifestArgs = [...words.slice(0, 1).map(asValue), ...call.values('--project'), ...call.values('--configfile')];
  return { subcommand, manifestArgs, flags: call.flags };
}
