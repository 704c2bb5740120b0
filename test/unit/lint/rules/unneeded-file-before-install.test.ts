import { unneededFileBeforeInstall } from '../../../../src/lint/rules/unneeded-file-before-install';
import { checkFix, checkRule } from '../../support/check-rule';

describe('unneeded-file-before-install', () => {
  const rule = unneededFileBeforeInstall;
  const node = { 'package.json': '{}', 'package-lock.json': '{"packages":{}}', 'tsconfig.json': '{}', 'src/a.ts': '' };

  it('points at what the install does not read', () =>
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json package-lock.json ./
COPY tsconfig.json ./
#    ^^^^^^^^^^^^^ \`npm ci\` does not read tsconfig.json
COPY src src
#    ^^^ \`npm ci\` does not read src
RUN npm ci
`,
      { context: node },
    ));

  it('is silent about what is read, may be, or is not known', () => {
    const silent = (text: string, context: Record<string, string>) => checkRule(rule, text, { context });
    const text = 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY src src\nRUN npm ci\n';
    silent(text, { ...node, 'package.json': '{"scripts":{"postinstall":"node src/setup.js"}}' });
    silent(text, { ...node, 'package.json': '{"dependencies":{"a":"file:src/a"}}', 'src/a/package.json': '{}' });
    silent(text.replace('RUN npm ci', 'RUN npm ci && npm run build'), node);
    silent('FROM node:22\nWORKDIR /app\nCOPY package.json other.json ./\nRUN npm install\n', {
      ...node,
      'other.json': '',
    });
    silent('FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY patches patches\nRUN npm ci\n', {
      ...node,
      'patches/a.patch': '',
    });
    checkRule(rule, text);
  });

  it('moves the copy below the install', () =>
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\n# compiler\nCOPY tsconfig.json ./\nRUN npm ci\nRUN npx tsc\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n# compiler\nCOPY tsconfig.json ./\nRUN npx tsc\n',
      { context: node, safe: true },
    ));

  it('sees what stands among files that are read, and moves that alone', () => {
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY --chown=1000 package*.json tsconfig.json src ./\nRUN npm ci\nRUN npx tsc\n',
      'FROM node:22\nWORKDIR /app\nCOPY --chown=1000 package*.json ./\nRUN npm ci\nCOPY --chown=1000 tsconfig.json src ./\nRUN npx tsc\n',
      { context: node, safe: true },
    );
    checkRule(
      rule,
      `
FROM golang:1.22
WORKDIR /src
COPY Makefile go.mod go.sum ./
#    ^^^^^^^^ \`go mod download\` does not read Makefile
RUN go mod download
`,
      { context: { Makefile: '', 'go.mod': 'module x', 'go.sum': '' } },
    );
  });

  it('takes a folder of scripts for one where nothing calls them', () => {
    const text = 'FROM python:3.12\nCOPY requirements.txt ./\nCOPY scripts scripts\n';
    const context = { 'requirements.txt': 'flask\n', 'scripts/run.sh': '' };
    checkFix(
      rule,
      `${text}RUN pip install -r requirements.txt\n`,
      'FROM python:3.12\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY scripts scripts\n',
      { context },
    );
    checkRule(rule, `${text}RUN scripts/run.sh && pip install -r requirements.txt\n`, { context });
  });
});
