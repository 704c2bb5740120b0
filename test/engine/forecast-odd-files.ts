import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Lab } from './forecast-lab';
import type { Chance } from './forecast-random';

/** Links at every place of a path, directories with nothing in them, archives, and names that mean something elsewhere. */
export function writeOddFiles(lab: Lab, salt: string): void {
  const { path } = lab;
  const at = (name: string) => path.call(lab, name);
  mkdirSync(at('deep/one/two'), { recursive: true });
  mkdirSync(at('hollow/empty'), { recursive: true });
  mkdirSync(at('.dots'));
  for (const name of ['.hidden', '.dots/in', 'deep/one/two/three', 'br[ck', 'script.sh', 'text.gz', 'd/_', 'Upper'])
    writeFileSync(at(name), `${name} ${salt}\n`);
  writeFileSync(at('br\nk'), `line break ${salt}\n`);
  writeFileSync(at('big'), Buffer.alloc(200_000, salt));
  chmodSync(at('script.sh'), 0o755);
  symlinkSync('d', at('ld'));
  symlinkSync('ld/s', at('lld'));
  symlinkSync('d/a', at('lf'));
  symlinkSync('one/two', at('deep/link'));
  symlinkSync('../../..', at('deep/one/two/up'));
  symlinkSync('t.tar', at('ltar'));
  writeArchives(lab, 'd');
}

/** Changes of files as people, tools and version control make them. */
export function oddEdit(chance: Chance, lab: Lab, salt: string): string {
  const at = (name: string) => lab.path(name);
  const some = () => chance.one(['a', 'b', 'd/a', 'd/s/c', '.hidden', 'deep/one/two/three', 'script.sh', 'y.txt']);
  switch (chance.number(22)) {
    case 0: {
      const [one, two] = [at(chance.one(['a', 'd/a'])), at(chance.one(['b', 'd/b']))];
      if (!isFile(one) || !isFile(two)) return 'nothing';
      renameSync(one, at('between'));
      renameSync(two, one);
      renameSync(at('between'), two);
      return 'two files change places';
    }
    case 1:
      if (!isDirectory(at('e'))) return 'nothing';
      renameSync(at('d'), at('between'));
      renameSync(at('e'), at('d'));
      renameSync(at('between'), at('e'));
      return 'rename: two directories change places';
    case 2: {
      const [from, to] = existsSync(at('Upper')) ? ['Upper', 'UPPER'] : ['UPPER', 'Upper'];
      if (existsSync(at(from))) renameSync(at(from), at(to));
      return 'rename in other case';
    }
    case 3: {
      const name = some();
      if (!isFile(at(name))) return 'nothing';
      const bytes = readFileSync(at(name));
      rmSync(at(name));
      writeFileSync(at(name), bytes);
      return `a new file of the same bytes: ${name}`;
    }
    case 4: {
      const name = some();
      if (!isFile(at(name))) return 'nothing';
      rmSync(at(name));
      symlinkSync(chance.one(['/etc/passwd', 'd', 'hollow', '.hidden', 'none']), at(name));
      return `${name} becomes a link`;
    }
    case 5: {
      const name = some();
      if (isLink(at(name))) rmSync(at(name));
      if (!isDirectory(at(name))) writeSure(lab, name, `again ${salt}\n`);
      return `${name} is a file`;
    }
    case 6: {
      const name = chance.one(['ld', 'lld', 'lf', 'deep/link', 'deep/one/two/up']);
      rmSync(at(name), { recursive: true, force: true });
      symlinkSync(chance.one(['d', 'e', './d/', 'd/s', 'ld', '/d', 'none', '../d', 'deep/one']), at(name));
      return `link ${name}`;
    }
    case 7:
      cpSync(at('d'), at('copied'), { recursive: true, verbatimSymlinks: true });
      rmSync(at('d'), { recursive: true });
      renameSync(at('copied'), at('d'));
      return 'rename: a copy takes the place of a directory';
    case 8: {
      // As a fresh clone has them.
      for (const name of readdirSync(lab.folder))
        if (isFile(at(name))) utimesSync(at(name), 1e9, 1e9 + chance.number(3));
      return 'touch of all files';
    }
    case 9:
      if (!isFile(at('script.sh'))) return 'nothing';
      chmodSync(at('script.sh'), chance.one([0o755, 0o644, 0o4755, 0o1755, 0o555, 0]));
      return 'mode of a script';
    case 10: {
      const mode = chance.one(['g+w', 'go-rwx', 'a+r']);
      execFileSync('chmod', ['-R', mode, at('deep')]);
      return `chmod of a directory and all below ${mode}`;
    }
    case 11:
      mkdirSync(at(chance.one(['hollow/more', 'hollow/empty/in', 'e/empty', '.dots/empty'])), { recursive: true });
      return 'one more empty directory';
    case 12:
      rmSync(at('hollow/more'), { recursive: true, force: true });
      rmSync(at('hollow/empty/in'), { recursive: true, force: true });
      return 'one empty directory less';
    case 13:
      if (isFile(at('big'))) {
        const bytes = readFileSync(at('big'));
        bytes[199_999] = chance.number(3) + 65;
        writeFileSync(at('big'), bytes);
      }
      return 'the last byte of a big file';
    case 14:
      writeArchives(lab, chance.one(['d', 'e', 'd/s']));
      return 'other archives';
    case 15:
      writeFileSync(at('.dockerignore'), chance.one(ignoreFiles));
      return 'an ignore file of real projects';
    case 16:
      writeFileSync(
        at(chance.one(['app.log', 'd/app.log', '.git', 'node_modules'])),
        `${chance.one(['x', 'y'])} ${salt}\n`,
      );
      return 'a file that is ignored, if ignored at all';
    case 17:
      if (isFile(at('a'))) execFileSync('touch', ['-r', at('a'), at('b')]);
      return 'touch with the time of another file';
    case 18: {
      const name = some();
      if (isFile(at(name))) truncateSync(at(name), chance.number(4));
      return `cut off ${name}`;
    }
    case 19:
      rmSync(at(chance.one(['.hidden', 'br[ck', 'br\nk', 'deep/one/two/three', 'script.sh', 'lf', 'ld'])), {
        force: true,
      });
      return 'remove an odd file';
    case 20:
      for (const name of ['.hidden', 'br[ck', 'br\nk', 'deep/one/two/three', 'script.sh'])
        if (!existsSync(at(name)) && !isLink(at(name))) writeSure(lab, name, `${name} ${salt}\n`);
      if (!isLink(at('lf'))) symlinkSync('d/a', at('lf'));
      return 'odd files again';
    default:
      writeSure(
        lab,
        chance.one(['f', 'd/new.txt', 'deep/one/other', '.dots/.more']),
        `${chance.one(['x', 'y'])} ${salt}\n`,
      );
      return 'a new file';
  }
}

