import { gitHistoryCopiedEarly } from '../../../../src/lint/rules/git-history-copied-early';
import { checkFix, checkRule } from '../../support/check-rule';

describe('git-history-copied-early', () => {
  it('points at copies of the history above installs, in child stages too', () => {
    checkRule(
      gitHistoryCopiedEarly,
      `
FROM golang:1.22 AS base
WORKDIR /src
COPY .git/ ./.git/
#    ^^^^^ \`go mod download\` below
COPY go.mod go.sum ./
RUN go mod download
`,
    );
    checkRule(
      gitHistoryCopiedEarly,
      `
FROM debian:12 AS base
COPY .git /src/.git
#    ^^^^ \`apt-get install\` below
FROM base
RUN apt-get update && apt-get install -y make
`,
    );
  });

  it('leaves late copies, copies below the source, and what may read the history alone', () => {
    for (const rest of [
      'RUN apt-get update && apt-get install -y git\nCOPY .git .git\nRUN git describe > v',
      'COPY . .\nCOPY .git .git\nRUN npm ci',
      'COPY .git .git\nRUN pip install .',
      'COPY .git .git\nRUN bundle install',
      'COPY .git .git\nRUN make',
      'COPY .gitconfig /root/\nRUN npm ci',
      'COPY --from=x /src/.git .git\nRUN npm ci',
    ]) {
      checkRule(gitHistoryCopiedEarly, `FROM debian:12\nWORKDIR /src\n${rest}\n`);
    }
  });

  it('moves the copy below the install', () =>
    checkFix(
      gitHistoryCopiedEarly,
      'FROM node:22\nWORKDIR /app\n# for the version\nCOPY .git .git\nCOPY package.json ./\nRUN npm ci\n\nCOPY src src\nRUN git describe > v\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n\n# for the version\nCOPY .git .git\nCOPY src src\nRUN git describe > v\n',
      { safe: false },
    ));
});
