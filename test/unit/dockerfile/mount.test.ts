import assert from 'node:assert/strict';
import { cacheId, isReadOnly, mountOption } from '../../../src/dockerfile/mount';
import { checkDrawing, only } from './draw';

const mountOf = (options: string) => {
  const [mount] = only(`RUN --mount=${options} x\n`, 'RUN').mounts;
  assert.ok(mount);
  return mount;
};

describe('Mounts', () => {
  it('say where they go and come from under each name for it', () => {
    for (const target of ['target', 'dst', 'destination']) assert.equal(mountOf(`${target}=/x`).target, '/x');
    for (const source of ['source', 'src']) assert.equal(mountOf(`${source}=y`).source, 'y');
    assert.equal(mountOf('from=base,target=/x').from, 'base');
    assert.equal(mountOf('target=/a,target=/b').target, '/b');
  });

  it('are binds when they do not say', () => {
    assert.equal(mountOf('target=/x').type, 'bind');
    assert.equal(mountOf('type=Cache,target=/x').type, 'cache');
  });

  it('share a cache by its id, else by its target', () => {
    assert.equal(cacheId(mountOf('type=cache,target=/x')), '/x');
    assert.equal(cacheId(mountOf('type=cache,target=/x,id=y')), 'y');
  });

  it('know whether they are read-only', () => {
    assert.deepEqual(
      [
        'type=bind',
        'type=cache',
        'type=bind,rw',
        'type=cache,ro',
        'type=bind,rw=false',
        'type=cache,readonly=true',
      ].map((options) => isReadOnly(mountOf(options))),
      [true, false, false, true, true, true],
    );
  });

  it('have options with places', () => {
    checkDrawing(
      'RUN --mount="type=secret,ID=a b",required x',
      ({ instructions: [run] }) =>
        run?.kind !== 'RUN'
          ? []
          : run.mounts.flatMap(({ options }) =>
              options.map(({ name, value, span }) => [`${name} ${value ?? '-'}`, span] as const),
            ),
      `
RUN --mount="type=secret,ID=a b",required x
             ^^^^^^^^^^^ type secret
                         ^^^^^^ id a b
                                 ^^^^^^^^ required -`,
    );
    assert.equal(mountOption(mountOf('type=cache,sharing=locked'), 'sharing')?.value, 'locked');
  });

  it('need a value', () => {
    assert.deepEqual(only('RUN --mount x\n', 'RUN').mounts, []);
    assert.deepEqual(mountOf('').options, []);
  });
});
