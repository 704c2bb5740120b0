import { sameInstallInSeveralStages } from '../../../../src/lint/rules/same-install-in-several-stages';
import { checkRule } from '../../support/check-rule';

const install = 'RUN apt-get update && apt-get install -y libpq5';

describe('same-install-in-several-stages', () => {
  it('points at the second of two equal installs behind different layers', () =>
    checkRule(
      sameInstallInSeveralStages,
      `
FROM debian:12 AS build
COPY tool /tool
${install}
FROM debian:12
RUN apt-get update   && \\
    apt-get install -y libpq5
#   ^^^^^^^^^^^^^^^ Stage "build" starts from the same image
`,
    ));

  it('leaves what is one step to the builder, other bases and other environments alone', () => {
    for (const text of [
      `FROM debian:12 AS a\nWORKDIR /x\n${install}\nFROM debian:12\nWORKDIR /x\nLABEL a=b\n${install}\n`,
      `FROM debian:12 AS a\nCOPY a /a\n${install}\nFROM debian:11\n${install}\n`,
      `FROM --platform=$BUILDPLATFORM debian:12 AS a\nCOPY a /a\n${install}\nFROM debian:12\n${install}\n`,
      `FROM debian:12 AS a\n${install}\nFROM a\nCOPY a /a\n${install}\n`,
      'FROM node:22 AS a\nCOPY . .\nRUN npm ci\nFROM node:22\nENV NODE_ENV=production\nCOPY package.json ./\nRUN npm ci\n',
      'FROM debian:12 AS a\nCOPY a /a\nRUN make\nFROM debian:12\nRUN make\n',
    ]) {
      checkRule(sameInstallInSeveralStages, text);
    }
  });
});
