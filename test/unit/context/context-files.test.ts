import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContextFiles } from '../../../src/context/context-files';
import { createMemoryContext } from '../../../src/context/memory-context';
import { temporaryDirectory } from '../support/temporary-directory';

const files = {
  Dockerfile: 'FROM alpine\n',
  '.dockerignore': 'secret\n*.log\n!keep.log\nbuild/*\n!build/out\n',
  'package.json': '{}\n',
  'src/app.ts': 'export {};\n',
  'src/deep/a.log': '',
  'secret/key': '',
  'a.log': '',
  'keep.log': '',
  'build/tmp/x': '',
  'build/out/y': '',
  'node_modules/left-pad/index.js': '',
};

describe('createContextFiles', () => {
  it('answers as the in-memory context does', () => {
    const root = temporaryDirectory(files);
    const disk = createContextFiles({ root, dockerfile: join(root, 'Dockerfile') });
    const memory = createMemoryContext(files);
    for (const path of ['', 'src', 'src/app.ts', 'nothing', 'src/nothing', 'src/app.ts/x', 'secret', 'build/out/y']) {
      assert.equal(disk.kind(path), memory.kind(path), path);
      assert.deepEqual(disk.list(path), memory.list(path), path);
      assert.equal(disk.ignored(path), memory.ignored(path), path);
    }
    assert.equal(disk.read('package.json'), '{}\n');
    assert.equal(disk.read('src'), undefined);
    assert.deepEqual(disk.walk(), memory.walk());
    assert.deepEqual(disk.walk(), [
      '.dockerignore',
      'Dockerfile',
      'build/out/y',
      'keep.log',
      'package.json',
      'src/app.ts',
      'src/deep/a.log',
    ]);
    assert.deepEqual(disk.walk(2), ['.dockerignore', 'Dockerfile']);
    assert.deepEqual(disk.ignoreFile, memory.ignoreFile);
    assert.equal(disk.dockerfilePath, 'Dockerfile');
  });

  it('prefers the ignore file beside the Dockerfile', () => {
    const root = temporaryDirectory({
      'docker/web.Dockerfile': '',
      'docker/web.Dockerfile.dockerignore': 'b\n',
      '.dockerignore': 'a\n',
    });
    const context = createContextFiles({ root, dockerfile: join(root, 'docker/web.Dockerfile') });
    assert.deepEqual(context.ignoreFile, { path: 'docker/web.Dockerfile.dockerignore', text: 'b\n' });
    assert.equal(context.dockerfilePath, 'docker/web.Dockerfile');
    assert.equal(context.ignored('a'), false);
    assert.equal(context.ignored('b'), true);
  });

  it('lets nothing lead outside', function () {
    if (process.platform === 'win32') this.skip();
    const outside = temporaryDirectory({ 'secret.txt': 'secret', 'folder/a': '' });
    const root = temporaryDirectory({ 'in/side.txt': 'inside' });
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(join(outside, 'folder'), join(root, 'folder'));
    symlinkSync('in/side.txt', join(root, 'good.txt'));
    symlinkSync('in', join(root, 'alias'));
    symlinkSync('.', join(root, 'in/loop'));
    symlinkSync('nowhere', join(root, 'dangling'));
    const context = createContextFiles({ root });
    for (const path of [
      'link.txt',
      'folder',
      'folder/a',
      '..',
      '../x',
      'in/../in/side.txt',
      '/etc',
      '/',
      './in',
      'in/',
      'dangling',
    ]) {
      assert.equal(context.kind(path), undefined, path);
      assert.equal(context.read(path), undefined, path);
      assert.deepEqual(context.list(path), [], path);
    }
    assert.equal(context.read('good.txt'), 'inside');
    assert.equal(context.kind('alias/side.txt'), 'file');
    assert.equal(context.kind('in/loop/loop/side.txt'), 'file');
    assert.deepEqual(context.walk(), ['good.txt', 'in/side.txt']);
  });

  it('compares names exactly', () => {
    const context = createContextFiles({ root: temporaryDirectory({ 'package.json': '{}' }) });
    assert.equal(context.kind('Package.json'), undefined);
  });

  it('reads neither binary nor large files, nor pipes', () => {
    const root = temporaryDirectory({
      binary: new Uint8Array([0, 1, 2]),
      latin: new Uint8Array([0x66, 0xfc]),
      large: 'x'.repeat(1024 * 1024 + 1),
      marked: '\ufeff{}',
    });
    if (process.platform !== 'win32') spawnSync('mkfifo', [join(root, 'pipe')]);
    const context = createContextFiles({ root });
    for (const path of ['binary', 'latin', 'large', 'pipe']) assert.equal(context.read(path), undefined, path);
    assert.equal(context.kind('pipe'), undefined);
    assert.equal(context.read('marked'), '{}');
  });

  it('remembers answers until they are invalid', () => {
    const root = temporaryDirectory({ a: '1' });
    const context = createContextFiles({ root });
    assert.equal(context.read('a'), '1');
    assert.equal(context.kind('b'), undefined);
    writeFileSync(join(root, 'a'), '2');
    writeFileSync(join(root, 'b'), '');
    writeFileSync(join(root, '.dockerignore'), 'b');
    assert.equal(context.read('a'), '1');
    assert.equal(context.kind('b'), undefined);
    context.invalidate();
    assert.equal(context.read('a'), '2');
    assert.equal(context.kind('b'), 'file');
    assert.equal(context.ignored('b'), true);
  });

  it('takes a directory that does not exist for an empty one', () => {
    const context = createContextFiles({ root: join(temporaryDirectory(), 'gone') });
    assert.equal(context.kind(''), undefined);
    assert.deepEqual(context.list(''), []);
    assert.deepEqual(context.walk(), []);
  });

  it('has no path for a Dockerfile outside', () => {
    const root = temporaryDirectory({ 'app/a': '', 'other/Dockerfile': '', 'other/Dockerfile.dockerignore': 'a' });
    const context = createContextFiles({ root: join(root, 'app'), dockerfile: join(root, 'other/Dockerfile') });
    assert.equal(context.dockerfilePath, undefined);
    assert.equal(context.ignored('a'), true);
  });
});
