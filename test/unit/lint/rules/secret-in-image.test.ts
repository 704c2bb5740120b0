import assert from 'node:assert/strict';
import type { ConfigLayer } from '../../../../src/lint/config/config';
import { secretInImage } from '../../../../src/lint/rules/secret-in-image';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('secret-in-image', () => {
  const codes = (text: string) =>
    runRule(secretInImage, text).map(({ related }) => [related.hadolint, related.buildkit].filter(Boolean).join(' '));
  const both = 'DL3064 SecretsUsedInArgOrEnv';

  it('points at each key', () =>
    checkRule(
      secretInImage,
      `
FROM a:1
ENV A=1 DB_PASSWORD=x API_TOKEN=
#       ^^^^^^^^^^^ "DB_PASSWORD" sounds like a secret
#                     ^^^^^^^^^ "API_TOKEN" sounds like a secret
ARG GIT_TOKEN=none
#   ^^^^^^^^^ history of the image
LABEL token=a
ENV \\
^^^ "auth"
  auth=1
`,
    ));

  for (const name of ['apikey', 'AUTH', 'CREDENTIALS', 'MY_KEY', 'pword', 'DB_PASSWD']) {
    it(`${name} is BuildKit's`, () => assert.deepEqual(codes(`FROM a:1\nENV ${name}=\n`), ['SecretsUsedInArgOrEnv']));
  }
  for (const name of [
    'username',
    'SECRETS',
    'MYTOKEN',
    'PRIVATE_PATH',
    'AWS_ACCESS_KEY_ID_FILE_TOKENS',
    'travis_sudo',
    'TOKEN_FILE',
    'SECRET_VERSION',
    'PUBLIC_TOKEN',
  ]) {
    it(`${name} is hadolint's`, () => assert.deepEqual(codes(`FROM a:1\nARG ${name}\n`), ['DL3064']));
  }
  for (const name of ['KEYS', 'OAUTH', 'PASS', 'MONKEY', 'KEY1', 'PUBLIC_KEY', 'KEY_FILE', 'DBPASSWD']) {
    it(`${name} is nobody's`, () => assert.deepEqual(codes(`FROM a:1\nENV ${name}=a\n`), []));
  }

  it('follows hadolint in one per instruction, ONBUILD and global ARGs', () => {
    assert.deepEqual(codes('FROM a:1\nENV MY_KEY=1 TOKEN=1 PASSWORD=1 MYTOKEN=1\n'), [
      'SecretsUsedInArgOrEnv',
      both,
      'SecretsUsedInArgOrEnv',
    ]);
    assert.deepEqual(codes('ARG TOKEN\nARG MY_KEY\nFROM a:1\nONBUILD ARG TOKEN\nONBUILD ENV A=1 MY_KEY=1\n'), [
      'DL3064',
      'DL3064',
    ]);
    assert.deepEqual(codes('FROM a:1\nARG A B_TOKEN\n'), ['SecretsUsedInArgOrEnv']);
  });

  it('leaves names of users and versions and what is public alone, unless a tool is asked', () => {
    const fingerprint = '0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D';
    for (const [line, hadolint, buildkit] of [
      ['ARG USERNAME=vscode', 1, 0],
      ['ARG HELM_SECRETS_VERSION=4.7.6', 1, 0],
      ['ENV TRAVIS_OS_NAME=linux', 1, 0],
      [`ENV GPG_KEY=${fingerprint}`, 0, 1],
      [`ENV GPG_KEYS="${fingerprint} ${fingerprint}"`, 0, 0],
    ] as const) {
      const count = (config: ConfigLayer) =>
        runRule(secretInImage, `FROM a:1\n${line}\n`, { config: { allRules: false, ...config } }).length;
      assert.deepEqual(
        [count({}), count({ profile: 'hadolint' }), count({ profile: 'buildkit' })],
        [0, hadolint, buildkit],
        line,
      );
    }
    for (const line of ['ARG NPMTOKEN', 'ENV GPG_KEY=hunter2', 'ARG USERNAME_PASSWORD', 'ENV mysecret=1'])
      assert.equal(runRule(secretInImage, `FROM a:1\n${line}\n`, { config: { allRules: false } }).length, 1, line);
  });

  it('makes the only use of an ARG a secret mount', () =>
    checkFix(
      secretInImage,
      'FROM a:1\n# for the registry\nARG NPM_TOKEN\nCOPY a b\nRUN echo "$NPM_TOKEN" > c\n',
      'FROM a:1\nCOPY a b\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo "$NPM_TOKEN" > c\n',
      { safe: false },
    ));

  for (const text of [
    'ARG TOKEN=a\nRUN echo $TOKEN\n',
    'ARG TOKEN\nRUN npm ci\n',
    'ARG TOKEN\nRUN npm ci\nRUN echo $TOKEN\n',
    'ARG TOKEN\nENV A=$TOKEN\nRUN echo $TOKEN\n',
    'ARG TOKEN A\nRUN echo $TOKEN\n',
    'ARG TOKEN\nRUN ["a", "$TOKEN"]\n',
  ]) {
    it(`offers nothing for ${text.replaceAll('\n', '; ')}`, () =>
      assert.deepEqual(
        runRule(secretInImage, `FROM a:1\n${text}`).flatMap(({ fixes }) => fixes),
        [],
      ));
  }

  it('offers no mount to an old frontend', () =>
    assert.deepEqual(
      runRule(secretInImage, '# syntax=docker/dockerfile:1.7\nFROM a:1\nARG TOKEN\nRUN echo $TOKEN\n')[0]?.fixes,
      [],
    ));

  it('points at files with secrets in them', () =>
    checkRule(
      secretInImage,
      `
FROM a:1
COPY package.json .npmrc ./
#                 ^^^^^^ holds a token
COPY .env .env.example ./
#    ^^^^ holds a value of DB_PASSWORD
COPY keys/id_rsa keys/id_rsa.pub /root/.ssh/
#    ^^^^^^^^^^^ holds a private key
COPY other/.npmrc other/.env other/id_rsa ./
COPY --from=b .npmrc ./
`,
      {
        context: {
          '.npmrc': '//npm.example/:_authToken=npm_abc\n',
          '.env': 'PORT=80\nDB_PASSWORD="korrekt-horse"\n',
          '.env.example': 'DB_PASSWORD=korrekt-horse\n',
          'keys/id_rsa': '-----BEGIN OPENSSH PRIVATE KEY-----\n',
          'keys/id_rsa.pub': 'ssh-rsa AAAA\n',
          'other/.npmrc': '//npm.example/:_authToken=${NPM_TOKEN}\n',
          'other/.env': 'DB_PASSWORD=changeme\n',
          'other/id_rsa': 'not here\n',
        },
      },
    ));

  it('says nothing about files it does not know, but keys', () =>
    checkRule(
      secretInImage,
      'FROM a:1\nCOPY .npmrc .env ./\nADD id_ed25519 /root/.ssh/\n#   ^^^^^^^^^^ holds a private key\n',
    ));
});
