import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { BuildContext, BuildOptions } from '../../src/engine/build-options';
import type { BuildEvent } from '../../src/engine/build-progress';
import { asNobody } from '../support/as-nobody';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { contextOf, testLabel, useEngine } from './connected';

/** Prints every path below /c with what a builder keeps of it: kind and mode, and a digest or a target. */
const list = `RUN cd /c && find . -mindepth 1 -print0 | sort -z | xargs -0 -n 1 sh -c '\\
  if [ -L "$0" ]; then echo "LIST $(stat -c %f "$0") $(readlink "$0") $0"; \\
  elif [ -f "$0" ]; then echo "LIST $(stat -c %f:%u:%g "$0") $(sha256sum < "$0" | cut -c 1-64) $0"; \\
  else echo "LIST $(stat -c %f:%u:%g "$0") - $0"; fi'\n`;

/** The same of a directory on this machine. */
function listed(root: string, paths = pathsBelow(root)): readonly string[] {
  return paths
    .map((path) => {
      const file = join(root, path);
      const stats = lstatSync(file);
      const mode = stats.mode.toString(16);
      if (stats.isSymbolicLink()) return `${mode} ${readlinkSync(file)} ./${path}`;
      const content = stats.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : '-';
      return `${mode}:0:0 ${content} ./${path}`;
    })
    .sort();
}

function pathsBelow(root: string, directory = ''): readonly string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? [path, ...pathsBelow(root, path)] : [path];
  });
}

function listOf(events: readonly BuildEvent[]): readonly string[] {
  const text = events.map((event) => (event.type === 'log' ? event.text : '')).join('');
  return [...text.matchAll(/^LIST (.*)$/gm)].map(([, line]) => line ?? '').sort();
}

