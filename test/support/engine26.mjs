// Unpacks the engine of the next Debian release beside the system, without installing it, and prints what points the
// engine tier at it:  LAYERWRIGHT_DOCKERD=$(node test/support/engine26.mjs) npm run test:engine
// Plain Node; needs apt-get, dpkg and Debian's keyring. runc stays the system's, the newer one asks for a newer C library.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(
  process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.scratch', 'engine26'),
);
const root = join(folder, 'root');
const dockerd = join(root, 'usr', 'sbin', 'dockerd');
const packages = ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', 'tini'];
const suite = 'trixie';

if (!existsSync(dockerd)) unpack();
console.log(dockerd);

function unpack() {
  for (const name of ['lists/partial', 'archives/partial', 'downloads', 'root'])
    mkdirSync(join(folder, name), { recursive: true });
  const sources = join(folder, 'sources.list');
  writeFileSync(sources, `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror()} ${suite} main\n`);
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
  apt('download', ...packages.map((name) => `${name}/${suite}`));
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
