import { lstat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { RelativePattern, Uri, workspace } from 'vscode';
import type { BuildRun } from '../builds/build-run';
import type { Builds } from '../builds/builds';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';

/** Whether the files of a build's context are still those that were built. */
export interface BuildInputs extends Disposable {
  changed(run: BuildRun): boolean;
  readonly onDidChange: Event<void>;
}

/** Watches the context of the last build of each Dockerfile, until the first change the builder would see. */
export function createBuildInputs(options: {
  readonly builds: Builds;
  /** `path` is relative to the context, with slashes. */
  readonly ignores: (run: BuildRun, path: string) => Promise<boolean>;
  /** Whether files have changed since a build began that is over when we hear of it. */
  readonly changedSince: (run: BuildRun) => Promise<boolean>;
}): BuildInputs {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const changed = new Set<number>();
  const watched = new Map<string, Disposable>();
  owned.add({
    dispose() {
      for (const watch of watched.values()) watch.dispose();
    },
  });

  function watch(run: BuildRun): void {
    const { dockerfile, context } = run.request;
    watched.get(dockerfile)?.dispose();
    watched.delete(dockerfile);
    if (!takesFiles(run)) return;
    const parts = new DisposableList();
    watched.set(dockerfile, parts);
    const change = () => {
      if (changed.has(run.number)) return;
      changed.add(run.number);
      parts.dispose();
      changes.fire();
    };
    const watcher = parts.add(workspace.createFileSystemWatcher(new RelativePattern(Uri.file(context), '**')));
    const onEvent = async ({ fsPath, scheme }: Uri) => {
      const path = relative(context, fsPath).replaceAll(sep, '/');
      // The Dockerfile itself is compared as text.
      const own = scheme !== 'file' || path === '' || path.startsWith('../') || fsPath === dockerfile;
      if (own || changed.has(run.number) || !(await isLater(fsPath, run.startedAt))) return;
      if (!(await options.ignores(run, path))) change();
    };
    parts.add(watcher.onDidChange((uri) => void onEvent(uri)));
    parts.add(watcher.onDidCreate((uri) => void onEvent(uri)));
    parts.add(watcher.onDidDelete((uri) => void onEvent(uri)));
    if (run.outcome !== undefined) void options.changedSince(run).then((since) => since && change());
  }

  owned.add(builds(options.builds, watch));
  return {
    changed: (run) => changed.has(run.number),
    onDidChange: changes.event,
    dispose: () => owned.dispose(),
  };
}

function builds({ all, onDidBegin }: Builds, each: (run: BuildRun) => void): Disposable {
  for (const run of all) each(run);
  return onDidBegin(each);
}

/** Not of a file that was written just before the build: the editor tells of that a little later. */
async function isLater(path: string, time: number): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  return stats ? stats.ctimeMs > time : Date.now() > time + 1000;
}

/** Of the context, by COPY, ADD or a mount. */
function takesFiles({ file }: BuildRun): boolean {
  return file.instructions.some(
    (instruction) =>
      ((instruction.kind === 'COPY' || instruction.kind === 'ADD') && instruction.from === undefined) ||
      (instruction.kind === 'RUN' &&
        instruction.mounts.some(({ type, from }) => type === 'bind' && from === undefined)),
  );
}
