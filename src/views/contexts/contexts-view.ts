import type { EnginePlaces } from '../../engine/contexts';
import { addressText, type Endpoint } from '../../engine/endpoints';
import type { Engine } from '../../engine/engine';
import { type Disposable, DisposableList } from '../../shared/disposable';
import { Emitter, type Event } from '../../shared/emitter';
import type { EngineView } from '../engine-view';
import { type ContextNode, contextNodes, nodeTooltip, presentNode } from './nodes';

export interface ContextsViewOptions {
  readonly places: () => Promise<EnginePlaces>;
  /** Contexts came or went, or another one is used. */
  readonly onDidChange: Event<void>;
  /** Begins telling of changes that others make; called when the view is seen for the first time. */
  readonly watch?: () => Disposable;
  /** Asked for the tooltip of the engine in use. */
  readonly engine: () => Promise<Engine>;
}

/** Where engines are. Reads files when it is seen, and when they change; asks an engine only for a tooltip. */
export function createContextsView({
  places,
  onDidChange,
  watch,
  engine,
}: ContextsViewOptions): EngineView<ContextNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<readonly ContextNode[] | undefined>());
  let nodes: readonly ContextNode[] | undefined;
  let used: Endpoint | undefined;
  let watching = false;

  async function read(): Promise<readonly ContextNode[]> {
    if (!watching && watch) owned.add(watch());
    watching = true;
    const found = await places();
    used = found.used;
    nodes = contextNodes(found);
    return nodes;
  }
  async function refresh(): Promise<void> {
    if (!nodes) return;
    await read();
    changes.fire(undefined);
  }
  owned.add(onDidChange(() => void refresh()));

  return {
    tree: {
      onDidChange: changes.event,
      children: (node) => (node === undefined ? (nodes ?? read()) : []),
      parent: () => undefined,
      present: presentNode,
      async tooltip(node, signal) {
        const current = node.kind === 'address' || node.used;
        return nodeTooltip(node, current ? await describeEngine(signal).catch(reasonOf) : undefined);
      },
      shown(visible) {
        // Files change without a word where folders cannot be watched.
        if (visible) void refresh();
      },
    },
    // The default one is always there.
    empty: false,
    onDidChange: owned.add(new Emitter<void>()).event,
    refresh,
    dispose: () => owned.dispose(),
  };

  async function describeEngine(signal: AbortSignal): Promise<string | undefined> {
    const connected = await engine();
    if (used && addressText(connected.endpoint.address) !== addressText(used.address)) return undefined;
    const { version, apiVersion, os, architecture, podman, buildkit } = await connected.info(signal);
    return `${podman ? 'Podman' : 'Docker'} ${version}, API ${apiVersion}, ${os}/${architecture}${buildkit ? ', BuildKit' : ''}`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
