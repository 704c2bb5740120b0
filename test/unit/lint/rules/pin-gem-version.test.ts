import { pinGemVersion } from '../../../../src/lint/rules/pin-gem-version';
import { checkRule } from '../../support/check-rule';

describe('pin-gem-version', () => {
  it('points at the first gem without a version', () =>
    checkRule(
      pinGemVersion,
      `
FROM ruby:3.3
RUN gem install rake:13.2.1 bundler
#                           ^^^^^^^ bundler: no version
RUN gem i rails
#         ^^^^^ rails: no version
RUN gem install a -v 1; gem install a --version=1; gem install a:1 -- --with-x; gem install --no-document a
`,
    ));
});
