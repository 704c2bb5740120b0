import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '--package-path',
  '--scratch-path',
  '--build-path',
  '--cache-path',
  '-c',
  '--configuration',
  '--product',
  '--target',
  '-j',
  '--jobs',
  '-Xswiftc',
  '-Xcc',
  '-Xlinker',
  '-Xcxx',
  '--sdk',
  '--triple',
  '--swift-sdk',
  '--filter',
  '--skip',
  '--arch',
];

export const swift: Ecosystem = {
  id: 'swift',
  name: 'SwiftPM',
  family: 'swift',
  manifests: ['Package.swift'],
  locks: ['Package.resolved'],
  configs: ['.swift-version'],
  outputs: ['.build'],
  caches: [],
  compileCaches: ['.build'],
  compiles: true,
  frozen: { kind: 'flag', flag: '--force-resolved-versions' },
  prime: 'swift package resolve --force-resolved-versions',
  programs: ['swift'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    const [subcommand, verb] = call.operands;
    if (call.has('--help', '-h', '--version')) return undefined;
    const frozen = call.has(
      '--force-resolved-versions',
      '--only-use-versions-from-resolved-file',
      '--disable-automatic-resolution',
    );
    const common = { subcommand, directory: call.last('--package-path'), flags: call.flags, frozen };
    if (subcommand?.value === 'package' && verb && /^(?:resolve|update)$/.test(verb.value)) {
      return { ...common, role: 'prime', subcommand: verb };
    }
    return subcommand && /^(?:build|test|run)$/.test(subcommand.value) ? { ...common, role: 'implicit' } : undefined;
  },
};
