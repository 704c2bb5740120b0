import { independentWorkInOneStage } from '../../../../src/lint/rules/independent-work-in-one-stage';
import { checkRule } from '../../support/check-rule';

describe('independent-work-in-one-stage', () => {
  it('points at the second project, once per stage', () =>
    checkRule(
      independentWorkInOneStage,
      `
FROM acme/base:1
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY web/package.json web/
RUN cd web && npm install
#             ^^^^^^^^^^^ The packages of pip and of npm
RUN cd web && npm ci
`,
    ));

  it('leaves one family, tools, parents and stages for development alone', () => {
    for (const text of [
      'FROM node:22\nRUN npm ci\nRUN yarn install\n',
      'FROM acme/base:1\nRUN pip install -r requirements.txt\nRUN npm install -g sass\nRUN apt-get install -y make\n',
      'FROM acme/base:1 AS dev\nRUN pip install -r requirements.txt\nRUN npm ci\n',
      'FROM acme/base:1 AS a\nRUN pip install -r requirements.txt\nFROM acme/base:1\nRUN npm ci\n',
      'FROM acme/base:1\nRUN pip install -r requirements.txt && npm ci\n',
      'FROM acme/base:1\nRUN pip install -r requirements.txt\nRUN if [ -f package.json ]; then npm ci; fi\n',
    ]) {
      checkRule(independentWorkInOneStage, text);
    }
  });
});
