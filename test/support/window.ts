import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { installExtensions, openBrowser, openWorkbench, startServer } from '../vscode-host/host.mjs';
import { Workbench } from '../vscode-host/ui.mjs';
import { engineEnvironment } from './engine-environment';
import { pictureWhenFailing } from './failure-pictures';
import { repositoryRoot } from './scratch';
import { atEnd } from './watchdog';
import { copyWorkspace, packagedExtension } from './workspace';

export interface WindowOptions {
  /** Environment of the extension host; without it there is no engine. See `engineEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder to open: by default a copy of the sample workspace; undefined opens none. */
  readonly folder?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders are not trusted until somebody says so. */
  readonly asksForTrust?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
}

/** A VS Code window with the packaged extension installed. */
export interface TestWindow {
  readonly workbench: Workbench;
  readonly page: Page;
  readonly folder: string | undefined;
  /** Saves test/host/screenshots/<name>.png, of the whole window or of its left part, and returns its path. */
  screenshot(name: string, part?: { readonly width: number; readonly height: number }): Promise<string>;
  /** What the server and the extension host logged. */
  log(): string;
  close(): Promise<void>;
}

let installed: string | undefined;

/** Opens a window and waits until it is usable. It is closed at the end of the tests at the latest. */
export async function openWindow(options: WindowOptions = {}): Promise<TestWindow> {
  const { env = engineEnvironment(undefined), asksForTrust = false, size = { width: 1400, height: 900 } } = options;
  const settings = {
    ...(asksForTrust
      ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' }
      : {}),
    ...options.settings,
  };
  const folder = 'folder' in options ? options.folder : copyWorkspace();
  const dataDir = temporaryFolder('layerwright-window-');
  // The watchdog recognises the server, its extension host and its terminals by this folder.
  const endServer = atEnd({ kind: 'processes', commandLine: dataDir }, () => server.close());
  const server = await startServer({ dataDir, extensionsDir: extensionsFolder(), env, settings, asksForTrust });
  const browser = await openBrowser();
  // It ends by itself when its pipe to this process closes.
  const endBrowser = atEnd(undefined, () => browser.close());
  const close = async () => {
    await endBrowser();
    await endServer();
  };
  try {
    const page = await browser.newPage({ viewport: size });
    await openWorkbench(page, server, folder === undefined ? {} : { folder });
    const workbench = new Workbench(page);
    await workbench.ready();
    const picture = pictureWhenFailing((name) => takeScreenshot(page, name));
    return {
      workbench,
      page,
      folder,
      screenshot: (name, part) => takeScreenshot(page, name, part),
      log: () => server.log(),
      async close() {
        picture.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function takeScreenshot(page: Page, name: string, part?: { width: number; height: number }): Promise<string> {
  const folder = join(repositoryRoot, 'test', 'host', 'screenshots');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, ...(part ? { clip: { x: 0, y: 0, ...part } } : {}) });
  return path;
}

/** Installs the VSIX once for all windows of this process. */
function extensionsFolder(): string {
  if (installed) return installed;
  installed = temporaryFolder('layerwright-extensions-');
  installExtensions([packagedExtension()], installed);
  return installed;
}

function temporaryFolder(prefix: string): string {
  const path = mkdtempSync(join(tmpdir(), prefix));
  atEnd({ kind: 'folder', path }, async () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
