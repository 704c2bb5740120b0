import type { Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { type FollowedContainer, followContainer, type LogPart } from './follow-container';
import { createLogPainter, type LogLabel } from './log-painter';
import { createLogPosition, type LogPosition } from './log-position';
import { type LogView, parseFilter } from './log-view';
import { createMerged } from './merge';
import { readLogs } from './read-logs';
import { watchLives } from './watch-lives';

export interface LogSource extends FollowedContainer {
  readonly label: LogLabel;
}

export interface FollowOptions {
  readonly sources: readonly LogSource[];
  /** What joins them later: the containers of a project are made anew again and again. */
  readonly joins?: (event: EngineEvent) => LogSource | undefined;
  readonly view: LogView;
  readonly signal: AbortSignal;
}

/** Of the past of several containers, at most so many lines of each are sorted into one terminal. */
const mostPast = 10_000;
/** Characters that are handed over at once. */
const enough = 64 * 1024;

/** Containers' output as a terminal's text, one container as it prints and several with their names before each line. */
export async function* followLogs(engine: Engine, options: FollowOptions): AsyncGenerator<string> {
  const { sources, joins, view, signal } = options;
  const painter = createLogPainter({
    timestamps: view.timestamps,
    filter: view.filter === undefined ? undefined : parseFilter(view.filter),
  });
  const abort = new AbortController();
  const over = AbortSignal.any([signal, abort.signal]);
  const merged = createMerged<readonly [LogSource, LogPart]>({ signal: over, more: joins !== undefined });
  const known = new Set(sources.map(({ id }) => id));
  const lives = watchLives(engine, {
    signal: over,
    onEvent(event) {
      const joined = known.has(event.id) ? undefined : joins?.(event);
      if (!joined) return;
      known.add(joined.id);
      merged.add(follow(joined, createLogPosition(), { tail: 'all' }));
    },
  });

  function follow(source: LogSource, position: LogPosition, part: Pick<LogView, 'tail' | 'since'>) {
    return labelled(source, followContainer(engine, source, { view: part, lives, signal: over, position }));
  }

  try {
    await lives.opened;
    const positions = new Map(sources.map((source) => [source.id, createLogPosition()]));
    const positionOf = ({ id }: LogSource) => positions.get(id) ?? createLogPosition();
    if (sources.length > 1) {
      let shown = '';
      const past = { ...view, tail: view.tail === 'all' ? mostPast : view.tail };
      for await (const { source, entry } of readLogs(engine, sources, past, over)) {
        shown += painter.paint(source.id, source.label, positionOf(source).take([entry]));
        if (shown.length < enough) continue;
        yield shown;
        shown = '';
      }
      if (shown !== '') yield shown;
    }
    for (const source of sources) merged.add(follow(source, positionOf(source), view));
    for await (const [source, part] of merged) {
      const shown =
        'notice' in part
          ? painter.flush(source.id) + painter.notice(part.notice)
          : painter.paint(source.id, source.label, part.entries);
      if (shown !== '') yield shown;
    }
  } finally {
    abort.abort();
  }
}

/** What goes wrong with one container is said, and keeps nobody from following the others. */
async function* labelled(
  source: LogSource,
  parts: AsyncIterable<LogPart>,
): AsyncGenerator<readonly [LogSource, LogPart]> {
  try {
    for await (const part of parts) yield [source, part];
  } catch (error) {
    if (!isEngineError(error)) throw error;
    yield [source, { notice: `${source.name}: ${[error.message, error.hint].filter(Boolean).join(' ')}` }];
  }
}
