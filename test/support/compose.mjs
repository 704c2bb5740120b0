// The compose of the docker command, or one of Debian's packages where there is none.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { scratchFolder, unpackedProgram } from './debian-packages.mjs';

/** A search path on which compose is found: as `docker compose`, or as `docker-compose`. Throws a sentence otherwise. */
export function composePath() {
  const path = process.env.PATH ?? '';
  if (answers('docker', 'compose', 'version') || answers('docker-compose', 'version')) return path;
  try {
    const folder = join(scratchFolder, 'compose');
    const program = unpackedProgram({
      folder,
      suites: ['trixie'],
      packages: ['docker-compose'],
      program: 'usr/libexec/docker/cli-plugins/docker-compose',
    });
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    rmSync(join(bin, 'docker-compose'), { force: true });
    symlinkSync(program, join(bin, 'docker-compose'));
    return [bin, path].join(delimiter);
  } catch (cause) {
    throw new Error(
      'The tests of compose need the compose plugin of the docker command, or a Debian to fetch it from.',
      {
        cause,
      },
    );
  }
}

function answers(program, ...args) {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
