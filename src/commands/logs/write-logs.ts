import type { Engine } from '../../engine/engine';
import { plainText } from '../../shared/clean-text';
import { createLogPainter } from './log-painter';
import { createLogNaming } from './log-sources';
import type { LogTargets } from './log-targets';
import { type LogView, parseFilter } from './log-view';
import { readLogs } from './read-logs';

export interface WrittenLogs {
  readonly lines: number;
  /** Ended at the limit; there is more. */
  readonly cut: boolean;
}

/** Characters that are handed over at once. */
const enough = 256 * 1024;

/**
 * Containers' output up to now as plain text, piece by piece; the next piece is read when `take` is done with the one
 * before. Returns how many lines there were.
 */
export async function writeLogs(
  engine: Engine,
  { containers }: Pick<LogTargets, 'containers'>,
  options: {
    readonly view: LogView;
    readonly signal: AbortSignal;
    readonly take: (text: string) => Promise<void> | void;
    readonly most?: { readonly lines: number };
  },
): Promise<WrittenLogs> {
  const { view, signal, take, most } = options;
  const naming = createLogNaming({ together: containers.length > 1 });
  const sources = containers.map((container) => naming.source(container));
  const filter = view.filter === undefined ? undefined : parseFilter(view.filter);
  const painter = createLogPainter({ timestamps: view.timestamps, filter, exactTimes: true });
  let shown = '';
  let lines = 0;
  let cut = false;
  for await (const { source, entry } of readLogs(engine, sources, view, signal)) {
    const text = painter.paint(source.id, source.label, [entry]);
    shown += text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
    cut = most !== undefined && lines >= most.lines;
    if (cut) break;
    if (shown.length < enough) continue;
    await take(plainLines(shown));
    shown = '';
  }
  for (const { id } of sources) shown += painter.flush(id);
  if (shown !== '') await take(plainLines(shown));
  return { lines, cut };
}

function plainLines(text: string): string {
  return plainText(text).replace(/\r\n/g, '\n');
}
