import { installScriptsNeedSource } from '../../../../src/lint/rules/install-scripts-need-source';
import { checkDocs, checkFix, checkRule } from '../../support/check-rule';

const rule = installScriptsNeedSource;

function project(scripts: Record<string, string>, files: Record<string, string> = {}) {
  return { context: { 'package.json': JSON.stringify({ scripts }), 'package-lock.json': '{"packages":{}}', ...files } };
}

const early = (run: string, more = '') =>
  `FROM node:22\nWORKDIR /app\nCOPY package*.json ./\n${more}RUN ${run}\nCOPY . .\n`;

describe('install-scripts-need-source', () => {
  it('has examples that run', () => checkDocs(rule));

  it('reports files that scripts name', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
#   ^^^^^^ runs the postinstall script \`node scripts/setup.js\`, which reads scripts/setup.js before it is copied. Copy it first.
COPY . .
`,
      project({ postinstall: 'node scripts/setup.js' }, { 'scripts/setup.js': 'console.log(1)' }),
    );
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
RUN npm install
#   ^^^^^^^^^^^ reads tsconfig.json before it is copied. It needs more of the source than can be told from here: add --ignore-scripts, and run \`npm rebuild && npm run prepare\`
COPY . .
`,
      project({ prepare: 'npm run build', build: 'tsc' }, { 'tsconfig.json': '{}' }),
    );
  });

  it('is silent when they are there, or run later', () => {
    const patches = project({ postinstall: 'patch-package' }, { 'patches/a.patch': '' });
    checkRule(rule, early('npm ci', 'COPY patches patches\n'), patches);
    checkRule(rule, early('npm ci', 'COPY patches/*.patch patches/\n'), patches);
    checkRule(rule, early('npm ci --ignore-scripts'), patches);
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n', patches);
    checkRule(rule, `${early('npm ci')}RUN npm ci\n`, patches);
    checkRule(rule, early('--mount=type=bind,source=patches,target=patches npm ci'), patches);
    checkRule(rule, early('npm ci'), project({ postinstall: 'patch-package' }));
  });

  it('is silent about scripts that need nothing or that nobody knows', () => {
    checkRule(
      rule,
      early('npm ci'),
      project({ prepare: 'husky', postinstall: 'mystery --now', preinstall: 'npx only-allow npm' }),
    );
    checkRule(rule, early('npm ci'), project({ test: 'node scripts/test.js' }, { 'scripts/test.js': '' }));
    checkRule(rule, early('npm ci'));
  });

  it('knows husky without development dependencies', () => {
    const text = `
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci --omit=dev
#   ^^^^^^ husky is one of them
`;
    checkRule(rule, text, project({ prepare: 'husky install' }));
    checkRule(
      rule,
      `
FROM node:22
ENV NODE_ENV=production
WORKDIR /app
COPY . .
RUN npm install
#   ^^^^^^^^^^^ husky is one of them
`,
      project({ prepare: 'husky' }),
    );
    for (const prepare of ['husky || true', 'is-ci || husky', 'node .husky/install.mjs', 'npx husky']) {
      checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n', project({ prepare }));
    }
    const ways = [
      'npm pkg delete scripts.prepare && npm ci --omit=dev',
      'npm ci --omit=dev --ignore-scripts',
      'npm ci --omit=optional',
    ];
    for (const way of ways) checkRule(rule, early(way), project({ prepare: 'husky' }));
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm pkg delete scripts.prepare && npm ci --omit=dev\n',
      { ...project({ prepare: 'husky' }), safe: false },
    );
  });

  it('knows scripts of Composer', () => {
    const context = {
      'composer.json': '{"scripts":{"post-autoload-dump":["@php artisan package:discover"]}}',
      'composer.lock': '{}',
      artisan: '',
    };
    checkRule(
      rule,
      `
FROM composer:2
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev
#   ^^^^^^^^^^^^^^^^ reads artisan before it is copied. It needs more of the source than can be told from here: add --no-scripts
COPY . .
`,
      { context },
    );
    checkRule(
      rule,
      'FROM composer:2\nWORKDIR /app\nCOPY composer.* ./\nRUN composer install --no-scripts\nCOPY . .\n',
      { context },
    );
  });

  it('copies what is needed', () => {
    checkFix(
      rule,
      early('npm ci'),
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY patches patches/\nRUN npm ci\nCOPY . .\n',
      { ...project({ postinstall: 'patch-package' }, { 'patches/a.patch': '' }), safe: false },
    );
    checkFix(
      rule,
      early('npm ci'),
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY prisma/schema.prisma prisma/\nRUN npm ci\nCOPY . .\n',
      { ...project({ postinstall: 'prisma generate' }, { 'prisma/schema.prisma': '' }), safe: true },
    );
  });
});
