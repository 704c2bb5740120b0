import { useraddFillsLoginLog } from '../../../../src/lint/rules/useradd-fills-login-log';
import { checkFix, checkRule } from '../../support/check-rule';

describe('useradd-fills-login-log', () => {
  it('measures what follows -u', () =>
    checkRule(
      useraddFillsLoginLog,
      `
FROM debian:12
RUN useradd -m -u 1000660000 app
#                 ^^^^^^^^^^ as large as gigabytes
RUN useradd -mu $UID app
#               ^^^^ as large as gigabytes
RUN useradd -u 10001 app; useradd --uid 1000660000 app; useradd -l -u 1000660000 app
RUN useradd --no-log-init -u 1000660000 app
`,
    ));

  it('is fixed by -l', () =>
    checkFix(
      useraddFillsLoginLog,
      'FROM debian:12\nRUN groupadd x && useradd \\\n  -u 1000660000 app\n',
      'FROM debian:12\nRUN groupadd x && useradd -l \\\n  -u 1000660000 app\n',
      { safe: true },
    ));
});
