import type { TransferEvent } from '../../engine/engine';
import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';

/** What a pull or push has done so far, over all layers. */
export interface TransferProgress {
  add(event: TransferEvent): void;
  /** `3 of 7 layers, 45 MB of 120 MB`; undefined before the first layer. */
  readonly message: string | undefined;
  readonly digest: string | undefined;
  /** Nothing had to be sent: all was there. */
  readonly upToDate: boolean;
}

interface Layer {
  current: number;
  total: number;
  done: boolean;
}

const doneStatus = /^(?:Pull complete|Already exists|Pushed|Layer already exists|Mounted from|Download complete)/;

export function createTransferProgress(): TransferProgress {
  const layers = new Map<string, Layer>();
  let digest: string | undefined;
  let upToDate = false;
  return {
    add({ layer: id, status, current, total, digest: found }) {
      digest = found ?? digest;
      if (/Image is up to date/.test(status)) upToDate = true;
      if (id === undefined) return;
      const layer = layers.get(id) ?? { current: 0, total: 0, done: false };
      layers.set(id, layer);
      // Extracting counts the same bytes a second time.
      if (current !== undefined && /^(?:Downloading|Pushing)/.test(status)) {
        layer.current = current;
        layer.total = Math.max(total ?? 0, current);
      }
      if (!doneStatus.test(status)) return;
      layer.current = layer.total;
      layer.done = status !== 'Download complete' || layer.done;
    },
    get message() {
      if (layers.size === 0) return undefined;
      const all = [...layers.values()];
      const total = sum(all, 'total');
      const bytes = total > 0 ? `, ${formatBytes(sum(all, 'current'))} of ${formatBytes(total)}` : '';
      return `${all.filter(({ done }) => done).length} of ${plural(all.length, 'layer')}${bytes}`;
    },
    get digest() {
      return digest;
    },
    get upToDate() {
      return upToDate;
    },
  };
}

function sum(layers: readonly Layer[], key: 'current' | 'total'): number {
  return layers.reduce((total, layer) => total + layer[key], 0);
}

/** Reports at most ten times a second: a fast registry sends hundreds of lines. */
export async function follow(
  events: AsyncIterable<TransferEvent>,
  report: (message: string) => void,
): Promise<TransferProgress> {
  const progress = createTransferProgress();
  let last = 0;
  for await (const event of events) {
    progress.add(event);
    const now = Date.now();
    if (progress.message === undefined || now - last < 100) continue;
    last = now;
    report(progress.message);
  }
  return progress;
}
