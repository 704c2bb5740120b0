import type { BuildOutcome, BuildRequest } from '../../../src/builds/build-run';
import type { BuildStep } from '../../../src/engine/build-progress';

/** A build of /app/Dockerfile with BuildKit. */
export function request(text: string): BuildRequest {
  return {
    dockerfile: '/app/Dockerfile',
    context: '/app',
    tag: 'app:1',
    target: undefined,
    buildArgs: {},
    platform: undefined,
    builder: 'buildkit',
    chosenBuilder: undefined,
    text,
  };
}

export function step(id: string, name: string, status: BuildStep['status'], more: Partial<BuildStep> = {}): BuildStep {
  return {
    type: 'step',
    ...{ id, name, status, cached: false, inputs: [] },
    ...{ started: undefined, completed: undefined, seconds: undefined, error: undefined },
    ...more,
  };
}

export function built(more: Partial<Extract<BuildOutcome, { kind: 'built' }>> = {}): BuildOutcome {
  return { kind: 'built', image: 'sha256:1', bytes: 1, formerBytes: undefined, history: [], ...more };
}
