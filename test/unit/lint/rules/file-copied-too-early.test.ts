import { fileCopiedTooEarly } from '../../../../src/lint/rules/file-copied-too-early';
import { checkFix, checkRule } from '../../support/check-rule';

describe('file-copied-too-early', () => {
  const rule = fileCopiedTooEarly;

  it('points at scripts and configuration above an install', () =>
    checkRule(
      rule,
      `
FROM debian:12
COPY start.sh healthcheck.sh /opt/app/
#    ^^^^^^^^^^^^^^^^^^^^^^^ Every edit of 2 files runs \`apt-get install\` again
COPY nginx.conf /etc/nginx/nginx.conf
#    ^^^^^^^^^^
RUN apt-get update && apt-get install -y tini
`,
    ));

  it('leaves alone what a step uses, or may', () => {
    for (const [copy, run] of [
      ['start.sh /', 'chmod +x /start.sh && apt-get install -y tini'],
      ['start.sh /', './configure && apt-get install -y tini'],
      ['start.sh /opt/acme/', 'apt-get install -y tini && ls /opt/acme'],
      ['acme.list /etc/apt/sources.list.d/', 'apt-get install -y tini'],
      ['pip.conf /etc/', 'pip install flask'],
      ['install.sh /', 'apt-get install -y tini'],
      ['requirements.txt /', 'apt-get install -y tini'],
      ['package.json ./', 'apt-get install -y tini'],
      ['rootfs /', 'apt-get install -y tini'],
      ['proxy.crt /usr/local/share/ca-certificates/', 'apt-get install -y ca-certificates'],
      ['start.sh /', 'echo hello'],
    ])
      checkRule(rule, `FROM debian:12\nCOPY ${copy}\nRUN ${run}\n`);
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY tsconfig.yaml ./\nCOPY package.json ./\nRUN npm ci\n');
    checkRule(rule, 'FROM debian:12\nCOPY . /app\nCOPY start.sh /\nRUN apt-get install -y tini\n');
    checkRule(rule, 'FROM debian:12\nCOPY --from=build /start.sh /\nRUN apt-get install -y tini\n');
    checkRule(rule, 'FROM debian:12\nCOPY start.sh /x/\nCOPY other /x/\nRUN apt-get install -y tini\n');
  });

  it('moves the copy below the last step that does not use it', () =>
    checkFix(
      rule,
      'FROM debian:12\n# how it starts\nCOPY entrypoint.sh /entrypoint.sh\nRUN apt-get update && apt-get install -y tini\nRUN curl -fsSL https://example.com/a.tgz | tar -xz -C /opt\nRUN chmod +x /entrypoint.sh\nRUN apt-get install -y git\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y tini\nRUN curl -fsSL https://example.com/a.tgz | tar -xz -C /opt\n# how it starts\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nRUN apt-get install -y git\n',
      { safe: true },
    ));

  it('is careful where packages put files, and with what changes in between', () => {
    checkFix(
      rule,
      'FROM debian:12\nCOPY nginx.conf /etc/nginx/\nRUN apt-get install -y certbot\n',
      'FROM debian:12\nRUN apt-get install -y certbot\nCOPY nginx.conf /etc/nginx/\n',
      { safe: false },
    );
    checkRule(
      rule,
      `
FROM debian:12
WORKDIR /a
COPY start.sh ./
#    ^^^^^^^^ because the working directory changes in between
WORKDIR /b
RUN apt-get install -y tini
`,
    );
  });
});
