import { deepEqual } from 'node:assert/strict';
import type { ConfigLayer } from '../../../../src/lint/config/config';
import { oneDownloadTool } from '../../../../src/lint/rules/one-download-tool';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('one-download-tool', () => {
  it('is reported where both are in use in a stage', () =>
    checkRule(
      oneDownloadTool,
      `
FROM debian:12 AS one
RUN curl a
RUN wget b
#   ^^^^ uses curl as well
RUN curl c
#   ^^^^ uses wget as well
FROM debian:12
RUN wget a
RUN apt-get install -y curl
ONBUILD RUN curl a
ONBUILD RUN wget a
#           ^^^^ uses curl as well
`,
    ));

  it('is reported once for a RUN, at the tool that comes second', () =>
    checkRule(
      oneDownloadTool,
      `
FROM debian:12
RUN curl a && wget b
#             ^^^^ uses curl as well
`,
    ));

  it('is reported once for a stage, unless hadolint is asked', () => {
    const text = 'FROM debian:12\nRUN curl a\nRUN wget b\nRUN curl c\n';
    const count = (config: ConfigLayer) =>
      runRule(oneDownloadTool, text, { config: { allRules: false, ...config } }).length;
    deepEqual([count({}), count({ profile: 'hadolint' }), count({ codes: { DL4001: 'info' } })], [1, 2, 2]);
  });

  it('writes each call for the tool that was used first', () => {
    for (const [first, call, fixed] of [
      ['curl', 'wget https://x.example/a.tgz', 'curl -fsSLO https://x.example/a.tgz'],
      ['curl', 'wget -qO- https://x.example/?a=b | sh', 'curl -fsSL https://x.example/?a=b | sh'],
      ['curl', 'wget -q -O - "https://$H/a" > b', 'curl -fsSL "https://$H/a" > b'],
      ['curl', 'wget -nv -O /b https://x.example/a', 'curl -fsSL -o /b https://x.example/a'],
      ['curl', 'wget --output-document="/b" https://x.example/a -q', 'curl -fsSL -o "/b" https://x.example/a'],
      ['curl', 'wget --no-check-certificate \\\n  https://x.example/a', 'curl -fsSLO -k \\\n  https://x.example/a'],
      ['wget', 'curl -fsSLO https://x.example/a.tgz', 'wget -q https://x.example/a.tgz'],
      ['wget', 'X=$(curl -sL https://x.example/a)', 'X=$(wget -qO- https://x.example/a)'],
      ['wget', 'curl -so- https://x.example/a | sh', 'wget -qO- https://x.example/a | sh'],
      ['wget', 'curl -L https://x.example/a -o /b', 'wget -q https://x.example/a -O /b'],
      ['wget', 'curl -fkLo /b https://x.example/a', 'wget -q --no-check-certificate -O /b https://x.example/a'],
      ['wget', 'curl --output=/b --silent https://x.example/a', 'wget -q -O /b https://x.example/a'],
      ['wget', 'curl -o - https://x.example/a', 'wget -qO- https://x.example/a'],
    ]) {
      const text = (script: string | undefined) => `FROM a:1\nRUN ${first} b\nRUN ${script}\n`;
      checkFix(oneDownloadTool, text(call), text(fixed), { safe: false, title: `Use ${first} here, too` });
    }
  });

  it('rewrites all of them or none', () => {
    const text = (one: string, other: string) => `FROM a:1\nRUN wget b\nRUN ${one} && ls\nRUN ${other}\n`;
    checkFix(
      oneDownloadTool,
      text('curl -s https://x.example/a', 'curl -fO https://x.example/b'),
      text('wget -qO- https://x.example/a', 'wget -q https://x.example/b'),
      { title: 'Use wget everywhere in this stage' },
    );
    for (const call of [
      'curl -H "A: b" https://x.example/a',
      'curl -d x https://x.example/a',
      'curl --retry 3 https://x.example/a',
      'curl -fO https://x.example/a?b',
      'curl https://x.example/a https://x.example/b',
      'curl -f $URLS -o',
      'curl',
    ]) {
      for (const { fixes } of runRule(oneDownloadTool, text('curl -s https://x.example/a', call)))
        deepEqual(fixes, [], call);
    }
    for (const call of [
      'wget -i list',
      'wget -P /srv https://x.example/a',
      'wget https://x.example/a?b',
      'wget -c a/b',
    ])
      deepEqual(runRule(oneDownloadTool, `FROM a:1\nRUN curl b\nRUN ${call}\n`)[0]?.fixes, [], call);
  });
});
