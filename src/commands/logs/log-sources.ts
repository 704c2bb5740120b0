import type { ContainerSummary, EngineEvent } from '../../engine/engine';
import { compareNames } from '../../views/format';
import type { LogSource } from './follow-logs';

const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';
const numberLabel = 'com.docker.compose.container-number';

type Labels = Readonly<Record<string, string>>;

/** Gives containers the names and colours they are shown with, the same service the same colour. */
export interface LogNaming {
  source(container: Pick<ContainerSummary, 'id' | 'name' | 'labels'>): LogSource;
  /** A container of the project that has just been started. */
  joining(project: string): (event: EngineEvent) => LogSource | undefined;
}

/** `together`: their output is mixed, so each line says whose it is. */
export function createLogNaming({ together }: { readonly together: boolean }): LogNaming {
  const colours = new Map<string, number>();

  function source(id: string, name: string, labels: Labels): LogSource {
    const service = labels[serviceLabel];
    const group = service ?? name;
    const colour = colours.get(group) ?? colours.size;
    colours.set(group, colour);
    const number = labels[numberLabel];
    const prefix = service === undefined ? name : number === undefined ? service : `${service}-${number}`;
    return { id, name, label: { prefix: together ? prefix : undefined, colour } };
  }

  return {
    source: ({ id, name, labels }) => source(id, name, labels),
    joining: (project) => (event) =>
      event.kind === 'container' && event.action === 'start' && event.attributes[projectLabel] === project
        ? source(event.id, event.attributes.name ?? event.id.slice(0, 12), event.attributes)
        : undefined,
  };
}

export function projectOf({ labels }: Pick<ContainerSummary, 'labels'>): string | undefined {
  return labels[projectLabel];
}

/** By service and number, as people look for them. */
export function sortForLogs(containers: readonly ContainerSummary[]): readonly ContainerSummary[] {
  return [...containers].sort(
    (a, b) =>
      compareNames(a.labels[serviceLabel] ?? a.name, b.labels[serviceLabel] ?? b.name) || compareNames(a.name, b.name),
  );
}
