import type { ContainerSummary } from '../../engine/engine';
import { describeState } from '../../views/containers/nodes';
import { nameLines } from '../name-lines';

/** What a confirmation says before containers go. */
export function describeGoing(containers: readonly ContainerSummary[]): string {
  const lines = nameLines(containers.map((container) => `${container.name}, ${describeState(container)}`));
  const loss =
    containers.length === 1
      ? 'What it wrote to its own file system goes with it'
      : 'What they wrote to their own file systems goes with them';
  return `${lines}\n\n${loss}; volumes are kept.`;
}
