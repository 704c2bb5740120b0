// Unpacks the engine of the next Debian release beside the system, without installing it. As a script it prints what points
// the engine tier at it:  LAYERWRIGHT_DOCKERD=$(node test/support/engine26.mjs) npm run test:engine
// runc stays the system's, the newer one asks for a newer C library.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder, unpackedProgram } from './debian-packages.mjs';

/** The path of its dockerd. */
export function engine26(folder = join(scratchFolder, 'engine26')) {
  return unpackedProgram({
    folder,
    suites: ['trixie'],
    packages: ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', 'tini'],
    program: 'usr/sbin/dockerd',
  });
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url))
  console.log(engine26(process.argv[2] && resolve(process.argv[2])));
