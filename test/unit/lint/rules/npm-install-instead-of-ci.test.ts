import { npmInstallInsteadOfCi } from '../../../../src/lint/rules/npm-install-instead-of-ci';
import { checkFix, checkRule } from '../../support/check-rule';

describe('npm-install-instead-of-ci', () => {
  const rule = npmInstallInsteadOfCi;
  const locked = { 'package.json': '{}', 'package-lock.json': '{"packages":{}}' };

  it('points at an install that has a lock file', () =>
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY ["package*.json", "./"]
RUN npm config set loglevel warn && npm install --omit=dev
#                                   ^^^^^^^^^^^ may install other versions than package-lock.json says
`,
    ));

  it('is silent without one, and where somebody wants it so', () => {
    const silent = (run: string, context?: Record<string, string>) =>
      checkRule(
        rule,
        `FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN ${run}\n`,
        context ? { context } : {},
      );
    silent('npm install', { 'package.json': '{}' });
    silent('npm install', { ...locked, '.npmrc': 'package-lock=false\n' });
    silent('npm install --no-package-lock');
    silent('npm install --package-lock-only');
    silent('npm install express');
    silent('npm install -g npm@10');
    silent('npm update');
    silent('npm ci');
    silent('npm install express && npm install');
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN npm install\n');
    checkRule(rule, 'FROM node:6\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n');
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n');
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY *.json ./\nRUN npm install\n');
  });

  it('replaces the words', () =>
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm i --only=production --no-audit && npm cache clean --force\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev --no-audit && npm cache clean --force\n',
      { safe: false, context: locked },
    ));
});
