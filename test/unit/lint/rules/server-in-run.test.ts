import { serverInRun } from '../../../../src/lint/rules/server-in-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('server-in-run', () => {
  it('points at a server that would never end', () =>
    checkRule(
      serverInRun,
      `
FROM node:22
COPY . .
RUN npm ci
RUN node server.js
#   ^^^^^^^^^^^^^^ Say in CMD what the container runs
`,
    ));

  it('moves it to CMD', () =>
    checkFix(serverInRun, 'FROM node:22\nCOPY . .\nRUN npm start\n', 'FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n', {
      safe: false,
    }));

  it('sees the last command of a chain', () =>
    checkRule(
      serverInRun,
      `
FROM python:3.12
RUN pip install flask && flask run
#                        ^^^^^^^^^ starts a server
`,
    ));

  it('knows builds, background jobs, other stages and images that have a command', () => {
    checkRule(serverInRun, 'FROM node:22\nRUN node build.js\n');
    checkRule(serverInRun, 'FROM node:22\nRUN node index.js\nCMD ["node", "dist/server.js"]\n');
    checkRule(serverInRun, 'FROM node:22\nRUN npm start & sleep 5 && npm test\n');
    checkRule(serverInRun, 'FROM node:22 AS test\nRUN npm start\nFROM nginx:1\nRUN nginx -t\n');
    checkRule(serverInRun, 'FROM node:22\nRUN gunicorn --version\n');
  });
});
