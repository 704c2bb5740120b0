// Programs of Debian packages, unpacked beside the system without installing them. Plain Node, because scripts use it too;
// needs apt-get, dpkg and Debian's keyring.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const scratchFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.scratch');

/**
 * The path of a program, given as it lies below the root of its packages: `usr/sbin/dockerd`. Fetches them into the folder
 * when it is not there yet. A package may name the suite it is from: `podman/experimental`; else it is the first one.
 */
export function unpackedProgram({ folder, suites, packages, program }) {
  const root = join(folder, 'root');
  const path = join(root, program);
  if (!existsSync(path)) unpack(folder, root, suites, packages);
  return path;
}

function unpack(folder, root, suites, packages) {
  for (const name of ['lists/partial', 'archives/partial', 'downloads', 'root'])
    mkdirSync(join(folder, name), { recursive: true });
  const sources = join(folder, 'sources.list');
  const source = `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror()}`;
  writeFileSync(sources, suites.map((suite) => `${source} ${suite} main\n`).join(''));
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'lists')}`,
  ];
  options.push(`Dir::Cache=${folder}`, `Dir::Cache::archives=${join(folder, 'archives')}`, 'APT::Sandbox::User=root');
  const apt = (...args) => {
    const settings = options.flatMap((option) => ['-o', option]);
    execFileSync('apt-get', ['-qq', ...settings, ...args], {
      cwd: join(folder, 'downloads'),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  apt('update');
  apt('download', ...packages.map((name) => (name.includes('/') ? name : `${name}/${suites[0]}`)));
  for (const file of readdirSync(join(folder, 'downloads')).filter((name) => name.endsWith('.deb'))) {
    execFileSync('dpkg', ['-x', join(folder, 'downloads', file), root]);
  }
}

/** The package mirror that this system already uses. */
function mirror() {
  const lists = ['/etc/apt/sources.list', ...filesIn('/etc/apt/sources.list.d')].filter(existsSync);
  for (const file of lists) {
    const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?:\/\/\S+\/debian\/?)(?:\s|$)/m.exec(
      readFileSync(file, 'utf8'),
    );
    if (found) return found[1];
  }
  throw new Error('No Debian mirror in /etc/apt: this recipe is for Debian.');
}

function filesIn(directory) {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}
