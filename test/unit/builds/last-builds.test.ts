import { deepEqual, equal } from 'node:assert/strict';
import { createBuilds } from '../../../src/builds/builds';
import { pathBelow } from '../../../src/builds/file-radius';
import { createLastBuilds } from '../../../src/builds/last-builds';
import { request } from './scripted-run';

describe('the last build of a Dockerfile', () => {
  const memoryOf = (kept: Map<string, unknown>) => ({
    get: <T>(key: string) => kept.get(key) as T | undefined,
    set: async (key: string, value: unknown) => void kept.set(key, value),
  });

  it('is remembered without its arguments, and left out where those decide', async () => {
    const kept = new Map<string, unknown>();
    const builds = createBuilds();
    const here = createLastBuilds({ builds, memory: memoryOf(kept) });
    await builds.begin({ ...request('FROM a AS x\nFROM b\n'), target: 'x' }, () => {});
    await builds.begin(
      { ...request('FROM a\n'), dockerfile: '/b/Dockerfile', buildArgs: { TOKEN: 'hunter2' } },
      () => {},
    );
    deepEqual(here.of('/b/Dockerfile', undefined)?.buildArgs, { TOKEN: 'hunter2' });
    equal(JSON.stringify([...kept.values()]).includes('hunter2'), false);

    const later = createLastBuilds({ builds: createBuilds(), memory: memoryOf(kept) });
    equal(later.of('/b/Dockerfile', undefined), undefined);
    deepEqual(later.of('/app/Dockerfile', 'x')?.context, '/app');
    // Another stage of the file has the same files.
    deepEqual(later.of('/app/Dockerfile', undefined)?.target, undefined);
    deepEqual(
      later.all.map(({ dockerfile, target }) => [dockerfile, target]),
      [['/app/Dockerfile', 'x']],
    );
  });

  it('has the files below its context', () => {
    deepEqual(
      [pathBelow('/app', '/app/src/a.ts'), pathBelow('/app/', '/app/a'), pathBelow('/app', '/apple/a')],
      ['src/a.ts', 'a', undefined],
    );
    equal(pathBelow('c:\\app', 'c:\\app\\src\\a.ts'), 'src/a.ts');
  });
});