const ignoreFiles = [
  '.git\nnode_modules\n*.log\n',
  '**/*.log\n!d/app.log\n',
  '**\n!a\n!d/**\n',
  '*\n!deep/one/two/three\n',
  '**/.*\n',
  '.*\n!.hidden\n',
  'Dockerfile*\n.dockerignore\n',
  'd/**/c\n',
  'deep/**\n!deep/one\n',
  '?.txt\n',
  '[a-b]\n',
  'l*\n',
  'ld\n',
  'br\\[ck\n',
  '/a\n/d/a\n',
  '  a  \n\n# b\nb\n',
  '**/a\n!**/d/a\n',
  'hollow/*\n',
  'deep/one/two/\n',
  '\ufeffa\r\nd/a\r\n',
  'd/../b\n',
  '*.txt\n!y.txt\ny.txt\n',
  '',
];

function writeArchives({ folder }: Lab, content: string): void {
  const options = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-C', folder, content];
  for (const [name, compress] of [
    ['t.tar', []],
    ['t.tar.gz', ['--gzip']],
    ['t.tar.bz2', ['--bzip2']],
    ['t.tar.xz', ['--xz']],
    ['broken.tar', []],
  ] as const)
    execFileSync('tar', ['-cf', `${folder}/${name}`, ...compress, ...options]);
  truncateSync(`${folder}/broken.tar`, 700);
}

function writeSure(lab: Lab, name: string, text: string): void {
  const path = lab.path(name);
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (isDirectory(path)) return;
  if (existsSync(folder) && !isDirectory(folder)) return;
  if (isLink(folder) || isLink(path)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
