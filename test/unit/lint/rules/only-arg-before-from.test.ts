import { onlyArgBeforeFrom } from '../../../../src/lint/rules/only-arg-before-from';
import { checkFix, checkRule } from '../../support/check-rule';

describe('only-arg-before-from', () => {
  it('points at each instruction in front of FROM', () =>
    checkRule(
      onlyArgBeforeFrom,
      `
# syntax=docker/dockerfile:1
ARG TAG=22
ENV A=1
^^^ ENV stands in front of FROM
ONBUILD RUN true
^^^^^^^ ONBUILD stands
FROM node:$TAG
RUN true
`,
    ));

  it('points at them in a file without FROM', () =>
    checkRule(
      onlyArgBeforeFrom,
      `
RUN true
^^^ The file has no FROM above RUN
ARG A
CMD ["a"]
^^^ no FROM
`,
    ));

  it('moves an instruction below FROM, with its comment', () =>
    checkFix(
      onlyArgBeforeFrom,
      '# who\nLABEL team=shop\nFROM node:22\nRUN true\n',
      'FROM node:22\n# who\nLABEL team=shop\nRUN true\n',
      { safe: false },
    ));

  it('turns the ENV of an image tag into an ARG', () =>
    checkFix(onlyArgBeforeFrom, 'env TAG=22\nFROM node:$TAG\n', 'arg TAG=22\nFROM node:$TAG\n', {
      title: 'Use ARG',
      safe: false,
    }));
});
