import { deepEqual, equal, throws } from 'node:assert/strict';
import { cacheBelow, outputBelow, readOutput } from '../../../src/engine/build-output';

describe('where a build puts its result', () => {
  const below = (path: string) => (path.startsWith('/') ? path : `/work/${path}`);

  it('is read as the docker command reads it', () => {
    deepEqual(readOutput('out'), { type: 'local', dest: 'out' });
    deepEqual(readOutput('type=local,dest=out'), { type: 'local', dest: 'out' });
    deepEqual(readOutput('Type=tar,"Dest=a, ""b"".tar"'), { type: 'tar', dest: 'a, "b".tar' });
    deepEqual(readOutput('type=docker'), { type: 'docker', dest: undefined });
    deepEqual(readOutput('type=image,name=registry.example/app,push=true'), { type: 'image', dest: undefined });
  });

  it('is a path of a folder that is named', () => {
    equal(outputBelow('out', below), 'type=local,dest=/work/out');
    equal(outputBelow('a,b', below), 'a,b');
    equal(outputBelow('type=oci,dest=/tmp/i.tar', below), 'type=oci,dest=/tmp/i.tar');
    equal(outputBelow('type=tar,"dest=a,b.tar",x=y', below), 'type=tar,"dest=/work/a,b.tar",x=y');
    equal(outputBelow('type=registry,ref=r', below), 'type=registry,ref=r');
    for (const text of ['-', 'type=tar,dest=-'])
      throws(() => outputBelow(text, below), { reason: 'invalid', message: /standard output, which nobody reads/ });
  });

  it('is a path for local caches, too, and for no other', () => {
    equal(cacheBelow('type=local,src=cache', below), 'type=local,src=/work/cache');
    equal(cacheBelow('type=local,mode=max,dest=cache', below), 'type=local,mode=max,dest=/work/cache');
    equal(cacheBelow('type=registry,ref=app:cache', below), 'type=registry,ref=app:cache');
    equal(cacheBelow('app:cache', below), 'app:cache');
  });
});
