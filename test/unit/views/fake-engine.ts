import type { ContainerSummary, Engine, EngineEvent, ImageDetails, ImageSummary } from '../../../src/engine/engine';
import { EngineError } from '../../../src/engine/errors';

/** An engine in memory that says what it was asked. What a test does not need is not there. */
export interface FakeEngine {
  readonly engine: Engine;
  readonly containers: Map<string, ContainerSummary>;
  readonly images: Map<string, ImageSummary>;
  /** `containers.list`, `images.inspect sha256:1`, … in order. */
  readonly calls: string[];
  /** Tells those who listen. */
  emit(kind: EngineEvent['kind'], action: string, id: string, attributes?: Record<string, string>): void;
  /** Breaks every event stream. */
  drop(): void;
  /** How many listen. */
  readonly listeners: number;
  /** Answers of reads wait until it is undefined again. */
  hold: Promise<void> | undefined;
  /** What the engine's lists know no earlier than it answers an inspection of a container. */
  settle: (() => void) | undefined;
  /** Refuses event streams and lists. */
  away: EngineError | undefined;
}

export function fakeEngine(): FakeEngine {
  const streams = new Set<(event: EngineEvent | EngineError) => void>();
  const calls: string[] = [];
  const containers = new Map<string, ContainerSummary>();
  const images = new Map<string, ImageSummary>();
  const call = async (text: string) => {
    calls.push(text);
    if (fake.away) throw fake.away;
    await fake.hold;
  };
  const engine = {
    containers: {
      async list() {
        await call('containers.list');
        return structuredClone([...containers.values()]);
      },
      async get(id: string) {
        const now = structuredClone(containers.get(id));
        await call(`containers.get ${id}`);
        return now;
      },
      /** Answers when the engine is done with what it told of: `settle` says what its lists have then. */
      async inspect(id: string) {
        await call(`containers.inspect ${id}`);
        fake.settle?.();
      },
    },
    images: {
      async list() {
        await call('images.list');
        return structuredClone([...images.values()]);
      },
      async inspect(id: string) {
        await call(`images.inspect ${id}`);
        const found = images.get(id) ?? [...images.values()].find(({ tags }) => tags.includes(id));
        if (!found) throw new EngineError('not-found', `No such image: ${id}.`);
        return structuredClone(found) as ImageDetails;
      },
      async history(id: string) {
        await call(`images.history ${id}`);
        const createdBy = `/bin/sh -c make ${id}`;
        return [{ id, created: 1_700_000_000, createdBy, bytes: 5_000_000, tags: [], comment: '' }];
      },
    },
    async *events({ signal, onOpen }: Parameters<Engine['events']>[0]) {
      calls.push('events');
      if (fake.away) throw fake.away;
      const queue: (EngineEvent | EngineError)[] = [];
      let wake = () => {};
      const push = (event: EngineEvent | EngineError) => {
        queue.push(event);
        wake();
      };
      streams.add(push);
      signal.addEventListener('abort', () => wake());
      onOpen?.();
      try {
        while (!signal.aborted) {
          const event = queue.shift();
          if (event instanceof EngineError) throw event;
          if (event) yield event;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        streams.delete(push);
      }
    },
  };
  const fake: FakeEngine = {
    engine: engine as unknown as Engine,
    containers,
    images,
    calls,
    hold: undefined,
    settle: undefined,
    away: undefined,
    get listeners() {
      return streams.size;
    },
    emit(kind, action, id, attributes = {}) {
      for (const push of streams) push({ kind, action, id, attributes, time: 0 });
    },
    drop() {
      for (const push of [...streams]) push(new EngineError('unreachable', 'The connection was lost.'));
    },
  };
  return fake;
}

export function container(name: string, more: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: `id-${name}`,
    name,
    image: 'alpine:3.20',
    imageId: 'sha256:alpine',
    command: 'sleep 600',
    created: 1_700_000_000,
    state: 'running',
    health: undefined,
    exitCode: undefined,
    ports: [],
    labels: {},
    networks: ['bridge'],
    addresses: {},
    volumes: [],
    ...more,
  };
}

export function image(id: string, tags: readonly string[], more: Partial<ImageSummary> = {}): ImageSummary {
  return {
    id: `sha256:${id}`,
    tags,
    digests: [],
    created: 1_700_000_000,
    bytes: 5_000_000,
    labels: {},
    containers: undefined,
    ...more,
  };
}

/** Fast for tests: pauses of some milliseconds. */
export const fastClock = { firstDelayMs: 5, lastDelayMs: 20, random: () => 0.5 };

export async function until(condition: () => unknown, milliseconds = 2000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`It did not come to be: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
