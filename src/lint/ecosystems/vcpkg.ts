import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '--triplet',
  '--host-triplet',
  '--x-manifest-root',
  '--x-install-root',
  '--overlay-ports',
  '--overlay-triplets',
  '--vcpkg-root',
  '--x-feature',
];

export const vcpkg: Ecosystem = {
  id: 'vcpkg',
  name: 'vcpkg',
  family: 'cpp',
  manifests: ['vcpkg.json'],
  locks: ['vcpkg-configuration.json'],
  configs: ['vcpkg-overlay-ports/', 'triplets/'],
  outputs: ['vcpkg_installed'],
  caches: ['/root/.cache/vcpkg/archives'],
  compileCaches: [],
  compiles: true,
  prime: 'vcpkg install --x-manifest-root=.',
  programs: ['vcpkg', 'cmake'],
  recognise(invocation) {
    if (invocation.program === 'cmake') {
      const build = invocation.args.find((word) => word.value === '--build');
      if (build) return { role: 'project', subcommand: build };
      const toolchain = invocation.args.find((word) => word.value.includes('vcpkg.cmake'));
      return toolchain && { role: 'implicit' };
    }
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...packages] = call.operands;
    if (subcommand?.value !== 'install') return undefined;
    const common = { subcommand, directory: call.last('--x-manifest-root'), flags: call.flags };
    return packages.length > 0 ? { ...common, role: 'tools', packages } : { ...common, role: 'install' };
  },
};
