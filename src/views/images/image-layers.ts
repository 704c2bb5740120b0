import type { Engine, HistoryLayer } from '../../engine/engine';

/** The histories of images that were expanded: an image's never changes, so each is asked for once. */
export interface ImageLayers {
  of(imageId: string): Promise<readonly HistoryLayer[]>;
  /** Another engine, or none. */
  connect(engine: Engine | undefined): void;
}

/** So many are kept; those beyond are asked for again when they are expanded. */
const most = 200;

export function createImageLayers(): ImageLayers {
  const known = new Map<string, Promise<readonly HistoryLayer[]>>();
  let engine: Engine | undefined;
  return {
    async of(imageId) {
      const found = known.get(imageId);
      if (found) return found;
      if (!engine) return [];
      const asked = engine.images.history(imageId);
      known.set(imageId, asked);
      asked.catch(() => known.delete(imageId));
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return asked;
    },
    connect(connected) {
      known.clear();
      engine = connected;
    },
  };
}
