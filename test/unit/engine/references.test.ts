import { deepEqual, equal, match } from 'node:assert/strict';
import fc from 'fast-check';
import { hubKey, parseReference, registryHost, validateReference, withTag } from '../../../src/engine/references';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('image references', () => {
  const parsed: readonly (readonly [string, object])[] = [
    ['node', { host: 'docker.io', path: 'library/node', name: 'node', tag: undefined, digest: undefined }],
    ['node:20', { host: 'docker.io', path: 'library/node', name: 'node', tag: '20', digest: undefined }],
    ['me/app', { host: 'docker.io', path: 'me/app', name: 'me/app', tag: undefined, digest: undefined }],
    [
      'docker.io/me/app:1',
      { host: 'docker.io', path: 'me/app', name: 'docker.io/me/app', tag: '1', digest: undefined },
    ],
    ['localhost/app', { host: 'localhost', path: 'app', name: 'localhost/app', tag: undefined, digest: undefined }],
    ['host:5000/a/b:t', { host: 'host:5000', path: 'a/b', name: 'host:5000/a/b', tag: 't', digest: undefined }],
    ['[::1]:5000/app', { host: '[::1]:5000', path: 'app', name: '[::1]:5000/app', tag: undefined, digest: undefined }],
    [`app:1@${digest}`, { host: 'docker.io', path: 'library/app', name: 'app', tag: '1', digest }],
  ];
  for (const [text, expected] of parsed) {
    it(`takes ${text} apart`, () => deepEqual(parseReference(text), expected));
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['', /needed/],
    [' app', /no spaces/],
    ['App', /upper-case/],
    ['me/App:1', /upper-case/],
    ['app:', /tag after ":" is missing/],
    ['app:-1', /not a tag/],
    [`app:${'t'.repeat(129)}`, /not a tag/],
    ['app@sha256:12', /not a digest/],
    ['a//b', /empty part/],
    ['host:5000/', /no repository name/],
    ['/app', /empty part/],
    ['..', /not a repository name/],
    ['a/../b', /not a repository name/],
    ['app?x=1', /not a repository name/],
    ['app/', /empty part/],
    ['ho_st.x:5000/app', /not a registry host/],
    ['a'.repeat(256), /255/],
    ['0123456789abcdef'.repeat(4), /image id/],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
      match(validateReference(text) ?? '', reason);
      equal(parseReference(text), undefined);
    });
  }

  it('names the registry as the Docker config does', () => {
    equal(registryHost('node:20'), hubKey);
    equal(registryHost('docker.io/me/app'), hubKey);
    equal(registryHost('localhost:5000/app:1'), 'localhost:5000');
    equal(registryHost('ghcr.example/me/app'), 'ghcr.example');
  });

  it('adds the tag that is meant', () => {
    const tagged = (text: string) => withTag(parseReference(text)!);
    equal(tagged('node'), 'node:latest');
    equal(tagged('host:5000/app:1'), 'host:5000/app:1');
    equal(tagged(`app@${digest}`), `app@${digest}`);
  });

  it('never throws, and accepts nothing that would change a path', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (validateReference(text) === undefined) match(text, /^[\w.:/@[\]+-]+$/);
      }),
    );
  });
});
