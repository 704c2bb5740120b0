import assert from 'node:assert/strict';
import { imageReferenceOf } from '../../../src/dockerfile/image-reference';
import { checkDrawing } from './draw';

/** Text: registry, repository, tag, digest. */
const cases: readonly (readonly [string, string | undefined, string, string | undefined, string | undefined])[] = [
  ['node', undefined, 'node', undefined, undefined],
  ['node:20', undefined, 'node', '20', undefined],
  ['library/node', undefined, 'library/node', undefined, undefined],
  ['docker.io/library/node:20', 'docker.io', 'library/node', '20', undefined],
  ['localhost/a', 'localhost', 'a', undefined, undefined],
  ['localhost:5000/a/b:c', 'localhost:5000', 'a/b', 'c', undefined],
  ['my:5000/a', 'my:5000', 'a', undefined, undefined],
  ['ghcr.io/a/b@sha256:0123', 'ghcr.io', 'a/b', undefined, 'sha256:0123'],
  ['a:b@sha256:01', undefined, 'a', 'b', 'sha256:01'],
  ['node:', undefined, 'node', '', undefined],
  ['${REG}/a:${TAG:-1.2}', undefined, '${REG}/a', '${TAG:-1.2}', undefined],
  ['a.b/${X:-c/d:e}', 'a.b', '${X:-c/d:e}', undefined, undefined],
  ['$IMAGE', undefined, '$IMAGE', undefined, undefined],
  ['${IMAGE}:$TAG', undefined, '${IMAGE}', '$TAG', undefined],
  ['node:${V}-alpine', undefined, 'node', '${V}-alpine', undefined],
  ['@', undefined, '', undefined, ''],
  [':', undefined, '', '', undefined],
  ['/', undefined, '/', undefined, undefined],
];

describe('Image references', () => {
  for (const [text, ...expected] of cases) {
    it(text, () => {
      const { registry, repository, tag, digest } = imageReferenceOf(text, { start: 0, end: 0 });
      assert.deepEqual([registry, repository, tag, digest], expected);
    });
  }

  it('have places', () => {
    checkDrawing(
      'FROM --platform=linux/amd64 "ghcr.io/a/b:1\\\n2@sha256:0" as X',
      ({ instructions: [from] }) =>
        from?.kind !== 'FROM'
          ? []
          : [
              ['word', from.imageWord?.span],
              ['image', from.image?.span],
              ['repository', from.image?.repositorySpan],
              ['tag', from.image?.tagSpan],
              ['digest', from.image?.digestSpan],
              ['alias', from.alias?.span],
              ['platform', from.platform?.span],
            ],
      `
FROM --platform=linux/amd64 "ghcr.io/a/b:1\\
                            ^^^^^^^^^^^^^^^ word
                             ^^^^^^^^^^^^^^ image
                                     ^^^ repository
                                         ^^ tag
     ^^^^^^^^^^^^^^^^^^^^^^ platform
2@sha256:0" as X
^^^^^^^^^^^ word
^^^^^^^^^^ image
^ tag
  ^^^^^^^^ digest
               ^ alias`,
    );
  });
});
