// Unpacks the Podman of a later Debian release beside the system, without installing it, and prints what points the tests at
// it:  LAYERWRIGHT_PODMAN=$(node test/support/podman5.mjs) npm run test:podman
// Debian 13 has 5.4. `sid` has 5.8 and `experimental` 6.1 as of November 2026; what stands on a release's name moves on.
// Its programs want a newer C library than this system's, and are told to take the one unpacked beside them. runc stays the
// system's.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scratchFolder, unpackedProgram } from './debian-packages.mjs';
import { requireTools } from './tools.mjs';

const libraries = [
  'libassuan9',
  'libc6',
  'libgcc-s1',
  'libglib2.0-0t64',
  'libgpg-error0',
  'libmd0',
  'libpcre2-8-0',
  'libseccomp2',
  'libselinux1',
  'libsqlite3-0',
  'libsystemd0',
  'libaudit1',
  'libbsd0',
  'libcap2',
];
const helpers = ['conmon', 'aardvark-dns'];
const sid = [...libraries, ...helpers, 'libgpgme45', 'libsubid6'];
const releases = {
  trixie: ['podman', 'netavark', ...libraries, ...helpers, 'libgpgme11t64', 'libsubid5'],
  sid: ['podman', 'netavark', ...sid],
  experimental: ['podman/experimental', 'netavark/experimental', ...sid.map((name) => `${name}/sid`)],
};

const release = process.argv[2] ?? 'trixie';
const packages = releases[release];
if (!packages) throw new Error(`There is no "${release}": ${Object.keys(releases).join(', ')}.`);
requireTools('A newer Podman', [{ program: 'patchelf', debianPackage: 'patchelf' }]);
const folder = resolve(process.argv[3] ?? join(scratchFolder, `podman-${release}`));
const suites = release === 'experimental' ? ['experimental', 'sid'] : [release];
const podman = unpackedProgram({ folder, suites, packages, program: 'usr/bin/podman' });
const root = join(folder, 'root');
for (const program of ['usr/bin/conmon', 'usr/lib/podman/netavark', 'usr/lib/podman/aardvark-dns', 'usr/bin/podman'])
  withOwnLibraries(join(root, program));
console.log(podman);

function withOwnLibraries(program) {
  const original = `${program}.original`;
  if (existsSync(original)) return;
  const made = `${program}.new`;
  const loader = join(root, 'usr/lib64/ld-linux-x86-64.so.2');
  const path = join(root, 'usr/lib/x86_64-linux-gnu');
  const settings = ['--set-interpreter', loader, '--force-rpath', '--set-rpath', path];
  execFileSync('patchelf', [...settings, '--output', made, program]);
  renameSync(program, original);
  renameSync(made, program);
}
