import assert from 'node:assert/strict';
import { compilersInImage } from '../../../../src/lint/rules/compilers-in-image';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

const count = (text: string) => runRule(compilersInImage, text).length;

describe('compilers-in-image', () => {
  it('points at the packages that a compile explains', () =>
    checkRule(
      compilersInImage,
      `
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends \\
    curl \\
    build-essential \\
#   ^^^^^^^^^^^^^^^ build-essential, libpq-dev=15.*: needed to compile
    libpq-dev=15.*
COPY . .
RUN pip install -r requirements.txt
CMD ["gunicorn", "app"]
`,
    ));

  it('says nothing without a compile, in stages that are copied from, and where they are removed', () => {
    assert.equal(count('FROM a:1\nRUN apk add --no-cache make\nCMD ["a"]\n'), 0);
    assert.equal(
      count('FROM a:1 AS x\nRUN apk add --no-cache gcc && make\nCMD ["a"]\nFROM a:1\nCOPY --from=x /a /a\nCMD ["a"]\n'),
      0,
    );
    assert.equal(count('FROM a:1\nRUN apt-get install -y gcc && make && apt-get purge -y gcc\nCMD ["a"]\n'), 0);
    assert.equal(count('FROM a:1\nRUN apk add -t .b gcc && make && apk del .b\nCMD ["a"]\n'), 0);
  });

  it('leaves images alone that people or compilers work in', () => {
    assert.equal(count('FROM a:1\nRUN apt-get install -y gcc && make\nCMD ["bash"]\n'), 0);
    assert.equal(count('FROM a:1\nRUN apt-get install -y gcc && make\nCMD make run\n'), 0);
    assert.equal(count('FROM a:1\nRUN apt-get install -y gcc && make\n'), 0);
    assert.equal(count('FROM a:1 AS dev\nRUN apt-get install -y gcc && make\nCMD ["a"]\n'), 0);
  });

  it('removes a group where the compile is', () =>
    checkFix(
      compilersInImage,
      'FROM php:8-fpm-alpine\nRUN apk add --no-cache --virtual .tools \\\n      g++ \\\n  && pecl install redis\nCMD ["php-fpm"]\n',
      'FROM php:8-fpm-alpine\nRUN apk add --no-cache --virtual .tools \\\n      g++ \\\n  && pecl install redis \\\n  && apk del .tools\nCMD ["php-fpm"]\n',
      { safe: false },
    ));
});
