import type { ContainerSummary } from '../../engine/engine';
import { compareNames } from '../format';
import { type ContainerGroupNode, type ContainerItemNode, type ContainerNode, isActive } from './nodes';

const projectLabel = 'com.docker.compose.project';

/** The roots of the view: compose projects, then the other containers; those that run first, then by name. */
export function groupContainers(containers: Iterable<ContainerSummary>): readonly ContainerNode[] {
  const projects = new Map<string, ContainerItemNode[]>();
  const loose: ContainerItemNode[] = [];
  for (const container of containers) {
    const project = container.labels[projectLabel] || undefined;
    const node: ContainerItemNode = { kind: 'container', project, container };
    const known = project === undefined ? loose : projects.get(project);
    if (known) known.push(node);
    else if (project !== undefined) projects.set(project, [node]);
  }
  const groups = [...projects]
    .sort(([a], [b]) => compareNames(a, b) || (a < b ? -1 : 1))
    .map(
      ([project, members]): ContainerGroupNode => ({
        kind: 'group',
        project,
        containers: members.sort(compareContainers),
      }),
    );
  return [...groups, ...loose.sort(compareContainers)];
}

function compareContainers({ container: a }: ContainerItemNode, { container: b }: ContainerItemNode): number {
  return Number(isActive(b)) - Number(isActive(a)) || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
