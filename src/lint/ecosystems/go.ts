import { asValue, type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-o',
  '-C',
  '-ldflags',
  '-gcflags',
  '-asmflags',
  '-gccgoflags',
  '-tags',
  '-mod',
  '-modfile',
  '-p',
  '-buildmode',
  '-compiler',
  '-exec',
  '-run',
  '-bench',
  '-count',
  '-timeout',
  '-coverprofile',
  '-covermode',
  '-coverpkg',
  '-cpu',
  '-overlay',
  '-pgo',
  '-pkgdir',
  '-toolexec',
  '-installsuffix',
  '-parallel',
];

export const go: Ecosystem = {
  id: 'go',
  name: 'Go',
  family: 'go',
  manifests: ['go.mod'],
  locks: ['go.sum'],
  configs: ['go.work', 'go.work.sum', 'vendor/modules.txt'],
  outputs: ['vendor'],
  caches: ['/go/pkg/mod'],
  compileCaches: ['/root/.cache/go-build'],
  compiles: false,
  prime: 'go mod download',
  programs: ['go'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    const [subcommand, ...rest] = call.operands;
    const common = { subcommand, directory: call.last('-C'), flags: call.flags };
    switch (subcommand?.value) {
      case 'mod':
        return rest[0] && modules(rest[0], { ...common, subcommand: rest[0] });
      case 'get':
        return named(rest) ? { ...common, role: 'tools', packages: rest } : { ...common, role: 'install' };
      case 'build':
      case 'install':
      case 'run':
      case 'test':
      case 'generate':
      case 'vet':
        return build(call, rest, common);
      default:
        return undefined;
    }
  },
};

function modules(word: Call['operands'][number], common: Omit<Match, 'role'>): Match | undefined {
  if (word.value === 'download') return { ...common, role: 'prime', frozen: true };
  if (word.value === 'vendor') return { ...common, role: 'install', frozen: true };
  if (word.value === 'tidy') return { ...common, role: 'implicit' };
  return word.value === 'verify' ? { ...common, role: 'finish' } : undefined;
}

function build(call: Call, words: Call['operands'], common: Omit<Match, 'role'>): Match {
  const first = words[0];
  const takesVersion = /^(?:install|run)$/.test(common.subcommand?.value ?? '');
  if (takesVersion && first && /@/.test(first.value)) {
    return { ...common, role: 'tools', packages: common.subcommand?.value === 'run' ? [first] : words };
  }
  const offline = call.last('-mod')?.value === 'vendor';
  return {
    ...common,
    role: offline ? 'project' : 'implicit',
    offline,
    localFiles: words.filter((word) => word.value.startsWith('.')).map(asValue),
  };
}

/** Modules by name, not the packages of this one. */
function named(words: Call['operands']): boolean {
  return words.length > 0 && !words.every((word) => word.value.startsWith('.'));
}
