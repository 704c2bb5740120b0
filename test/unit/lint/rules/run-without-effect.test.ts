import { runWithoutEffect } from '../../../../src/lint/rules/run-without-effect';
import { checkFix, checkRule } from '../../support/check-rule';

describe('run-without-effect', () => {
  it('points at what ends with the shell of the RUN', () =>
    checkRule(
      runWithoutEffect,
      `
FROM debian:12
RUN set -eux && export PATH=/opt/bin:$PATH
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^ The variable is set
RUN VERSION=1.2
#   ^^^^^^^^^^^ The variable is set
RUN alias ll='ls -l'
#   ^^^^^^^^^^^^^^^^ The alias is defined
RUN source ~/.nvm/nvm.sh
#   ^^^^^^^^^^^^^^^^^^^^ This sets up the environment
RUN ulimit -n 4096
#   ^^^^^^^^^^^^^^ The option is set
`,
    ));

  it('leaves what lasts, what is used, and WORKDIR to others', () => {
    for (const run of [
      'export A=1 && make',
      'export -p > /env',
      'A=1 make',
      'cd /srv',
      '. ./install.sh',
      'export A=$(make-something)',
      'echo export A=1 >> /etc/profile',
      'true',
      'conda activate base && pip install x',
    ]) {
      checkRule(runWithoutEffect, `FROM debian:12\nRUN ${run}\n`);
    }
  });

  it('knows when a cache is still empty', () => {
    checkRule(
      runWithoutEffect,
      `
FROM node:22
RUN apt-get update && npm cache clean -f
#                     ^^^^^^^^^^^^^^^ nothing to clean here
RUN npm ci && npm cache clean -f
RUN npm cache clean -f
`,
    );
    checkRule(runWithoutEffect, 'FROM node:22\nRUN yarn cache clean && yarn install\n');
    checkRule(runWithoutEffect, 'FROM node:22\nRUN ./setup.sh\nRUN npm cache clean -f\n');
  });

  it('writes ENV, removes the instruction, or the command', () => {
    checkFix(
      runWithoutEffect,
      'FROM debian:12\nRUN export A=1 B="x y"\nRUN make\n',
      'FROM debian:12\nENV A=1 B="x y"\nRUN make\n',
      { safe: false },
    );
    checkFix(
      runWithoutEffect,
      'FROM debian:12\nRUN alias ll="ls -l" \\\n && set -e\nRUN make\n',
      'FROM debian:12\nRUN make\n',
      { safe: true },
    );
    checkFix(
      runWithoutEffect,
      'FROM node:22\nRUN npm cache clean --force \\\n && npm ci\n',
      'FROM node:22\nRUN npm ci\n',
      { safe: true },
    );
  });
});
