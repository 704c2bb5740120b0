import { independentStepAfterSource } from '../../../../src/lint/rules/independent-step-after-source';
import { checkFix, checkRule } from '../../support/check-rule';

describe('independent-step-after-source', () => {
  const rule = independentStepAfterSource;

  it('points at tools and downloads that are named in full', () =>
    checkRule(
      rule,
      `
FROM php:8.3-fpm
WORKDIR /app
COPY . .
RUN docker-php-ext-install pdo_mysql opcache
#   ^^^^^^^^^^^^^^^^^^^^^^ uses nothing that was copied
RUN set -ex; curl -fsSL https://example.com/tool.tar.gz | tar -xz -C /opt
#            ^^^^ every edited file runs it again
RUN git clone --branch v1 https://example.com/lib.git /usr/src/lib
#   ^^^^^^^^^
RUN gem install foreman
#   ^^^^^^^^^^^
RUN corepack prepare pnpm@9.1.0 --activate
#   ^^^^^^^^^^^^^^^^
`,
    ));

  it('says nothing about what uses the tree, or may', () => {
    for (const run of [
      './setup.sh && npm install -g pm2',
      'npm install left-pad',
      'composer require acme/tool',
      'pip install ./lib',
      'pip install -c constraints.txt flask',
      'pip install $(cat /app/names.txt)',
      'curl -fsSLO https://example.com/x',
      'curl -fsSL https://example.com/x -o public/x',
      'wget https://example.com/x',
      'git clone https://example.com/lib.git',
      'curl -T report.txt https://example.com/',
      'echo "npm install -g x"',
      'corepack prepare --activate',
      '[ -f x ] && npm install -g pm2',
      'make && npm install -g pm2',
      'curl --head https://example.com/',
    ])
      checkRule(rule, `FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ${run}\n`);
    checkRule(rule, 'FROM node:22\nCOPY entrypoint.sh /\nRUN npm install -g pm2\n');
    checkRule(rule, 'FROM node:22\nCOPY . .\nRUN --mount=type=bind,target=/x npm install -g pm2\n');
  });

  it('leaves a RUN to the rule that knows it better', () => {
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install -g pm2 && npm ci\n');
    checkRule(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y git && npm i -g pm2\n',
    );
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN curl -o /m/a.onnx https://example.com/a.onnx\n');
  });

  it('moves the RUN above the copy with its comments', () =>
    checkFix(
      rule,
      `
FROM node:22
WORKDIR /app
COPY . .
# process manager
RUN npm install -g pm2@5 \\
    && npm cache clean --force
CMD ["pm2-runtime", "a.js"]
`,
      `
FROM node:22
WORKDIR /app
# process manager
RUN npm install -g pm2@5 \\
    && npm cache clean --force
COPY . .
CMD ["pm2-runtime", "a.js"]
`,
      { safe: true },
    ));

  it('moves the beginning of a RUN, with the options of its shell', () =>
    checkFix(
      rule,
      'FROM node:22\nCOPY . /app\nRUN set -ex && npm install -g typescript@5 && tsc -p /app\n',
      'FROM node:22\nRUN set -ex && npm install -g typescript@5\nCOPY . /app\nRUN set -ex && tsc -p /app\n',
      { safe: true },
    ));

  it('takes steps in between along, and passes those of the project', () => {
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nRUN mkdir -p /opt/x\nRUN curl -fsSL https://example.com/a.tgz | tar xz -C /opt/x\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nRUN mkdir -p /opt/x\nRUN curl -fsSL https://example.com/a.tgz | tar xz -C /opt/x\nCOPY . .\nRUN npm run build\n',
      { safe: false },
    );
  });

  it('says why it does not move', () =>
    checkRule(
      rule,
      `
FROM node:22 AS build
WORKDIR /app
COPY . .
USER node
RUN npm install -g pm2
#   ^^^^^^^^^^^ because a USER instruction in between may prepare it
FROM build
RUN npm install -g nodemon
#   ^^^^^^^^^^^ Let this stage start from the image below
`,
    ));
});
