import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyFromContainer } from '../../src/commands/files/copy-from-container';
import { copyToContainer } from '../../src/commands/files/copy-to-container';
import { deleteContainerFile } from '../../src/commands/files/delete-container-file';
import { newContainerFile, newContainerFolder } from '../../src/commands/files/new-container-file';
import { openContainerFile } from '../../src/commands/files/open-container-file';
import { openContainerFolder } from '../../src/commands/files/open-container-folder';
import { renameContainerFile } from '../../src/commands/files/rename-container-file';
import { type ContainerFiles, createContainerFiles } from '../../src/container-files/container-files';
import { sortEntries } from '../../src/container-files/file-entry';
import type { FileNode, FilesNode } from '../../src/views/files/nodes';
import { fileNode } from '../../src/views/files/nodes';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, useEngine } from './connected';

/** From rows and from the palette, as docker cp and an Explorer would do it. */
describe('commands on files of containers', function () {
  this.timeout(60_000);
  const connected = useEngine();
  let files: ContainerFiles;
  let here: string;
  let root: FilesNode;

  before(async () => {
    files = createContainerFiles(
      async () => connected.engine,
      (_title, task) => task(() => {}, new AbortController().signal),
    );
    here = await mkdtemp(join(tmpdir(), 'layerwright-files-'));
    const id = await run(
      connected.engine,
      ['sh', '-c', 'mkdir -p /app/sub; echo one > /app/one; ln -s one /app/link; exec sleep 600'],
      { name: 'lw-files' },
    );
    root = { kind: 'files', rowId: 'x', container: { id, name: 'lw-files', authority: 'lw-files' } };
    while ((await files.stat(id, '/app/link').catch(() => undefined)) === undefined) await Promise.resolve();
  });
  after(() => rm(here, { recursive: true, force: true }));

  const person = (...answers: readonly Answer[]) =>
    script({ engine: connected.engine, files: async () => files }, ...answers);
  const row = async (path: string): Promise<FileNode> => {
    const names = path.split('/').filter(Boolean);
    let at: FilesNode | FileNode = root;
    for (const name of names) {
      const entry = (await files.list(root.container.id, at.kind === 'files' ? '/' : at.path)).find(
        (found) => found.name === name,
      );
      if (!entry) throw new Error(`There is no ${path}`);
      at = fileNode(at, entry);
    }
    return at as FileNode;
  };
  const names = async (path: string) => sortEntries(await files.list(root.container.id, path)).map(({ name }) => name);
  const text = async (path: string) => (await files.read(root.container.id, path)).toString();

  it('open a file from its row, and by its path from the palette, which is remembered', async () => {
    const clicked = person();
    await openContainerFile(clicked.services, [await row('/app/one')]);
    deepEqual(clicked.opened, ['layerwright-container://lw-files/app/one']);
    const asked = person(
      { pick: 'lw-files' },
      { type: '/app/../app/link' },
      { pick: 'lw-files' },
      { type: (last) => `${last}/` },
    );
    await openContainerFile(asked.services, []);
    await openContainerFile(asked.services, []);
    deepEqual(asked.opened, ['layerwright-container://lw-files/app/link', 'layerwright-container://lw-files/app/link']);
    await rejects(
      openContainerFile(person({ type: 'app' }, { type: '/app' }).services, [{ container: 'lw-files', path: '/app' }]),
      {
        message: 'lw-files:/app is a folder.',
      },
    );
    await rejects(openContainerFile(person().services, ['layerwright-container://lw-files/no']), {
      problem: 'missing',
    });
  });

  it('open a folder beside those of the workspace', async () => {
    const added: string[] = [];
    const { services } = script({
      engine: connected.engine,
      files: async () => files,
      workspace: { addFolder: (uri, name) => added.push(`${uri} ${name}`) },
    });
    await openContainerFolder(services, [await row('/app')]);
    await openContainerFolder(services, [root]);
    deepEqual(added, [
      'layerwright-container://lw-files/app app (lw-files)',
      'layerwright-container://lw-files/ lw-files',
    ]);
  });

  it('make, rename and delete files and folders', async () => {
    const made = person({ type: '../x' }, { type: 'new file' });
    await newContainerFile(made.services, [await row('/app/sub')]);
    deepEqual(made.refused, ['A name has no slash.']);
    deepEqual(made.opened, ['layerwright-container://lw-files/app/sub/new%20file']);
    await newContainerFolder(person({ type: 'deeper' }).services, [await row('/app/sub')]);
    await rejects(newContainerFolder(person({ type: 'deeper' }).services, [await row('/app/sub')]), {
      problem: 'exists',
    });
    await renameContainerFile(person({ type: 'renamed' }).services, [await row('/app/sub/new file')]);
    deepEqual(await names('/app/sub'), ['deeper', 'renamed']);

    const refused = person({ confirm: false });
    const rows = [await row('/app/link'), await row('/app/sub'), await row('/app/sub/renamed')];
    await deleteContainerFile(refused.services, [rows[0], rows]);
    deepEqual(refused.said, [
      'confirm: Delete 2 files and folders? | lw-files:/app/link (the link, not what it leads to)\nlw-files:/app/sub (a folder, with everything in it)\n\nThis cannot be undone. [Delete]',
    ]);
    deepEqual(await names('/app'), ['sub', 'link', 'one']);
    const agreed = person({ confirm: true });
    await deleteContainerFile(agreed.services, [rows[0], rows]);
    deepEqual(await names('/app'), ['one']);
    match(agreed.said.at(-1) ?? '', /^status: Deleted lw-files:\/app\/link and lw-files:\/app\/sub\.$/);
    await rejects(
      deleteContainerFile(person({ confirm: true }).services, [{ container: 'lw-files', path: '/etc/hosts' }]),
      {
        message: /is where another file system is mounted/,
      },
    );
  });

  it('copy files here from rows and by path, and ask before they replace any', async () => {
    const target = join(here, 'from');
    await mkdir(target);
    const first = person({ browse: target });
    await copyFromContainer(first.services, [await row('/app/one')]);
    equal(await readFile(join(target, 'one'), 'utf8'), 'one\n');
    equal(first.said.at(-1), `info: Copied lw-files:/app/one to ${target} (4 B). [Reveal]`);
    const again = person(
      { pick: 'lw-files' },
      { type: '/app' },
      { browse: target },
      { pick: 'lw-files' },
      { type: '/app' },
      { browse: target },
      { confirm: false },
    );
    await copyFromContainer(again.services, []);
    equal(await readFile(join(target, 'app', 'one'), 'utf8'), 'one\n');
    await copyFromContainer(again.services, []);
    match(
      again.said.at(-1) ?? '',
      /^confirm: Replace .*app\? \| .*Files of the same name are replaced; others in a folder stay\. \[Replace\]$/s,
    );
  });

  it('copy files of the Explorer to a container, and ask before they replace any', async () => {
    const one = join(here, 'one');
    const two = join(here, 'two');
    await writeFile(one, 'from here');
    await writeFile(two, '2');
    const explorer = person({ pick: 'lw-files' }, { type: '/app' }, { confirm: true });
    await copyToContainer(explorer.services, [one, [one, two]]);
    deepEqual(explorer.said, [
      'pick: Copy to container (lw-files)',
      'input: Copy to container: path in lw-files | The folder to copy into. "/"',
      'confirm: Replace /app/one in lw-files? | /app/one\n\nFiles of the same name are replaced; others in a folder stay. [Replace]',
      'status: Copied one and two to lw-files:/app (2 files, 10 B).',
    ]);
    equal(await text('/app/one'), 'from here');
    const folder = join(here, 'folder');
    await mkdir(folder);
    await writeFile(join(folder, 'inside'), '');
    await copyToContainer(person({ pick: 'Folder…' }, { browse: folder }).services, [await row('/app')]);
    await copyToContainer(person({ pick: 'Files…' }, { browse: two }).services, [await row('/app/folder')]);
    deepEqual(await names('/app/folder'), ['inside', 'two']);
    ok((await names('/app')).includes('folder'));
  });
});
