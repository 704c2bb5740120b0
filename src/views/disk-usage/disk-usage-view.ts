import type { DiskUsage } from '../../engine/disk-usage';
import type { Engine } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import type { Log } from '../../host/log';
import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import { formatBytes } from '../../shared/quantity';
import type { EngineView, EngineViewSources } from '../engine-view';
import { formatTime } from '../format';
import { childNodes, presentNode, totalBytes, type UsageNode, usageNodes } from './nodes';

/** Measuring costs the engine seconds: it is done when the view is seen for the first time, and when somebody asks again. */
export function createDiskUsageView(
  { feed }: Pick<EngineViewSources, 'feed'>,
  { log }: { readonly log: Log },
): EngineView<UsageNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const repaints = owned.add(new Emitter<readonly UsageNode[] | undefined>());
  let engine: Engine | undefined;
  let nodes: readonly UsageNode[] | undefined;
  let seen = false;
  let problem: string | undefined;
  let summary: string | undefined;
  let measuring: { readonly done: Promise<void>; readonly abort: AbortController } | undefined;

  function measure(from: Engine): Promise<void> {
    measuring?.abort.abort();
    const abort = new AbortController();
    const done = from.diskUsage({ signal: abort.signal }).then(take, fail).finally(settle);
    measuring = { done, abort };
    changes.fire();
    return done;

    function take(usage: DiskUsage): void {
      if (abort.signal.aborted) return;
      problem = undefined;
      nodes = usageNodes(usage);
      summary = `${formatBytes(totalBytes(usage))}, measured ${formatTime(Date.now() / 1000).slice(-5)}`;
    }
    function fail(error: unknown): void {
      if (abort.signal.aborted || isEngineError(error, 'cancelled')) return;
      problem = error instanceof Error ? error.message : String(error);
      log.error('Measuring what takes up the disk failed', error);
    }
    function settle(): void {
      if (measuring?.abort !== abort) return;
      measuring = undefined;
      repaints.fire(undefined);
      changes.fire();
    }
  }

  owned.add(
    feed.onDidConnect((connected) => {
      engine = connected;
      if (seen && !nodes) void measure(connected);
    }),
  );
  owned.add(
    feed.onDidLose(() => {
      measuring?.abort.abort();
      [engine, nodes, summary, problem, measuring] = [undefined, undefined, undefined, undefined, undefined];
      repaints.fire(undefined);
      changes.fire();
    }),
  );
  owned.add({ dispose: () => measuring?.abort.abort() });

  return {
    tree: {
      onDidChange: repaints.event,
      async children(node) {
        if (node !== undefined) return childNodes(node);
        if (!seen) {
          seen = true;
          feed.start();
          if (engine && !nodes) void measure(engine);
        }
        // The view shows that it is busy for as long as this takes.
        if (!nodes) await measuring?.done;
        return nodes ?? [];
      },
      parent: (node) => (node.kind === 'usage' ? undefined : nodes?.find((group) => childNodes(group).includes(node))),
      present: presentNode,
    },
    get empty() {
      return nodes === undefined && measuring === undefined;
    },
    get note() {
      const message = measuring ? 'Measuring what takes up the disk…' : problem;
      return { message, description: nodes && summary, badge: undefined };
    },
    onDidChange: changes.event,
    async refresh() {
      if (seen && engine) await measure(engine);
    },
    dispose: () => owned.dispose(),
  };
}
