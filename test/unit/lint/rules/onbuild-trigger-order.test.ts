import { onbuildTriggerOrder } from '../../../../src/lint/rules/onbuild-trigger-order';
import { checkFix, checkRule } from '../../support/check-rule';

describe('onbuild-trigger-order', () => {
  it('points at installs below the trigger that copies the source', () =>
    checkRule(
      onbuildTriggerOrder,
      `
FROM python:3.12
ONBUILD WORKDIR /app
ONBUILD COPY . .
ONBUILD RUN pip install -r requirements.txt
#           ^^^^^^^^^^^ every edited file runs \`pip install\` again
ONBUILD RUN curl -fsSL https://example.com/t.tgz | tar -xz -C /opt
#           ^^^^ which does not need the source
ONBUILD ARG BUILD_DATE
#           ^^^^^^^^^^ Declare it right above its first user
ONBUILD RUN pip install gunicorn==22.0.0
#           ^^^^^^^^^^^ Put this trigger above the copy
FROM python:3.12
RUN pip install x
`,
    ));

  it('keeps triggers and instructions apart', () => {
    checkRule(onbuildTriggerOrder, 'FROM node:22\nCOPY . .\nONBUILD RUN npm ci\n');
    checkRule(onbuildTriggerOrder, 'FROM node:22\nONBUILD COPY . .\nRUN npm ci\n');
    checkRule(
      onbuildTriggerOrder,
      'FROM node:22\nONBUILD COPY package.json ./\nONBUILD RUN npm i\nONBUILD COPY . .\nONBUILD RUN npm i\n',
    );
    checkRule(onbuildTriggerOrder, 'FROM node:22\nONBUILD ARG GIT_SHA\nONBUILD COPY . .\nONBUILD RUN npm run build\n');
  });

  it('moves a trigger that needs nothing of the source', () =>
    checkFix(
      onbuildTriggerOrder,
      'FROM debian:12\nONBUILD COPY . /app\n# tools\nONBUILD RUN apt-get update && apt-get install -y git\n',
      'FROM debian:12\n# tools\nONBUILD RUN apt-get update && apt-get install -y git\nONBUILD COPY . /app\n',
      { safe: false },
    ));
});
