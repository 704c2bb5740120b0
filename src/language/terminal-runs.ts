import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FileSystemWatcher, RelativePattern, type TextDocument, Uri, window, workspace } from 'vscode';
import type { Builds } from '../builds/builds';
import { readPastRun } from '../builds/past-run';
import { TerminalBuilds } from '../cache/terminal/terminal-builds';
import type { Engine } from '../engine/engine';
import { type Disposable, DisposableList } from '../shared/disposable';
import type { Event } from '../shared/emitter';
import { isDockerfile, openDockerfiles } from './documents';

export interface TerminalRunsOptions {
  readonly builds: Builds;
  readonly engine: () => Promise<Engine>;
  /** Something happened at the engine. Listening connects, so it begins when a build of an open Dockerfile was noted. */
  readonly onEngineEvent: Event<{ readonly kind: string; readonly action: string }>;
  readonly onFailure: (error: unknown) => void;
}

/** After the last of several signs, in milliseconds. */
const settled = 300;

/**
 * Takes in what was built in a terminal from Dockerfiles that are open. It looks when one is opened, when the window gets the
 * focus, when buildx notes a build and when the engine has a new image; the engine is asked only for builds that buildx has noted.
 */
export function createTerminalRuns(options: TerminalRunsOptions): Disposable {
  const { builds, engine, onEngineEvent, onFailure } = options;
  const owned = new DisposableList();
  const ended = new AbortController();
  const terminal = new TerminalBuilds();
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let listening = false;
  let watched: string | undefined;
  let watcher: FileSystemWatcher | undefined;

  function request(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), settled);
  }

  /** Of buildx's folder, or of its coming into being; where there is neither, the editor would look for it again and again. */
  function watch(): void {
    const folder = [join(terminal.folder, 'refs'), terminal.folder, dirname(terminal.folder)].find(existsSync);
    if (folder === undefined || folder === watched) return;
    watched = folder;
    watcher?.dispose();
    const names = folder === dirname(terminal.folder) ? basename(terminal.folder) : '**';
    watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), names), false, true, true);
    watcher.onDidCreate(request);
    // What came before the watcher was there is found by another look.
    request();
  }

  async function look(): Promise<void> {
    if (!workspace.isTrusted) return;
    watch();
    for (const { uri } of openDockerfiles()) {
      if (uri.scheme !== 'file' || ended.signal.aborted) continue;
      try {
        await takeIn(uri.fsPath);
      } catch (error) {
        if (!ended.signal.aborted) onFailure(error);
      }
    }
  }

  async function takeIn(dockerfile: string): Promise<void> {
    const { signal } = ended;
    const history = async () => (await connected()).history;
    const { builds: past, running } = await terminal.take({ key: dockerfile, dockerfile }, history, signal);
    for (const ref of running) void wait(ref);
    const last = past.at(-1);
    const run = last && (await readPastRun(last, await connected(), signal));
    if (run) await builds.adopt({ ...run, request: { ...run.request, dockerfile } });
  }

  /** Until a build has ended. */
  async function wait(ref: string): Promise<void> {
    if (waiting.has(ref)) return;
    waiting.add(ref);
    try {
      for await (const event of (await connected()).history.events(ref, ended.signal)) void event;
    } catch {
      // The engine's next event is another chance.
    }
    waiting.delete(ref);
    request();
  }

  async function connected(): Promise<Engine> {
    const found = await engine();
    if (!listening) owned.add(onEngineEvent(({ kind }) => kind === 'image' && request()));
    listening = true;
    return found;
  }

  const onDocument = (document: TextDocument) => isDockerfile(document) && request();
  owned.add(workspace.onDidOpenTextDocument(onDocument));
  owned.add(workspace.onDidGrantWorkspaceTrust(request));
  owned.add(window.onDidChangeWindowState(({ focused }) => focused && request()));
  owned.add({
    dispose() {
      clearTimeout(timer);
      watcher?.dispose();
      ended.abort();
    },
  });
  request();
  return owned;
}
