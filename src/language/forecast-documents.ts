import { readFile } from 'node:fs/promises';
import { RelativePattern, Uri, workspace } from 'vscode';
import type { Builds } from '../builds/builds';
import type { LastBuild } from '../builds/last-builds';
import type { NextBuilds, ToldForecast } from '../builds/next-builds';
import type { Forecaster } from '../cache/forecaster';
import type { Engine } from '../engine/engine';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { LineMap } from '../shared/line-map';
import { findDocument, isDockerfile } from './documents';

export interface ForecastDocumentsOptions {
  readonly builds: Builds;
  readonly forecaster: Pick<Forecaster, 'forecast'>;
  readonly engine: () => Promise<Engine>;
  /** Something happened at the engine. Listening connects, so it begins with the first forecast. */
  readonly onEngineEvent: Event<{ readonly kind: string; readonly action: string }>;
  /** Another engine is used. */
  readonly onDidChangeEngine: Event<unknown>;
  readonly onFailure: (error: unknown) => void;
}

interface Made {
  readonly text: string;
  readonly generation: number;
  readonly forecast: Promise<ToldForecast | undefined>;
}

/** After the last of several changes, in milliseconds: an install writes thousands of files. */
const settled = 600;

export function createForecastDocuments(options: ForecastDocumentsOptions): NextBuilds & Disposable {
  const { builds, forecaster, engine, onEngineEvent, onFailure } = options;
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const made = new Map<string, Made>();
  const watched = new Set<string>();
  let generation = 0;
  let timer: NodeJS.Timeout | undefined;
  let listening = false;

  function invalidate(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      generation += 1;
      changes.fire();
    }, settled);
  }

  function watch(root: string): void {
    if (watched.has(root)) return;
    watched.add(root);
    const watcher = owned.add(workspace.createFileSystemWatcher(new RelativePattern(Uri.file(root), '**')));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      owned.add(event(({ fsPath }) => !isGit(fsPath) && invalidate()));
  }

  async function make(build: LastBuild, text: string): Promise<ToldForecast | undefined> {
    const { dockerfile, context: root, target, platform, chosenBuilder: builder, buildArgs } = build;
    if (builder === 'elsewhere') return undefined;
    const connected = await engine();
    if (!listening) {
      listening = true;
      owned.add(onEngineEvent(({ kind, action }) => (kind === 'image' || action === 'prune') && invalidate()));
    }
    watch(root);
    const open = await forecaster.forecast({
      ...{ engine: connected, dockerfile, text, root, target, platform, builder, buildArgs },
    });
    return open && { ...open, lines: new LineMap(text) };
  }

  owned.add(options.onDidChangeEngine(invalidate));
  owned.add(builds.onDidBegin(() => changes.fire()));
  owned.add(builds.onDidChange(({ outcome }) => outcome && invalidate()));
  owned.add(
    workspace.onDidChangeTextDocument(
      ({ document, contentChanges }) => contentChanges.length > 0 && isDockerfile(document) && invalidate(),
    ),
  );
  owned.add({ dispose: () => clearTimeout(timer) });
  return {
    async of(build) {
      const { dockerfile, target } = build;
      const going = builds.of(dockerfile);
      // What a build is about to write down is not known yet.
      if (!workspace.isTrusted || (going && going.outcome === undefined)) return undefined;
      const text = await textOf(dockerfile);
      if (text === undefined) return undefined;
      const key = `${dockerfile}\0${target ?? ''}`;
      const known = made.get(key);
      if (known?.text === text && known.generation === generation) return known.forecast;
      const forecast = make(build, text).catch((error: unknown) => {
        onFailure(error);
        // Who asks again, tries again.
        made.delete(key);
        return undefined;
      });
      made.set(key, { text, generation, forecast });
      return forecast;
    },
    onDidChange: changes.event,
    dispose: () => owned.dispose(),
  };
}

/** As it is in the editor, saved or not. */
async function textOf(dockerfile: string): Promise<string | undefined> {
  const document = findDocument(Uri.file(dockerfile).toString());
  return document ? document.getText() : readFile(dockerfile, 'utf8').catch(() => undefined);
}

/** What git writes for itself changes with every look at the repository; the next change of anything else is seen. */
function isGit(path: string): boolean {
  return /[\\/]\.git[\\/]/.test(path);
}
