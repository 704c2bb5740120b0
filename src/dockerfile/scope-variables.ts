import type { ScopeVariable } from './scope';

interface Change {
  /** Position of the instruction that made it. */
  readonly at: number;
  readonly variable: ScopeVariable;
}

/** What a stage's instructions do to its variables, in order, on top of those of the stage it starts from. */
export class VariableHistory {
  readonly changes = new Map<string, Change[]>();

  constructor(readonly parent: VariableHistory | undefined) {}

  record(at: number, variable: ScopeVariable): void {
    const changes = this.changes.get(variable.name);
    if (changes) changes.push({ at, variable });
    else this.changes.set(variable.name, [{ at, variable }]);
  }
}

/**
 * The variables in front of one instruction: a view into the history, because a copy for each instruction would make a
 * long file's cost grow with its square. Only walking through all of them makes a map.
 */
export class ScopeVariables implements ReadonlyMap<string, ScopeVariable> {
  private all: ReadonlyMap<string, ScopeVariable> | undefined;

  constructor(
    private readonly history: VariableHistory,
    private readonly before: number,
  ) {}

  get(name: string): ScopeVariable | undefined {
    const own = lastBefore(this.history.changes.get(name), this.before);
    if (own) return own;
    for (let history = this.history.parent; history; history = history.parent) {
      const inherited = history.changes.get(name)?.at(-1)?.variable;
      if (inherited) return inherited;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.map().size;
  }

  keys(): MapIterator<string> {
    return this.map().keys();
  }

  values(): MapIterator<ScopeVariable> {
    return this.map().values();
  }

  entries(): MapIterator<[string, ScopeVariable]> {
    return this.map().entries();
  }

  [Symbol.iterator](): MapIterator<[string, ScopeVariable]> {
    return this.entries();
  }

  forEach(visit: (value: ScopeVariable, key: string, map: ReadonlyMap<string, ScopeVariable>) => void): void {
    this.map().forEach((value, key) => {
      visit(value, key, this);
    });
  }

  private map(): ReadonlyMap<string, ScopeVariable> {
    if (this.all) return this.all;
    const histories: VariableHistory[] = [];
    for (let history: VariableHistory | undefined = this.history; history; history = history.parent) {
      histories.push(history);
    }
    const all = new Map<string, ScopeVariable>();
    for (const history of histories.reverse()) {
      const before = history === this.history ? this.before : Number.POSITIVE_INFINITY;
      for (const [name, changes] of history.changes) {
        const variable = lastBefore(changes, before);
        if (variable) all.set(name, variable);
      }
    }
    this.all = all;
    return all;
  }
}

function lastBefore(changes: readonly Change[] | undefined, before: number): ScopeVariable | undefined {
  if (!changes) return undefined;
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? before) < before) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1]?.variable;
}
