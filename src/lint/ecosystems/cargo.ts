import { asValue, type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '--manifest-path',
  '-p',
  '--package',
  '--bin',
  '--example',
  '--test',
  '--bench',
  '-F',
  '--features',
  '--target',
  '--target-dir',
  '--profile',
  '-j',
  '--jobs',
  '--config',
  '-Z',
  '-C',
  '--color',
  '--exclude',
  '--recipe-path',
  '--path',
  '--git',
  '--branch',
  '--tag',
  '--rev',
  '--version',
  '--vers',
  '--root',
  '--index',
  '--registry',
  '--message-format',
  '--edition',
  '--vcs',
  '--name',
];

/** Subcommands that compile the project, those of add-ons too. */
const builds =
  /^(?:b|build|t|test|r|run|c|check|rustc|bench|d|doc|rustdoc|clippy|leptos|zigbuild|xwin|nextest|auditable|tauri|deb|dist|component|contract|tarpaulin|llvm-cov|package|publish|ndk|lambda|dinghy|bootimage|fix)$/;

export const cargo: Ecosystem = {
  id: 'cargo',
  name: 'Cargo',
  family: 'rust',
  manifests: ['Cargo.toml', '**/Cargo.toml'],
  locks: ['Cargo.lock'],
  configs: ['.cargo/config.toml', '.cargo/config', 'rust-toolchain', 'rust-toolchain.toml', 'build.rs'],
  outputs: ['target'],
  caches: ['/usr/local/cargo/registry', '/usr/local/cargo/git/db'],
  compileCaches: ['target'],
  compiles: true,
  frozen: { kind: 'flag', flag: '--locked' },
  prime: 'cargo chef cook --release --recipe-path recipe.json',
  programs: ['cargo', 'cross', 'trunk', 'wasm-pack', 'cargo-binstall', 'cargo-chef'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const operands = call.operands.filter((word, index) => index > 0 || !word.value.startsWith('+'));
    const { program } = invocation;
    if (program === 'cargo-binstall') return binaries(call, operands, {});
    if (program === 'cargo-chef') return chef(call, operands);
    const [subcommand, ...rest] = operands;
    if (!subcommand || call.has('--help', '-h')) return undefined;
    if (program !== 'cargo')
      return /^(?:build|test|run|check)$/.test(subcommand.value) ? compile(call, common(call, subcommand)) : undefined;
    return cargoCommand(call, subcommand, rest);
  },
};

function common(call: Call, subcommand: Call['operands'][number]): Omit<Match, 'role'> {
  return {
    subcommand,
    manifestArgs: call.values('--manifest-path'),
    directory: call.last('-C'),
    flags: call.flags,
    frozen: call.has('--locked', '--frozen'),
  };
}

function cargoCommand(call: Call, subcommand: Call['operands'][number], rest: Call['operands']): Match | undefined {
  const details = common(call, subcommand);
  switch (subcommand.value) {
    case 'fetch':
    case 'vendor':
      return { ...details, role: 'install' };
    case 'chef':
      return chef(call, rest);
    case 'install': {
      const paths = call.values('--path');
      if (paths.length > 0) return { ...compile(call, details), localFiles: paths };
      return binaries(call, rest, details);
    }
    case 'binstall':
      return binaries(call, rest, details);
    case 'fmt':
    case 'make':
    case 'xtask':
    case 'deny':
    case 'audit':
      return { ...details, role: 'project' };
    default:
      return builds.test(subcommand.value) ? compile(call, details) : undefined;
  }
}

function compile(call: Call, details: Omit<Match, 'role'>): Match {
  return { ...details, role: 'implicit', offline: call.has('--offline', '--frozen') };
}

function chef(call: Call, operands: Call['operands']): Match | undefined {
  const subcommand = operands[0];
  if (subcommand?.value === 'prepare') return { ...common(call, subcommand), role: 'plan' };
  if (subcommand?.value !== 'cook') return undefined;
  return { ...common(call, subcommand), role: 'prime', manifestArgs: call.values('--recipe-path') };
}

function binaries(call: Call, words: Call['operands'], details: Omit<Match, 'role'>): Match {
  const repositories = call.values('--git').map(({ word }) => word);
  return {
    flags: call.flags,
    ...details,
    role: 'tools',
    packages: [...words, ...repositories],
    localFiles: words.filter((word) => word.value.startsWith('.')).map(asValue),
  };
}