describe('build contexts', function () {
  this.timeout(30_000);
  const connected = useEngine();

  async function all(context: BuildContext, options: Partial<BuildOptions> = {}): Promise<BuildEvent[]> {
    const events: BuildEvent[] = [];
    const signal = AbortSignal.timeout(60_000);
    for await (const event of connected.engine.images.build(context, {
      tags: [],
      labels: testLabel,
      signal,
      ...options,
    }))
      events.push(event);
    return events;
  }

  for (const builder of ['buildkit', 'legacy'] as const) {
    describe(`with ${builder}`, () => {
      it('arrive as they are: links, modes, long and odd names, empty directories, large files', async () => {
        const root = temporaryDirectory({
          Dockerfile: `FROM alpine:3.20\nCOPY . /c\n${list}`,
          'empty/': '',
          'deep/empty/': '',
          zero: '',
          one: 'x',
          block: randomBytes(65536),
          'block and one': randomBytes(65537),
          large: randomBytes(5_000_000),
          [`${'n'.repeat(120)}`]: 'long name',
          [`${'d'.repeat(150)}/${'e'.repeat(150)}/${'f'.repeat(150)}`]: 'long path',
          'ünï/日本 語': 'kanji',
          '😀': 'astral',
          '\uffee': 'below it in UTF-8, above it in UTF-16',
          '-n': 'dash',
          "it's": 'quote',
          'a-b': '1',
          'a/b': '2',
          'a.b': '3',
          'back\\slash': '4',
          'glob[1]*': '5',
        });
        chmodSync(join(root, 'zero'), 0o400);
        // The legacy builder drops the bits of files that set ids.
        chmodSync(join(root, 'one'), builder === 'legacy' ? 0o755 : 0o4755);
        chmodSync(join(root, 'large'), 0o664);
        chmodSync(join(root, 'empty'), 0o1777);
        chmodSync(join(root, 'deep'), 0o2700);
        symlinkSync('one', join(root, 'to-file'));
        symlinkSync('deep', join(root, 'to-directory'));
        symlinkSync('nowhere', join(root, 'dangling'));
        symlinkSync('/etc/hostname', join(root, 'absolute'));
        symlinkSync('../../outside', join(root, 'deep/outside'));
        symlinkSync('.', join(root, 'deep/self'));
        const expected = listed(root);
        const dockerfile = join(root, 'Dockerfile');
        deepEqual(listOf(await all({ root, dockerfile }, { builder })), expected);
      });

      it('are what the ignore file leaves, and that of the Dockerfile goes first', async () => {
        const files = {
          Dockerfile: `FROM alpine:3.20\nCOPY . /c\n${list}`,
          '.dockerignore':
            '# comment\n*\n!src\n!Dockerfile\nsrc/**/*.log\n!src/keep.log\n!deep/a/b\n, odd+name é\n!, odd+name é\n',
          'src/a': 'a',
          'src/x/drop.log': '',
          'src/keep.log': 'k',
          'deep/a/b/c': 'c',
          'deep/z': '',
          other: '',
          ', odd+name é': 'o',
        };
        const context = contextOf(files);
        const paths = [
          'Dockerfile',
          'src',
          'src/a',
          'src/x',
          'src/keep.log',
          'deep',
          'deep/a',
          'deep/a/b',
          'deep/a/b/c',
          ', odd+name é',
        ];
        deepEqual(listOf(await all(context, { builder })), listed(context.root, paths));

        writeFileSync(join(context.root, 'Dockerfile.dockerignore'), '**\n!other\n!Dockerfile\n');
        const own = listed(context.root, [
          'Dockerfile',
          'other',
          ...(builder === 'legacy' ? ['Dockerfile.dockerignore'] : []),
        ]);
        deepEqual(listOf(await all(context, { builder })), own);

        const elsewhere = join(temporaryDirectory({ 'some.ignore': '*\n!other\n' }), 'some.ignore');
        const given = listOf(await all({ ...context, ignoreFile: elsewhere }, { builder }));
        ok(given.some((line) => line.endsWith(' ./other')));
        ok(!given.some((line) => line.endsWith('/a')));
      });

      it('leave out sockets, pipes and names that are not UTF-8, with a word', async () => {
        const context = contextOf({
          Dockerfile: `FROM alpine:3.20\nCOPY . /c\n${list}`,
          'sub/a': 'a',
          'gone/b': '',
          '.dockerignore': 'gone',
        });
        const server = createServer().listen(join(context.root, 'sub/socket'));
        await new Promise((done) => server.on('listening', done));
        spawnSync('mkfifo', [join(context.root, 'pipe'), join(context.root, 'gone/pipe')]);
        writeFileSync(Buffer.concat([Buffer.from(`${context.root}/sub/`), Buffer.from([0x66, 0xff])]), 'x');
        const skipped: string[] = [];
        const onSkip = ({ path, reason }: { path: string; reason: string }) => void skipped.push(`${path}: ${reason}`);
        const events = await all({ ...context, onSkip }, { builder });
        server.close();
        deepEqual(skipped.sort(), [
          'pipe: a named pipe',
          'sub/f\ufffd: a name that is not UTF-8',
          'sub/socket: a socket',
        ]);
        deepEqual(listOf(events), listed(context.root, ['.dockerignore', 'Dockerfile', 'sub', 'sub/a']));
      });

      it('may have their Dockerfile elsewhere, which gets into no image', async () => {
        const { root } = contextOf({ Dockerfile: 'FROM nowhere\n', a: 'a', b: 'b', '.dockerignore': 'b' });
        const dockerfile = join(
          temporaryDirectory({ 'Other file': `FROM alpine:3.20\nCOPY . /c/\n${list}` }),
          'Other file',
        );
        // The legacy builder learns by its own ignore file what to leave out, as from the docker command.
        const left = builder === 'legacy' ? ['Dockerfile', 'a'] : ['.dockerignore', 'Dockerfile', 'a'];
        deepEqual(listOf(await all({ root, dockerfile }, { builder })), listed(root, left));
        await rejects(all({ root, dockerfile: join(root, 'missing') }, { builder }), {
          reason: 'invalid',
          message: `Could not read "${join(root, 'missing')}" of the build context: it does not exist.`,
        });
      });

      it('end the build when a file cannot be read, became shorter or is gone, and name it', async () => {
        const text = 'FROM alpine:3.20\nCOPY . /\n';
        const unreadable = contextOf({ Dockerfile: text, 'sub/private': 'x' });
        chmodSync(join(unreadable.root, 'sub/private'), 0);
        chmodSync(unreadable.root, 0o755);
        chmodSync(connected.test.socketPath, 0o666);
        await asNobody(() =>
          rejects(all(unreadable, { builder }), {
            reason: 'invalid',
            message:
              'Could not read "sub/private" of the build context: permission denied. Ignore it in .dockerignore or make it readable.',
          }),
        );
        const changing = async (change: (file: string) => void, message: RegExp) => {
          const context = contextOf({ Dockerfile: text, a: 'first', large: Buffer.alloc(64 * 1024 * 1024, 1) });
          let changed = false;
          const onSent = (bytes: number) => {
            if (changed || bytes < 1_000_000) return;
            changed = true;
            change(join(context.root, 'large'));
          };
          const before = openFiles();
          await rejects(all({ ...context, onSent }, { builder }), (error: Error) => {
            match(error.message, message);
            return true;
          });
          await new Promise((done) => setTimeout(done, 50));
          equal(openFiles() <= before, true);
        };
        await changing(
          (file) => truncateSync(file, 10),
          /^"large" became shorter while the build context was sent; build again\.$/,
        );
      });

      it('are sent as they were when a file grows meanwhile', async () => {
        const context = contextOf({
          Dockerfile: `FROM alpine:3.20\nCOPY . /c\nRUN echo "SIZE $(stat -c %s /c/log)"\n`,
          log: Buffer.alloc(32 * 1024 * 1024, 1),
        });
        const onSent = (bytes: number) => {
          if (bytes > 1_000_000) writeFileSync(join(context.root, 'log'), 'more', { flag: 'a' });
        };
        const events = await all({ ...context, onSent }, { builder, noCache: true });
        ok(events.some((event) => event.type === 'log' && event.text.includes(`SIZE ${32 * 1024 * 1024}`)));
      });
    });
  }

  it('send BuildKit only what it asks for, and only once', async () => {
    const files = {
      a: 'a',
      big: randomBytes(3_000_000),
      'dir/real': 'r',
      'dir/more': 'm',
      'other/x': 'x',
      'src/1.ts': '1',
      'src/2.ts': '2',
      'src/3.js': '3',
    };
    const context = contextOf({ Dockerfile: `FROM alpine:3.20\nCOPY big lin* src/*.ts /c/\n${list}`, ...files });
    symlinkSync('dir/real', join(context.root, 'link'));
    const sent = async () => {
      let bytes = 0;
      const events = await all({
        ...context,
        onSent: (total) => {
          bytes = total;
        },
      });
      return { bytes, list: listOf(events) };
    };
    const first = await sent();
    deepEqual(first.list.map((line) => line.split(' ').at(-1)).sort(), ['./1.ts', './2.ts', './big', './link'].sort());
    equal(first.bytes, 3_000_003);
    equal((await sent()).bytes, 0);
    utimesSync(join(context.root, 'src/1.ts'), 1, 1);
    equal((await sent()).bytes, 1);
    // The same size and time as before: a Dockerfile is never taken for another.
    const { mtime, atime } = lstatSync(context.dockerfile);
    writeFileSync(context.dockerfile, readFileSync(context.dockerfile, 'utf8').replace('src/*.ts', 'src/*.js'));
    utimesSync(context.dockerfile, atime, mtime);
    deepEqual((await sent()).list.map((line) => line.split(' ').at(-1)).sort(), ['./3.js', './big', './link']);
  });

  it('is named when it vanishes while BuildKit asks for it', async () => {
    const context = contextOf({
      Dockerfile: 'FROM alpine:3.20\nCOPY . /\n',
      large: Buffer.alloc(8 * 1024 * 1024),
      z: Buffer.alloc(200_000),
    });
    const onSent = () => {
      try {
        unlinkSync(join(context.root, 'z'));
      } catch {}
    };
    await rejects(all({ ...context, onSent }, { builder: 'buildkit' }), {
      reason: 'invalid',
      message: '"z" was removed or replaced while the build context was sent; build again.',
    });
    mkdirSync(join(context.root, 'z'));
  });
});

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
