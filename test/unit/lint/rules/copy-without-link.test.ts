import { copyWithoutLink as rule } from '../../../../src/lint/rules/copy-without-link';
import { checkFix, checkRule } from '../../support/check-rule';

describe('copy-without-link', () => {
  it('takes copies of the last stage that nothing runs behind', () =>
    checkFix(
      rule,
      'FROM node:22 AS build\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY nginx.conf /etc/nginx/\nRUN nginx -t\ncopy --from=build /app/dist /srv\n',
      'FROM node:22 AS build\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY nginx.conf /etc/nginx/\nRUN nginx -t\ncopy --link --from=build /app/dist /srv\n',
      { safe: false },
    ));

  it('leaves copies alone that need what is below', () => {
    const last = (copy: string) => checkRule(rule, `FROM debian:12\n${copy}\n`);
    last('COPY --link a /a');
    last('COPY a /bin/a');
    last('COPY a /var/run/a');
    last('COPY --chown=app a /srv/a');
    last('COPY a .');
    last('COPY a $WHERE/');
    checkRule(rule, 'FROM scratch\nCOPY a /a\n');
    checkRule(rule, '# syntax=docker/dockerfile:1.2\nFROM debian:12\nCOPY a /a\n');
  });

  it('knows working directories and numbers', () => {
    checkFix(
      rule,
      'FROM debian:12\nWORKDIR /srv\nCOPY --chown=1000:1000 a ./\n',
      'FROM debian:12\nWORKDIR /srv\nCOPY --link --chown=1000:1000 a ./\n',
    );
  });
});
