import type { StatsSample } from '../../engine/container-watch';
import type { Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { watchEvents } from '../../engine/event-stream';
import type { Webviews } from '../../host/webview';
import type { FromPage, ShownContainer, ToPage } from './protocol';

export interface StatsPanelOptions {
  readonly webviews: Webviews;
  readonly engine: Engine;
  readonly title: string;
  /** Undefined: those that run, and those that are started later. */
  readonly containers: readonly ShownContainer[] | undefined;
  /** Whose processes are shown at once. */
  readonly open?: string;
}

/** Samples kept of each: two minutes. */
const mostSamples = 120;
/** Each is a connection that the engine feeds every second. */
const mostContainers = 20;

/** What containers use, drawn as it changes. While nobody sees it, the engine is asked nothing. */
export function openStatsPanel({ webviews, engine, title, containers, open }: StatsPanelOptions): void {
  const panel = webviews.open<FromPage, ToPage>({ name: 'stats', title });
  const shown = new Map<string, ShownContainer>((containers ?? []).map((container) => [container.id, container]));
  const histories = new Map<string, StatsSample[]>();
  const streams = new Set<string>();
  /** Said while there is something to show. */
  let remark = '';
  let lastGone = '';
  let greeted = false;
  let abort: AbortController | undefined;

  function tellAll(): void {
    panel.post({ kind: 'containers', containers: [...shown.values()], open });
    for (const [id, samples] of histories) panel.post({ kind: 'samples', id, samples });
  }

  function begin(): void {
    if (abort || !greeted || !panel.visible) return;
    abort = new AbortController();
    const { signal } = abort;
    void watchEvents(async () => engine, {
      signal,
      onEvent: (event) => take(event, signal),
      onState({ kind }) {
        if (kind === 'connected') void follow(signal);
        if (kind === 'unreachable' || kind === 'permission')
          panel.post({ kind: 'note', text: 'The engine does not answer. This goes on when it does.' });
      },
    });
  }

  function end(): void {
    abort?.abort();
    abort = undefined;
    streams.clear();
  }

  async function follow(signal: AbortSignal): Promise<void> {
    remark = '';
    if (containers === undefined) {
      const running = await engine.containers.list({ signal }).then(
        (all) => all.filter(({ state }) => state === 'running' || state === 'paused'),
        () => undefined,
      );
      if (signal.aborted || !running) return;
      const newest = running.sort((a, b) => b.created - a.created).slice(0, mostContainers);
      for (const { id, name } of newest) shown.set(id, { id, name });
      if (running.length > mostContainers)
        remark = `Only the newest ${mostContainers} of ${running.length} running containers are shown. Select the ones you want in the Containers view.`;
    }
    tellNote();
    tellAll();
    for (const id of shown.keys()) void sample(id, signal);
  }

  async function sample(id: string, signal: AbortSignal): Promise<void> {
    if (streams.has(id) || signal.aborted) return;
    streams.add(id);
    try {
      for await (const one of engine.containers.stats(id, signal)) {
        if (signal.aborted) return;
        const history = histories.get(id) ?? [];
        histories.set(id, [...history.slice(1 - mostSamples), one]);
        panel.post({ kind: 'samples', id, samples: [one] });
      }
    } catch (error) {
      // A connection that broke is told by the events, which also tell when to go on.
      if (isEngineError(error, 'not-found')) remove(id);
    } finally {
      if (!signal.aborted) streams.delete(id);
    }
  }

  function take({ kind, action, id, attributes }: EngineEvent, signal: AbortSignal): void {
    if (kind !== 'container') return;
    if (action === 'destroy' || action === 'remove') remove(id);
    if (action === 'rename' && shown.has(id)) {
      shown.set(id, { id, name: attributes.name ?? id });
      tellAll();
    }
    if (action !== 'start') return;
    if (containers === undefined && !shown.has(id) && shown.size < mostContainers) {
      shown.set(id, { id, name: attributes.name ?? id.slice(0, 12) });
      tellNote();
      tellAll();
    }
    if (shown.has(id)) void sample(id, signal);
  }

  function remove(id: string): void {
    lastGone = shown.get(id)?.name ?? lastGone;
    if (!shown.delete(id)) return;
    histories.delete(id);
    panel.post({ kind: 'gone', id });
    tellNote();
  }

  function tellNote(): void {
    panel.post({ kind: 'note', text: shown.size > 0 ? remark : nothing() });
  }

  function nothing(): string {
    if (containers === undefined) return 'No container is running. The ones you start appear here.';
    return containers.length === 1 ? `${lastGone} was removed.` : 'These containers were removed.';
  }

  async function tellProcesses(id: string): Promise<void> {
    try {
      panel.post({ kind: 'processes', id, table: await engine.containers.top(id, abort?.signal) });
    } catch (error) {
      if (isEngineError(error, 'cancelled')) return;
      panel.post({ kind: 'processes', id, table: undefined, problem: error instanceof Error ? error.message : '' });
    }
  }

  panel.onMessage((message) => {
    if (message?.kind === 'hello') {
      greeted = true;
      if (abort) tellAll();
      else begin();
    } else if (message?.kind === 'processes' && typeof message.id === 'string' && shown.has(message.id)) {
      void tellProcesses(message.id);
    }
  });
  panel.onDidChangeVisible((visible) => {
    // The page is made anew when it is seen again, and says so.
    greeted = false;
    if (!visible) end();
  });
  panel.onDidClose(end);
}
