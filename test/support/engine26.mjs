// Unpacks the engine of the next Debian release beside the system, without installing it, and prints what points the
// engine tier at it:  LAYERWRIGHT_DOCKERD=$(node test/support/engine26.mjs) npm run test:engine
// runc stays the system's, the newer one asks for a newer C library.
import { join, resolve } from 'node:path';
import { scratchFolder, unpackedProgram } from './debian-packages.mjs';

const dockerd = unpackedProgram({
  folder: resolve(process.argv[2] ?? join(scratchFolder, 'engine26')),
  suites: ['trixie'],
  packages: ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', 'tini'],
  program: 'usr/sbin/dockerd',
});
console.log(dockerd);
