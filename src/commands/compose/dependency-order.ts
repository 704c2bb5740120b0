import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import { isActive } from '../../views/containers/nodes';

/** What a service of a compose project wants of another before it starts. */
export interface Dependency {
  readonly service: string;
  readonly condition: string;
}

type Labelled = Pick<ContainerSummary, 'labels'>;

/** From the label compose writes: `db:service_healthy:false,cache:service_started:true`. */
export function dependenciesOf({ labels }: Labelled): readonly Dependency[] {
  const written = labels['com.docker.compose.depends_on'] ?? '';
  return written
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [service = '', condition = 'service_started'] = entry.split(':');
      return { service, condition };
    });
}

/** Whether one is of the service that another of the same project depends on. */
export function isDependency(candidate: Labelled, dependent: Labelled, { service }: Dependency): boolean {
  return (
    candidate.labels['com.docker.compose.service'] === service &&
    candidate.labels['com.docker.compose.project'] === dependent.labels['com.docker.compose.project']
  );
}

/**
 * In steps: each holds what depends only on the steps before it. What depends on itself in a circle is one last step, and so
 * is what is no container any more.
 */
export function inDependencyOrder<T>(
  items: readonly T[],
  labelled: (item: T) => Labelled | undefined,
): readonly (readonly T[])[] {
  const steps: (readonly T[])[] = [];
  let rest = items;
  while (rest.length > 0) {
    const waits = (item: T) => {
      const container = labelled(item);
      return (
        container !== undefined &&
        dependenciesOf(container).some((dependency) =>
          rest.some((other) => {
            const candidate = other === item ? undefined : labelled(other);
            return candidate !== undefined && isDependency(candidate, container, dependency);
          }),
        )
      );
    };
    const ready = rest.filter((item) => !waits(item));
    steps.push(ready.length > 0 ? ready : rest);
    rest = ready.length > 0 ? rest.filter(waits) : [];
  }
  return steps;
}

/** Waits until all that a container depends on is as it wants it. Throws what keeps it from ever being so. */
export async function untilDependenciesAreReady(
  engine: Engine,
  container: ContainerSummary,
  {
    containers,
    failed,
    signal,
  }: {
    readonly containers: readonly ContainerSummary[];
    /** Those that did not come to be what they should. */
    readonly failed: readonly ContainerSummary[];
    readonly signal: AbortSignal;
  },
): Promise<void> {
  for (const dependency of dependenciesOf(container)) {
    const isOne = (candidate: ContainerSummary) => isDependency(candidate, container, dependency);
    const broken = failed.find(isOne);
    if (broken) throw new EngineError('conflict', `${broken.name}, which it depends on, was not started.`);
    for (const candidate of containers.filter(isOne)) await untilReady(engine, candidate, dependency.condition, signal);
  }
}

/** Waits until a container is as those that depend on it want it.*/
async function untilReady(
  engine: Engine,
  container: ContainerSummary,
  condition: string,
  signal: AbortSignal,
): Promise<void> {
  if (condition === 'service_healthy') return untilHealthy(engine, container, signal);
  if (condition !== 'service_completed_successfully') return;
  const { exitCode } = await engine.containers.wait(container.id, signal);
  if (exitCode !== 0)
    throw new EngineError(
      'conflict',
      `${container.name}, which has to come to its end first, failed with exit code ${exitCode}.`,
    );
}

async function untilHealthy(engine: Engine, { id, name }: ContainerSummary, signal: AbortSignal): Promise<void> {
  const abort = new AbortController();
  const ended = AbortSignal.any([signal, abort.signal]);
  const isHealthy = async () => {
    const now = await engine.containers.get(id, signal);
    if (!now || !isActive(now))
      throw new EngineError('conflict', `${name}, which has to be healthy first, is not running.`);
    if (now.health === 'unhealthy')
      throw new EngineError('conflict', `${name}, which has to be healthy first, is unhealthy.`);
    // One without a health check will never say more.
    return now.health !== 'starting';
  };
  let opened = () => {};
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const events = engine.events({ signal: ended, onOpen: opened })[Symbol.asyncIterator]();
  try {
    let next = events.next();
    await Promise.race([open, next]);
    while (!(await isHealthy())) {
      for (;;) {
        const { value, done } = await next;
        if (done) throw new EngineError('cancelled', 'Waiting was cancelled.');
        next = events.next();
        if (value.id === id) break;
      }
    }
    next.catch(() => {});
  } finally {
    abort.abort();
  }
}
