import { asValue, type Call, isLocalPath, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const bundleValueFlags = [
  '-j',
  '--jobs',
  '--gemfile',
  '--path',
  '--retry',
  '--without',
  '--with',
  '--binstubs',
  '--standalone',
  '--shebang',
  '-P',
  '--trust-policy',
  '--target-rbconfig',
];
const gemValueFlags = [
  '-v',
  '--version',
  '-i',
  '--install-dir',
  '-n',
  '--bindir',
  '-s',
  '--source',
  '-p',
  '--http-proxy',
  '--platform',
  '-P',
];

const projectTools = ['rake', 'rails', 'rspec', 'rubocop'];

export const bundler: Ecosystem = {
  id: 'bundler',
  name: 'Bundler',
  family: 'ruby',
  manifests: ['Gemfile', 'gems.rb', '*.gemspec'],
  locks: ['Gemfile.lock', 'gems.locked'],
  configs: ['.ruby-version', '.tool-versions', '.bundle/config', 'vendor/cache/'],
  outputs: ['vendor/bundle'],
  caches: ['/usr/local/bundle/cache'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'command', command: 'bundle config set --local deployment true && bundle install' },
  prime: 'bundle install',
  programs: ['bundle', 'bundler', 'gem', ...projectTools],
  recognise(invocation) {
    const { program } = invocation;
    if (program === 'gem') return gem(readCall(invocation, { valueFlags: gemValueFlags }));
    if (program !== 'bundle' && program !== 'bundler')
      return { role: 'project', subcommand: invocation.args[0]?.literal ? invocation.args[0] : undefined };
    return bundle(readCall(invocation, { valueFlags: bundleValueFlags }));
  },
};

function bundle(call: Call): Match | undefined {
  if (call.has('--help', '-h', '--version', '-v')) return undefined;
  // `bundle _2.5.3_ install` asks for a version of Bundler.
  const [subcommand, ...rest] = call.operands.filter((word, index) => index > 0 || !/^_.*_$/.test(word.value));
  const common = { subcommand, manifestArgs: call.values('--gemfile'), flags: call.flags };
  switch (subcommand?.value) {
    case undefined:
    case 'install':
    case 'i':
      if (call.has('--local')) return { ...common, role: 'finish', offline: true };
      return { ...common, role: 'install', frozen: call.has('--frozen', '--deployment') };
    case 'update':
      return { ...common, role: 'install', frozen: false, packages: rest };
    case 'add':
      return { ...common, role: 'tools', packages: rest };
    case 'exec':
    case 'e':
      return { ...common, role: 'project', subcommand: rest[0] ?? subcommand };
    default:
      return undefined;
  }
}

function gem(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  const common = { subcommand, flags: call.flags };
  if (subcommand?.value === 'build') return { ...common, role: 'project' };
  if (subcommand?.value === 'update') return { ...common, role: 'tools', packages: rest };
  if (subcommand?.value !== 'install' && subcommand?.value !== 'i') return undefined;
  if (call.has('-g', '--file') && rest.length === 0) return { ...common, role: 'install' };
  const local = rest.filter((word) => isLocalPath(word.value) || word.value.endsWith('.gem'));
  return {
    ...common,
    role: 'tools',
    packages: rest.filter((word) => !local.includes(word)),
    localFiles: local.map(asValue),
  };
}
