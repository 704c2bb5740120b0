import type { Disposable } from '../shared/disposable';

export interface LensChanges extends Disposable {
  /** What lenses say is not what it was. */
  changed(): void;
  /** The editor has asked for the lenses of this document. */
  asked(document: string): void;
}

/**
 * Tells the editor that lenses changed, and again where it has not asked for them since: VS Code forgets what it was told when a
 * text loses the focus before it has asked, and would show the old lenses until the text is focused again. Not for ever, because
 * who has switched lenses off never asks. `pauses` are milliseconds.
 */
export function createLensChanges(options: {
  readonly shown: () => readonly string[];
  readonly tell: () => void;
  readonly pauses?: readonly number[];
}): LensChanges {
  const { shown, tell, pauses = [1500, 3000, 6000] } = options;
  const owing = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function say(attempt: number): void {
    clearTimeout(timer);
    tell();
    const pause = pauses[attempt];
    if (owing.size === 0 || pause === undefined) return;
    timer = setTimeout(() => {
      const there = shown();
      for (const document of owing) if (!there.includes(document)) owing.delete(document);
      if (owing.size > 0) say(attempt + 1);
    }, pause);
  }

  return {
    changed() {
      owing.clear();
      for (const document of shown()) owing.add(document);
      say(0);
    },
    asked(document) {
      owing.delete(document);
      if (owing.size === 0) clearTimeout(timer);
    },
    dispose: () => clearTimeout(timer),
  };
}
