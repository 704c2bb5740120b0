import { deepEqual, equal } from 'node:assert/strict';
import { parseChallenge } from '../../../src/registry/challenge';

describe('what a registry asks for', () => {
  it('is a token, a password or nothing', () => {
    deepEqual(
      parseChallenge(
        'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
      ),
      {
        scheme: 'bearer',
        realm: 'https://auth.example/token',
        service: 'registry.example',
        scope: 'repository:a/b:pull,push',
      },
    );
    deepEqual(parseChallenge('Basic realm="Registry, of ours", charset="UTF-8"'), { scheme: 'basic' });
    deepEqual(parseChallenge('basic'), { scheme: 'basic' });
    equal(parseChallenge('Negotiate'), undefined);
    equal(parseChallenge(undefined), undefined);
  });

  it('is a token before a password, in one header', () => {
    const found = parseChallenge('Basic realm="a", BEARER Realm="https://x/t", service=plain');
    deepEqual(found, { scheme: 'bearer', realm: 'https://x/t', service: 'plain', scope: undefined });
  });

  it('is a password when a token has no realm', () => {
    deepEqual(parseChallenge('Bearer error="invalid", Basic realm="a"'), { scheme: 'basic' });
  });

  it('understands escapes', () => {
    deepEqual(parseChallenge('Bearer realm="https://x/\\"t\\"", scope="a b"'), {
      scheme: 'bearer',
      realm: 'https://x/"t"',
      service: undefined,
      scope: 'a b',
    });
  });
});
