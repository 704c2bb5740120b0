import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { compareImages, isIdentical } from '../../../src/image/compare-images';
import { parseConfiguration } from '../../../src/image/configuration';
import { fileTree } from '../../../src/image/file-tree';
import { readArchive } from '../../../src/image/read-archive';

type Part = Partial<Header> & { readonly name: string } & { readonly text?: string };

async function tar(parts: readonly (Part & { readonly bytes?: Buffer })[]): Promise<Buffer> {
  const archive = pack();
  for (const { text, bytes, ...header } of parts) {
    if (bytes !== undefined || text !== undefined)
      archive.entry({ mtime: new Date(0), ...header }, bytes ?? text ?? '');
    else archive.entry({ mtime: new Date(0), ...header });
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const configuration = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sh'], Env: ['PATH=/bin', 'EMPTY='] } };

/** As engines before 25 save it: a folder per layer, in any order, the list at the end, a layer that comes twice as a link. */
async function oldArchive(layers: readonly (readonly Part[])[]): Promise<Buffer> {
  const names = layers.map((_, index) => `l${index}/layer.tar`);
  return tar([
    ...(await Promise.all(layers.map(async (layer, index) => ({ name: names[index] ?? '', bytes: await tar(layer) })))),
    { name: 'again/layer.tar', type: 'symlink', linkname: '../l0/layer.tar' },
    { name: 'l0/VERSION', text: '1.0' },
    { name: 'c0ffee.json', text: JSON.stringify(configuration) },
    {
      name: 'manifest.json',
      text: JSON.stringify([{ Config: 'c0ffee.json', RepoTags: ['a:1'], Layers: [...names, 'again/layer.tar'] }]),
    },
  ]);
}

/** As newer engines save it: everything by its digest, the list in front, layers packed. */
async function newArchive(layers: readonly (readonly Part[])[]): Promise<Buffer> {
  const names = layers.map((_, index) => `blobs/sha256/${index}`);
  const list = [{ Config: 'blobs/sha256/c0ffee', RepoTags: ['a:1'], Layers: names }];
  return tar([
    { name: 'manifest.json', text: JSON.stringify(list) },
    { name: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'blobs/', type: 'directory' },
    { name: 'blobs/sha256/c0ffee', text: JSON.stringify(configuration) },
    ...(await Promise.all(
      layers.map(async (layer, index) => ({ name: names[index] ?? '', bytes: gzipSync(await tar(layer)) })),
    )),
  ]);
}

async function load(archive: Buffer) {
  // In pieces that end anywhere.
  const pieces = Array.from({ length: Math.ceil(archive.length / 700) }, (_, i) =>
    archive.subarray(i * 700, i * 700 + 700),
  );
  const [image] = await readArchive(Readable.from(pieces, { objectMode: false }));
  ok(image);
  return image;
}

const lower: readonly Part[] = [
  { name: './', type: 'directory', mode: 0o755 },
  { name: 'app/', type: 'directory', mode: 0o755 },
  { name: 'app/old.txt', text: 'old' },
  { name: 'app/kept.txt', text: 'kept', mode: 0o640, uid: 7, gid: 8 },
  { name: 'cache/', type: 'directory' },
  { name: 'cache/one', text: '1' },
  { name: 'tool', text: '#!', mode: 0o4755, pax: { 'SCHILY.xattr.security.capability': 'x' } },
  { name: 'same', type: 'link', linkname: 'tool' },
  { name: 'dir-or-file/', type: 'directory' },
  { name: 'dir-or-file/below', text: '' },
  { name: 'null', type: 'character-device', devmajor: 1, devminor: 3 },
];
const upper: readonly Part[] = [
  { name: 'app/new.txt', text: 'new' },
  { name: 'app/.wh.old.txt', text: '' },
  { name: 'app/', type: 'directory', mode: 0o700 },
  { name: 'cache/two', text: '22' },
  { name: 'cache/.wh..wh..opq', text: '' },
  { name: '.wh..wh.plnk', text: '' },
  { name: 'dir-or-file', text: 'file' },
  { name: 'link', type: 'symlink', linkname: 'app/new.txt' },
  { name: '../outside', text: 'never' },
];

describe('layers of an image', () => {
  for (const [name, archive] of [
    ['older', oldArchive],
    ['newer', newArchive],
  ] as const) {
    it(`become the files one sees, from an archive of ${name} engines`, async () => {
      const image = await load(await archive([lower, upper]));
      const seen = [...fileTree(image.layers.slice(0, 2)).values()].map(
        ({ path, type, mode, uid, size, target, device }) =>
          [path, type, mode.toString(8), uid, target ?? device ?? size].join(' '),
      );
      deepEqual(seen.sort(), [
        'app directory 700 0 0',
        'app/kept.txt file 640 7 4',
        'app/new.txt file 644 0 3',
        'cache directory 755 0 0',
        'cache/two file 644 0 2',
        'dir-or-file file 644 0 4',
        'link symlink 777 0 app/new.txt',
        'null character-device 644 0 1:3',
        'same file 4755 0 2',
        'tool file 4755 0 2',
      ]);
      deepEqual(image.tags, ['a:1']);
      deepEqual(image.configuration.env, { PATH: '/bin', EMPTY: '' });
      deepEqual(
        image.layers.slice(0, 2).map(({ bytes }) => bytes),
        [10, 9],
      );
    });
  }

  it('are read once where the archive only links to them', async () => {
    const { layers } = await load(await oldArchive([lower]));
    equal(layers.length, 2);
    equal(layers[0], layers[1]);
  });

  it('are refused with a sentence when the archive is cut off, empty, or lacks one', async () => {
    const whole = await newArchive([lower]);
    await rejects(
      load(whole.subarray(0, whole.length - 2000)),
      /^ImageArchiveError: The engine's archive of the image cannot be read: /,
    );
    await rejects(load(await tar([])), /has no list of images/);
    await rejects(
      load(
        await tar([
          { name: 'manifest.json', text: '[{"Config":"c","Layers":["x"]}]' },
          { name: 'c', text: '{}' },
        ]),
      ),
      /lacks the layer x\./,
    );
  });

  it('give on the error of a stream that breaks off', async () => {
    const broken = new Error('the engine went away');
    const stream = new Readable({ read() {} });
    const reading = readArchive(stream);
    stream.push((await oldArchive([lower])).subarray(0, 1500));
    stream.destroy(broken);
    await rejects(reading, broken);
  });
});

describe('the comparison of two images', () => {
  const image = async (parts: readonly Part[], config: object = {}) => {
    const { layers } = await load(await newArchive([parts]));
    return { layers, configuration: parseConfiguration({ config }) };
  };

  it('does not see times, nor how layers were cut', async () => {
    const config = { Env: ['A=1', 'B=2'], Labels: { l: '1' }, WorkingDir: '' };
    const before = await image([...lower, { name: 'app/new.txt', text: 'new' }], config);
    const { layers } = await load(
      await oldArchive([lower, [{ name: 'app/new.txt', text: 'new', mtime: new Date(9e11) }]]),
    );
    const after = {
      layers: layers.slice(0, 2),
      configuration: parseConfiguration({ config: { ...config, Env: ['B=2', 'A=1'], WorkingDir: '/' } }),
    };
    const comparison = compareImages(before, after);
    deepEqual(comparison, { files: [], noise: [], configuration: [] });
    equal(isIdentical(comparison), true);
  });

  it('names each file with what is different in it', async () => {
    const before = await image([
      { name: 'content', text: 'a' },
      { name: 'mode', text: '' },
      { name: 'owner', text: '', uid: 1 },
      { name: 'link', type: 'symlink', linkname: 'a' },
      { name: 'kind', text: '' },
      { name: 'device', type: 'block-device', devmajor: 1, devminor: 2 },
      { name: 'capable', text: '', pax: { 'SCHILY.xattr.security.capability': '1' } },
      { name: 'gone', text: '' },
    ]);
    const after = await image([
      { name: 'content', text: 'b' },
      { name: 'mode', text: '', mode: 0o755 },
      { name: 'owner', text: '', gid: 1, uid: 1 },
      { name: 'link', type: 'symlink', linkname: 'b' },
      { name: 'kind', type: 'directory' },
      { name: 'device', type: 'block-device', devmajor: 1, devminor: 3 },
      { name: 'capable', text: '' },
      { name: 'new', text: '' },
    ]);
    const { files } = compareImages(before, after);
    deepEqual(
      files.map(({ path, kind, aspects }) => `${path}: ${[kind, ...aspects].join(' ')}`),
      [
        'capable: changed attributes',
        'content: changed content',
        'device: changed device',
        'gone: removed',
        'kind: changed type',
        'link: changed link target',
        'mode: changed mode',
        'new: added',
        'owner: changed owner',
      ],
    );
  });

  it('lists what package managers leave behind apart, with the reason', async () => {
    const common = [{ name: 'app/main.py', text: 'x' }];
    const before = await image([
      ...common,
      { name: 'root/.npm/_logs/1.log', text: '1' },
      { name: 'var/cache/ldconfig/aux-cache', text: '1' },
      { name: 'app/__pycache__/main.pyc', text: '1' },
      { name: 'app/.npmrc', text: '1' },
    ]);
    const after = await image([...common, { name: 'root/.npm', type: 'directory' }, { name: 'app/.npmrc', text: '2' }]);
    const { files, noise } = compareImages(before, after);
    deepEqual(
      files.map(({ path }) => path),
      ['app/.npmrc'],
    );
    deepEqual(
      noise.map(({ path, reason }) => `${path}: ${reason.split(' ').slice(0, 3).join(' ')}`),
      [
        'app/__pycache__/main.pyc: compiled from a',
        'root/.npm: a download cache,',
        'root/.npm/_logs/1.log: a log',
        'var/cache/ldconfig/aux-cache: a download cache,',
      ],
    );
  });

  it('names each part of the configuration with both values', async () => {
    const before = await image([], {
      Env: ['A=1', 'B='],
      Cmd: ['node', 'a.js'],
      ExposedPorts: { '80/tcp': {} },
      User: '7',
    });
    const after = await image([], {
      Env: ['A=2'],
      Cmd: ['node', 'b.js'],
      Labels: { x: 'y' },
      Healthcheck: { Test: ['NONE'] },
    });
    deepEqual(compareImages(before, after).configuration, [
      { name: 'env A', before: '1', after: '2' },
      { name: 'env B', before: '', after: undefined },
      { name: 'command', before: '["node","a.js"]', after: '["node","b.js"]' },
      { name: 'user', before: '7', after: undefined },
      { name: 'port 80/tcp', before: 'exposed', after: undefined },
      { name: 'label x', before: undefined, after: 'y' },
      { name: 'healthcheck', before: undefined, after: '{"Test":["NONE"]}' },
    ]);
  });
});
