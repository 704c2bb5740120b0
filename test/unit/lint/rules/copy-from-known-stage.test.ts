import { copyFromKnownStage } from '../../../../src/lint/rules/copy-from-known-stage';
import { checkFix, checkRule } from '../../support/check-rule';

describe('copy-from-known-stage', () => {
  it('points at what is neither a stage above nor an image with a tag', () =>
    checkRule(
      copyFromKnownStage,
      `
FROM golang:1.23 AS build
COPY --from=build /a /b
FROM alpine:3.20
COPY --from=tools /a /b
#           ^^^^^ No stage above is called "tools"
COPY --from=3 /a /b
#           ^ There is no stage 3
COPY --from=$TOOLS /a /b
#           ^^^^^^ do not expand
COPY --from=build /a /b
COPY --from=0 /a /b
COPY --from=1 /a /b
COPY --from=busybox:1.37 /a /b
COPY --from="busybox:1.37" /a /b
COPY a /b
ONBUILD COPY --from=tools /a /b
FROM alpine:3.20 AS tools
`,
    ));

  it('knows the names that builders know, unless hadolint is asked', () => {
    const text = 'FROM a:1 AS Build\nFROM a:1\nCOPY --from=build /a /b\n';
    checkRule(copyFromKnownStage, text);
    checkRule(copyFromKnownStage, `${text}#           ^^^^^ No stage\n`, { config: { profile: 'hadolint' } });
  });

  it('offers the stage with the nearest name', () =>
    checkFix(
      copyFromKnownStage,
      'FROM a:1 AS build\nFROM a:1 AS test\nFROM a:1\nCOPY --from=tset /a /b\n',
      'FROM a:1 AS build\nFROM a:1 AS test\nFROM a:1\nCOPY --from=test /a /b\n',
      { safe: false },
    ));
});
