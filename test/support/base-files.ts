import { execFileSync, spawnSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { findProgram } from './tools.mjs';

/** Root file system of a stand-in for alpine and busybox: one static busybox under all its names, and an `apk` that only notes. */
export async function packBusybox(archive: Pack): Promise<void> {
  const busybox = findProgram('busybox') ?? 'busybox';
  for (const folder of [
    'bin',
    'dev',
    'etc',
    'home',
    'home/node',
    'proc',
    'root',
    'sbin',
    'sys',
    'usr',
    'usr/bin',
    'usr/local',
    'var',
    'var/lib',
  ]) {
    archive.entry({ name: `${folder}/`, type: 'directory', mode: 0o755 });
  }
  archive.entry({ name: 'tmp/', type: 'directory', mode: 0o1777 });
  archive.entry({ name: 'bin/busybox', mode: 0o755 }, readFileSync(busybox));
  // Static from busybox-static; the busybox of many machines is not.
  for (const library of librariesOf(busybox)) await addFile(archive, library.slice(1), library);
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const applet of applets) {
    if (applet !== 'busybox') archive.entry({ name: `bin/${applet}`, type: 'symlink', linkname: '/bin/busybox' });
  }
  archive.entry({ name: 'usr/bin/env', type: 'symlink', linkname: '/bin/busybox' });
  archive.entry({ name: 'sbin/apk', mode: 0o755 }, '#!/bin/sh\necho "stand-in apk $*"\n');
  archive.entry({ name: 'etc/passwd' }, 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  archive.entry({ name: 'etc/group' }, 'root:x:0:\nnode:x:1000:\n');
  archive.entry({ name: 'etc/nsswitch.conf' }, 'hosts: files dns\n');
}

/** The busybox stand-in with this machine's own node and npm in it, so that builds and containers run real JavaScript. */
export async function packNode(archive: Pack): Promise<void> {
  await packBusybox(archive);
  const node = realpathSync(process.execPath);
  await addFile(archive, 'usr/local/bin/node', node);
  for (const library of librariesOf(node)) await addFile(archive, library.slice(1), library);
  await addFolder(archive, 'usr/local/lib/node_modules/npm', npmFolder());
  for (const name of ['npm', 'npx']) {
    archive.entry({
      name: `usr/local/bin/${name}`,
      type: 'symlink',
      linkname: `../lib/node_modules/npm/bin/${name}-cli.js`,
    });
  }
  // Without a network npm would retry for minutes, and ask for news first.
  archive.entry({ name: 'usr/local/etc/npmrc' }, 'audit=false\nfetch-retries=0\nfund=false\nupdate-notifier=false\n');
}

function librariesOf(program: string): readonly string[] {
  const { status, stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  if (status !== 0) return [];
  const linked = stdout.match(/\/\S+/g) ?? [];
  const folder = linked.map((path) => dirname(path)).find((path) => existsSync(join(path, 'libc.so.6')));
  // Loaded by name at run time, for host names and users.
  const loaded = folder
    ? ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2'].map((name) => join(folder, name))
    : [];
  return [...new Set([...linked, ...loaded.filter(existsSync)])];
}

function npmFolder(): string {
  const beside = resolve(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm');
  if (existsSync(beside)) return beside;
  const program = findProgram('npm');
  const folder = program && resolve(realpathSync(program), '..', '..');
  if (folder && existsSync(join(folder, 'bin', 'npm-cli.js'))) return folder;
  throw new Error('The stand-in for node needs npm: no npm folder beside node and none on the PATH.');
}

async function addFolder(archive: Pack, name: string, path: string): Promise<void> {
  archive.entry({ name: `${name}/`, type: 'directory', mode: 0o755 });
  for (const entry of readdirSync(path).sort()) {
    const from = join(path, entry);
    const to = `${name}/${entry}`;
    const stat = lstatSync(from);
    if (stat.isSymbolicLink()) archive.entry({ name: to, type: 'symlink', linkname: readlinkSync(from) });
    else if (stat.isDirectory()) await addFolder(archive, to, from);
    else if (stat.isFile()) await addFile(archive, to, from);
  }
}

async function addFile(archive: Pack, name: string, path: string): Promise<void> {
  const { mode, size } = statSync(path);
  // A stream waits for the archive's reader; without it a whole node, 120 MB, would sit in memory.
  await pipeline(createReadStream(path), archive.entry({ name, size, mode: mode & 0o777 }));
}
