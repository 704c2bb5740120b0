import { volatileValueInLayer } from '../../../../src/lint/rules/volatile-value-in-layer';
import { checkRule } from '../../support/check-rule';

describe('volatile-value-in-layer', () => {
  it('points at values that land in files and builds', () =>
    checkRule(
      volatileValueInLayer,
      `
FROM golang:1.22
COPY . .
RUN echo "built $(date -u)" >> /etc/motd
#                 ^^^^^^^ The time goes into the result
RUN NOW=$(date +%s) && go build -ldflags "-X main.now=$NOW" .
#         ^^^^^^^^ The time goes into the result
RUN date | tee /built
#   ^^^^ The time goes into the result
RUN echo "$RANDOM" > /seed && uuidgen > /etc/id
#        ^^^^^^^^^ A random value
#                             ^^^^^^^^^^^^^^^^^ A random value
RUN sed -i "s/REV/$(git rev-parse --short HEAD)/" version.go
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ The revision
`,
    ));

  it('leaves printing, timing, fixed times and clones alone', () => {
    for (const run of [
      'date',
      'echo $(date) && make',
      'date > /dev/null',
      'start=$(date +%s) && make && echo $(($(date +%s) - start))',
      'date -d @$SOURCE_DATE_EPOCH > /built',
      'date -r go.mod > /built',
      'git clone https://e.com/a.git a && git -C a rev-parse HEAD > /rev',
      'echo "the date > file"',
      'git rev-parse HEAD',
    ]) {
      checkRule(volatileValueInLayer, `FROM golang:1.22\nCOPY . .\nRUN ${run}\n`);
    }
  });
});
