import { Emitter, type Event } from '../shared/emitter';
import type { BuildRequest, BuildRun, RecordedRun } from './build-run';
import type { PastRun } from './past-run';

/** The builds of this window, newest last: what the editor shows of them is read from here. */
export interface Builds {
  readonly all: readonly BuildRun[];
  /** The last one of a Dockerfile, by its path. */
  of(dockerfile: string): BuildRun | undefined;
  readonly onDidBegin: Event<BuildRun>;
  /** One of them did something: very often while steps print. */
  readonly onDidChange: Event<BuildRun>;
  begin(request: BuildRequest, cancel: () => void): Promise<RecordedRun>;
  /** Takes one in that others have run, unless a later one of its Dockerfile is there or goes on, or it is one of these. */
  adopt(past: PastRun): Promise<void>;
}

/** Logs are kept of so many. */
const most = 10;

export function createBuilds(): Builds {
  const begins = new Emitter<BuildRun>();
  const changes = new Emitter<BuildRun>();
  let all: readonly BuildRun[] = [];
  let number = 0;
  return {
    get all() {
      return all;
    },
    of: (dockerfile) => all.findLast(({ request }) => request.dockerfile === dockerfile),
    onDidBegin: begins.event,
    onDidChange: changes.event,
    async begin(request, cancel) {
      const { createBuildRun } = await import('./build-run');
      const run: RecordedRun = createBuildRun({ number: ++number, request, cancel, onChange: () => changes.fire(run) });
      add(run);
      return run;
    },
    async adopt({ request, events, outcome, startedAt, endedAt }) {
      const { createBuildRun } = await import('./build-run');
      const last = all.findLast(({ request: { dockerfile } }) => dockerfile === request.dockerfile);
      if (last && (last.outcome === undefined || (last.endedAt ?? 0) > startedAt)) return;
      let time = startedAt;
      const ended = { number: ++number, request, cancel() {}, onChange() {}, now: () => time };
      const run = createBuildRun(ended);
      for (const event of events) run.take(event);
      time = endedAt;
      run.end(outcome);
      add(run);
      changes.fire(run);
    },
  };

  function add(run: BuildRun): void {
    const kept = all.filter(({ outcome }, at) => outcome === undefined || at >= all.length - most + 1);
    all = [...kept, run];
    begins.fire(run);
  }
}
