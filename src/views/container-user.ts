import type { ContainerSummary } from '../engine/engine';
import type { NodePresentation } from '../host/tree';
import type { ContextValue } from '../ids';
import { listOf } from '../shared/quantity';
import { describeState, isActive, presentNode } from './containers/nodes';
import { compareNames } from './format';

/** A container shown below what it uses: a volume, a network. */
export interface ContainerUserNode {
  readonly kind: 'containerUser';
  /** Node id of what it uses. */
  readonly of: string;
  /** What commands need to know of what it uses. */
  readonly network?: { readonly id: string; readonly name: string };
  readonly container: ContainerSummary;
  /** Its address in the network. */
  readonly address?: string | undefined;
}

export function userId({ of, container }: ContainerUserNode): string {
  return `${of}/${container.id}`;
}

export function presentUser(node: ContainerUserNode, contextValue: ContextValue): NodePresentation {
  const { container, address } = node;
  const { icon } = presentNode({ kind: 'container', project: undefined, container });
  const facts = [isActive(container) ? undefined : describeState(container), address, container.image];
  const description = facts.filter((fact) => fact !== undefined).join(' · ');
  return {
    id: userId(node),
    label: container.name,
    description,
    ...(icon ? { icon } : {}),
    contextValue,
    expandable: 'no',
    accessibilityLabel: `Container ${container.name}, ${describeState(container)}, ${address === undefined ? '' : `address ${address}, `}image ${container.image}`,
  };
}

/** Those that run first, then by name. */
export function sortUsers(containers: readonly ContainerSummary[]): readonly ContainerSummary[] {
  return [...containers].sort(
    (a, b) => Number(isActive(b)) - Number(isActive(a)) || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
}

/** `used by web and db`, `used by web, stopped`, `unused`. */
export function describeUse(users: readonly ContainerSummary[]): string {
  if (users.length === 0) return 'unused';
  const names = listOf(
    users.map(({ name }) => name),
    2,
  );
  return `used by ${names}${users.some(isActive) ? '' : ', stopped'}`;
}

/** For tooltips and confirmations: `web (running), db (exited (0))`. */
export function nameUsers(users: readonly ContainerSummary[], limit = 8): string {
  return listOf(
    users.map((container) => `${container.name} (${describeState(container)})`),
    limit,
  );
}

/** Containers by what they use. */
export function groupUsers(
  containers: Iterable<ContainerSummary>,
  uses: (container: ContainerSummary) => readonly string[],
): ReadonlyMap<string, readonly ContainerSummary[]> {
  const groups = new Map<string, ContainerSummary[]>();
  for (const container of containers) {
    for (const used of new Set(uses(container))) {
      const known = groups.get(used);
      if (known) known.push(container);
      else groups.set(used, [container]);
    }
  }
  return groups;
}
