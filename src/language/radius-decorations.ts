import { FileDecoration, type FileDecorationProvider, ThemeColor, type Uri, window, workspace } from 'vscode';
import type { LastBuilds } from '../builds/last-builds';
import type { NextBuilds } from '../builds/next-builds';
import type { Settings } from '../host/settings';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter } from '../shared/emitter';

/** In the Explorer: how many build steps an edit of a file runs again, for the Dockerfiles that were built. */
export function registerRadiusDecorations(options: {
  readonly documents: NextBuilds;
  readonly lastBuilds: LastBuilds;
  readonly settings: Settings;
}): Disposable {
  const { documents, lastBuilds, settings } = options;
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<undefined>());
  const shown = () => settings.build().blastRadius;

  const provider: FileDecorationProvider = {
    onDidChangeFileDecorations: changes.event,
    async provideFileDecoration(uri: Uri) {
      if (!shown() || uri.scheme !== 'file' || !workspace.isTrusted) return undefined;
      const [{ pathBelow, radiusOf }, { radiusText }] = await Promise.all([
        import('../builds/file-radius'),
        import('../builds/radius-text'),
      ]);
      const told: { readonly steps: number; readonly text: string; readonly outside: boolean }[] = [];
      for (const last of lastBuilds.all) {
        const path = pathBelow(last.context, uri.fsPath);
        if (path === undefined) continue;
        const open = await documents.of(last);
        const radius = open && radiusOf(open, path);
        if (!radius || (!radius.first && !radius.outside)) continue;
        const name = workspace.asRelativePath(last.dockerfile);
        told.push({ steps: radius.runs.length, text: `${name}: ${radiusText(radius)}`, outside: radius.outside });
      }
      if (told.length === 0) return undefined;
      const most = Math.max(...told.map(({ steps }) => steps));
      const tooltip = told.map(({ text }) => text).join('\n');
      if (most === 0) return new FileDecoration(undefined, tooltip, new ThemeColor('disabledForeground'));
      return new FileDecoration(most > 99 ? '99' : String(most), tooltip);
    },
  };
  owned.add(window.registerFileDecorationProvider(provider));
  owned.add(documents.onDidChange(() => shown() && changes.fire(undefined)));
  owned.add(settings.onDidChange(['layerwright.build.blastRadius'], () => changes.fire(undefined)));
  return owned;
}
