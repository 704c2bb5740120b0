import { testsInReleaseChain } from '../../../../src/lint/rules/tests-in-release-chain';
import { checkRule } from '../../support/check-rule';

describe('tests-in-release-chain', () => {
  it('points at tests and linters in the stages that make the image', () =>
    checkRule(
      testsInReleaseChain,
      `
FROM node:22 AS build
RUN npm ci && npm run lint && npm test
#             ^^^^^^^^^^^^ the image waits for it
FROM build AS unit
RUN npm test
FROM python:3.12
COPY --from=build /app /app
RUN python -m pytest tests
#             ^^^^^^^^^^^^ the image waits for it
RUN make test
#   ^^^^^^^^^ the image waits for it
`,
    ));

  it('leaves test stages, installs and words alone', () => {
    for (const text of [
      'FROM node:22 AS test\nRUN npm test\n',
      'FROM go:1 AS lint\nRUN go vet ./... && touch /ok\nFROM debian:12\nCOPY --from=lint /ok /\n',
      'FROM python:3.12\nRUN pip install pytest flake8\n',
      'FROM python:3.12\nRUN pytest --version\n',
      'FROM debian:12\nRUN test -f /a && nginx -t && echo npm test\n',
      'FROM node:22\nARG TESTS\nRUN if [ -n "$TESTS" ]; then npm test; fi\n',
      'FROM maven:3\nRUN mvn package -DskipTests\n',
    ]) {
      checkRule(testsInReleaseChain, text);
    }
  });
});
