import type { Memory } from '../host/memory';
import type { ViewId } from '../ids';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';

/** How a person wants a view to be grouped, sorted and filtered. */
export interface Choice {
  readonly group: string;
  readonly sort: string;
  /** Empty: everything is shown. */
  readonly filter: string;
}

/** One way to group or to sort. */
export interface Way {
  readonly id: string;
  /** `Repository`, as a list of ways names it. */
  readonly label: string;
}

/** What a view can be arranged by, and how it is. Remembered over reloads. */
export interface ViewChoice<C extends Choice = Choice> extends Disposable {
  readonly groups: readonly Way[];
  readonly sorts: readonly Way[];
  readonly current: C;
  readonly onDidChange: Event<void>;
  /** What is not among the ways is left as it is. */
  set(change: Partial<Choice>): void;
}

export interface ViewChoiceOptions {
  readonly view: ViewId;
  /** The first is the default. */
  readonly groups: readonly Way[];
  readonly sorts: readonly Way[];
  /** Without it nothing is remembered. */
  readonly memory: Memory | undefined;
}

export function createViewChoice<C extends Choice>({ view, groups, sorts, memory }: ViewChoiceOptions): ViewChoice<C> {
  const changes = new Emitter<void>();
  const key = `view:${view}`;
  const known = (ways: readonly Way[], id: unknown) => ways.find((way) => way.id === id)?.id;
  const merge = (base: Choice, change: Partial<Choice> | undefined): Choice => ({
    group: known(groups, change?.group) ?? base.group,
    sort: known(sorts, change?.sort) ?? base.sort,
    filter: typeof change?.filter === 'string' ? change.filter.trim() : base.filter,
  });
  const initial: Choice = { group: groups[0]?.id ?? '', sort: sorts[0]?.id ?? '', filter: '' };
  // A version of ours that knew other ways may have written it.
  let current = merge(initial, memory?.get<Partial<Choice>>(key));
  return {
    groups,
    sorts,
    get current() {
      return current as C;
    },
    onDidChange: changes.event,
    set(change) {
      const next = merge(current, change);
      if (next.group === current.group && next.sort === current.sort && next.filter === current.filter) return;
      current = next;
      void memory?.set(key, next);
      changes.fire();
    },
    dispose: () => changes.dispose(),
  };
}
