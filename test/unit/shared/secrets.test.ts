import { deepEqual, equal } from 'node:assert/strict';
import { hidden, isSecretKey, maskData, maskText } from '../../../src/shared/secrets';

describe('what looks like a secret', () => {
  for (const name of [
    'DB_PASSWORD',
    'npm-token',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    'PGPASSWORD',
    'POSTGRES_PASSWORD',
    'MYSQL_PWD',
    'Auth',
    'SENTRY_DSN',
    'GITHUB_TOKEN',
  ])
    it(`is a value of ${name}`, () => equal(isSecretKey(name), true));
  for (const name of [
    'PATH',
    'PASSWORD_FILE',
    'AUTHOR',
    'TOKENIZER',
    'KEYBOARD',
    'MONKEY',
    'AUTH_URL',
    'PWD',
    'OLDPWD',
    'COMPASS',
    'SECRET_NAME',
    'GPG_KEY',
    'TOKEN_TTL',
  ])
    it(`is not one of ${name}`, () => equal(isSecretKey(name), false));

  it('is hidden in lists of variables and in options', () => {
    const { value, count } = maskData({
      Config: {
        Env: ['PATH=/bin', 'DB_PASSWORD=hunter2', 'EMPTY_TOKEN='],
        Cmd: ['serve', '--token', 'abc', '--password=x y', '--port', '80'],
      },
    });
    deepEqual(value, {
      Config: {
        Env: ['PATH=/bin', `DB_PASSWORD=${hidden}`, 'EMPTY_TOKEN='],
        Cmd: ['serve', '--token', hidden, `--password=${hidden}`, '--port', '80'],
      },
    });
    equal(count, 3);
  });

  it('is hidden under telling names, and what is no text is kept', () => {
    const { value } = maskData({
      Labels: { 'com.example.api-key': 'k', plain: 'p' },
      Secrets: [{ ID: 'x' }],
      Tty: true,
      Size: 12,
      None: null,
    });
    deepEqual(value, {
      Labels: { 'com.example.api-key': hidden, plain: 'p' },
      Secrets: [{ ID: 'x' }],
      Tty: true,
      Size: 12,
      None: null,
    });
  });

  it('is hidden in addresses, tokens and command lines, where the rest stays readable', () => {
    equal(maskText('postgres://app:s3cret@db:5432/app').value, `postgres://app:${hidden}@db:5432/app`);
    equal(maskText(`key AKIA${'A'.repeat(16)} end`).value, `key ${hidden} end`);
    equal(maskText('run --db-password=abc --user me').value, `run --db-password=${hidden} --user me`);
    equal(maskText('API_TOKEN="a b" ./serve').value, `API_TOKEN=${hidden} ./serve`);
    equal(maskText('login --token abc').value, `login --token ${hidden}`);
    equal(
      maskText('-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nafter').value,
      `${hidden}\nafter`,
    );
  });

  it('is neither a name of a variable nor the word itself', () => {
    for (const text of [
      'TOKEN=$OTHER',
      'PASSWORD="${FROM_ENV}"',
      'the token was wrong',
      'https://example.com/a:b@c',
      '2026-11-21T10:00:00Z ready',
    ])
      deepEqual(maskText(text), { value: text, count: 0 });
  });

  it('does not take long for a long line', () => {
    equal(maskText(`${'a'.repeat(200_000)} --x ${'b=c '.repeat(20_000)}`).count, 0);
    equal(maskText('://:'.repeat(50_000)).count, 0);
  });
});
