import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from './scratch';
import { atEnd } from './watchdog';

/** The folder that `npm start` opens. Tests that change files work on a copy. */
export const sampleWorkspace = join(repositoryRoot, 'test', 'fixtures', 'workspace');

/** A copy in the temporary folder, removed when the tests are over. */
export function copyWorkspace(from: string = sampleWorkspace): string {
  const parent = mkdtempSync(join(tmpdir(), 'layerwright-workspace-'));
  atEnd({ kind: 'folder', path: parent }, async () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, basename(from));
  cpSync(from, folder, { recursive: true });
  return folder;
}

/** The VSIX that `npm run package` made. Throws a sentence when there is none. */
export function packagedExtension(): string {
  const { name, version } = require(join(repositoryRoot, 'package.json')) as { name: string; version: string };
  const file = join(repositoryRoot, `${name}-${version}.vsix`);
  if (!existsSync(file))
    throw new Error(`${basename(file)} is missing: run "npm run package" first, or "npm run test:host", which does.`);
  return file;
}
