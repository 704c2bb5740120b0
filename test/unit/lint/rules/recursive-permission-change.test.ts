import { recursivePermissionChange } from '../../../../src/lint/rules/recursive-permission-change';
import { checkFix, checkRule } from '../../support/check-rule';

describe('recursive-permission-change', () => {
  it('points at changes of what earlier layers hold, however they are written', () =>
    checkRule(
      recursivePermissionChange,
      `
FROM debian:12
ARG HOME_DIR=/srv/app
WORKDIR $HOME_DIR
COPY . .
RUN chown app:app -R ./
#   ^^^^^^^^^^^^^^^^^^^ This stores everything in ./ a second time, next to the layer of line 4
RUN cd / && chgrp --recursive 0 srv && ls
#           ^^^^^^^^^^^^^^^^^^^^^^^ This stores everything in srv
RUN find \${HOME_DIR} -type f -exec chmod 640 {} +
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ find chooses among the files
RUN setfacl -R -m u:app:rwX /srv/app
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the setting is not one that COPY has
RUN git clone https://git.example/x.git /opt/x
RUN chmod -R 755 /opt/x && true
#   ^^^^^^^^^^^^^^^^^^^ a RUN made some of the files
`,
    ));

  it('leaves builder stages, empty folders, base images, the same RUN and filters alone', () => {
    checkRule(
      recursivePermissionChange,
      `
FROM node:22 AS build
COPY . /app
RUN chown -R node /app
FROM nginx:1.27
WORKDIR /app
RUN chown -R nginx:nginx /app /var/cache/nginx /usr/share/nginx/html
RUN git clone https://git.example/x.git /opt/x && chown -R 1000 /opt/x
COPY --from=build /app /srv/app
RUN chown -R --from=root:root node /srv/app
RUN chown node /srv/app && mkdir /srv/app/logs && chown -R node /srv/app/logs
RUN find /srv/app -type d -exec chmod 755 {} +
# chown -R node /srv/app
RUN echo chown -R node /srv/app
`,
    );
  });

  it('gives the owner to the copies', () => {
    checkFix(
      recursivePermissionChange,
      'FROM debian:12\nCOPY --from=tools.example/a:1 /a /app/bin\nCOPY ["x y", "/app/"]\nRUN chown -R 1000:1000 /app/\nRUN a\n',
      'FROM debian:12\nCOPY --from=tools.example/a:1 --chown=1000:1000 /a /app/bin\nCOPY --chown=1000:1000 ["x y", "/app/"]\nRUN a\n',
      { safe: true },
    );
    checkFix(
      recursivePermissionChange,
      'FROM python:3.12\nRUN useradd app\nCOPY . /code\nRUN chown -R app /code \\\n    && apt-get update\n',
      'FROM python:3.12\nRUN useradd app\nCOPY --chown=app:root . /code\nRUN apt-get update\n',
      { safe: true },
    );
  });

  it('is not sure where the copy would make folders above, which would get the owner as well', () => {
    const fix = (before: string, after: string, safe: boolean) =>
      checkFix(recursivePermissionChange, `FROM debian:12\n${before}`, `FROM debian:12\n${after}`, { safe });
    fix('COPY app /opt/acme/app/\nRUN chown -R 1:1 /opt/acme/app\n', 'COPY --chown=1:1 app /opt/acme/app/\n', false);
    fix(
      'WORKDIR /opt/acme\nCOPY app /opt/acme/app/\nRUN chown -R 1:1 /opt/acme/app\n',
      'WORKDIR /opt/acme\nCOPY --chown=1:1 app /opt/acme/app/\n',
      true,
    );
    fix('COPY app /opt/app/\nRUN chown -R 1:1 /opt/app\n', 'COPY --chown=1:1 app /opt/app/\n', true);
  });

  it('keeps a plain change of folders that were there before the copy', () =>
    checkFix(
      recursivePermissionChange,
      'FROM node:22\nWORKDIR /app\nCOPY --chown=root . .\nRUN mkdir -p /app/logs /data && chown -R node:node /app /data\n',
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN mkdir -p /app/logs /data && chown -R node:node /data && chown node:node /app /app/logs\n',
      { safe: true },
    ));

  it('takes owner and mode of one RUN together', () =>
    checkFix(
      recursivePermissionChange,
      '# syntax=docker/dockerfile:1\nFROM debian:12\nCOPY app /srv/app/\nRUN chown -R 1:2 /srv/app && chmod -R g=u /srv/app\n',
      '# syntax=docker/dockerfile:1\nFROM debian:12\nCOPY --chown=1:2 --chmod=g=u app /srv/app/\n',
      { safe: true },
    ));

  it('is careful with images that bring files of their own, and modes that need a newer syntax', () => {
    checkFix(
      recursivePermissionChange,
      'FROM php:8.3-apache\nCOPY . /var/www/html\nRUN chown -R www-data:www-data /var/www/html\n',
      'FROM php:8.3-apache\nCOPY --chown=www-data:www-data . /var/www/html\nRUN chown www-data:www-data /var/www/html\n',
      { safe: false },
    );
    checkRule(
      recursivePermissionChange,
      `
# syntax=docker/dockerfile:1.7
FROM debian:12
COPY . /app
RUN chmod -R u=rwX,go=rX /app
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ COPY --chmod takes such a mode from syntax 1.14 on
`,
    );
  });

  it('says why it cannot be done at the copy', () =>
    checkRule(
      recursivePermissionChange,
      `
FROM node:22
WORKDIR /app
COPY package.json .
RUN ./setup
COPY . .
RUN useradd app && chown -R app /app
#                  ^^^^^^^^^^^^^^^^^ the RUN of line 4 may make files there, too
COPY tool /tool/
RUN useradd tool && chown -R tool:tool /tool
#                   ^^^^^^^^^^^^^^^^^^^^^^^^ tool is only created below the copy
COPY --link x.y /x/
RUN chown -R node:node /x
#   ^^^^^^^^^^^^^^^^^^^^^ a copy with --link knows users only by number
COPY a.js b.js /etc/app/
RUN chmod -R 755 /etc/app/b.js
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ the copy also brings other files
`,
    ));

  it('asks for the syntax that knows modes by letters', () =>
    checkFix(
      recursivePermissionChange,
      'FROM debian:12\nCOPY app /srv/app\nRUN chmod -R g+rwx /srv/app\n',
      '# syntax=docker/dockerfile:1\nFROM debian:12\nCOPY --chmod=g+rwx app /srv/app\n',
      { safe: false },
    ));
});
