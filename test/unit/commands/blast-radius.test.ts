import { deepEqual, equal } from 'node:assert/strict';
import { firstBuild } from '../../../src/builds/last-builds';
import type { ToldForecast } from '../../../src/builds/next-builds';
import type { ForecastStep } from '../../../src/cache/summary';
import { showBlastRadius } from '../../../src/commands/build/show-blast-radius';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import type { Engine } from '../../../src/engine/engine';
import { type Answer, script } from './scripted-services';

const file = parseDockerfile('FROM a\nCOPY src .\nRUN make\n');

/** A forecast in which COPY takes src/a.ts, and make stands on it. */
function told(): ToldForecast {
  const [, copy, make] = file.instructions;
  const copied = { instruction: copy, parent: { kind: 'fixed' }, inputs: [], files: new Map([['src/a.ts', '1']]) };
  const made = { instruction: make, parent: { kind: 'step', step: copied }, inputs: [], files: new Map() };
  const step = (planned: object, instruction: unknown, lastSeconds: number) =>
    ({ planned, instruction, stage: file.stages[0], trigger: false, verdict: 'reuse', lastSeconds }) as ForecastStep;
  const steps = [step(copied, copy, 1), step(made, make, 47)];
  const content = { has: (path: string) => path.startsWith('src/') };
  return {
    ...{ forecast: { steps }, plan: { steps: [copied, made] }, content, lines: file.lines },
  } as unknown as ToldForecast;
}

function person(...answers: readonly Answer[]) {
  const scripted = script({ engine: {} as Engine }, ...answers);
  const last = firstBuild('/app/Dockerfile', '/app');
  const show = (path: string) =>
    showBlastRadius(
      {
        ...scripted.services,
        lastBuilds: { all: [last], of: () => last },
        nextBuilds: { of: async () => told(), onDidChange: () => ({ dispose: () => {} }) },
      },
      [path],
    );
  return { ...scripted, show };
}

describe('the build steps a file invalidates', () => {
  it('are listed with what they took, and lead to their lines', async () => {
    const { show, said, opened } = person({ pick: 'RUN make' });
    await show('/app/src/a.ts');
    deepEqual(said, ['pick: When a.ts changes (COPY src ., RUN make)']);
    deepEqual(opened, ['/app/Dockerfile']);
  });

  it('are none for a file that no build gets, that nothing copies, or that is elsewhere', async () => {
    const { show, said } = person();
    await show('/app/README.md');
    await show('/app/src/b.ts');
    await show('/other/c.ts');
    deepEqual(said.slice(0, 2), [
      'info: README.md: no build gets it: the ignore file leaves it out (/app/Dockerfile).',
      'info: b.ts: no build step uses it (/app/Dockerfile).',
    ]);
    equal(/^info: No Dockerfile of the workspace has c\.ts in its build context/.test(said[2] ?? ''), true);
  });
});
