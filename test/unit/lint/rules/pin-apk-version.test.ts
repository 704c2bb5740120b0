import { pinApkVersion } from '../../../../src/lint/rules/pin-apk-version';
import { checkRule } from '../../support/check-rule';

describe('pin-apk-version', () => {
  it('points at the packages without a version', () =>
    checkRule(
      pinApkVersion,
      `
FROM alpine:3.20
RUN apk add --no-cache --virtual .tools \\
    openssl=~3.3 'curl>8' \\
    git \\
#   ^^^ git, $EXTRA: no version
    $EXTRA
ONBUILD RUN apk add jq
#                   ^^ jq: no version
`,
    ));

  it('takes constraints of every kind, files, and values of flags for no packages', () =>
    checkRule(
      pinApkVersion,
      `
FROM alpine:3.20
RUN apk add "a=1" "b~2" "c>3" "d<4" ./e.apk -t .group -X https://mirror.example/edge $(printf f=%s 1)
RUN apk del curl && echo apk add curl
RUN apk add --no-cache
`,
    ));
});
