import { pinGoVersion } from '../../../../src/lint/rules/pin-go-version';
import { checkRule } from '../../support/check-rule';

describe('pin-go-version', () => {
  it('points at the first tool without a version', () =>
    checkRule(
      pinGoVersion,
      `
FROM golang:1.23
RUN go install example.com/a@v1 example.com/b@latest
#                               ^^^^^^^^^^^^^^^^^^^^ no version
RUN go get -tool example.com/a
#                ^^^^^^^^^^^^^ no version
RUN go run main.go
#          ^^^^^^^ no version
RUN go install ./... /src/x example.com/a@v1.2.3 && go build x
`,
    ));
});
