import { avoidLatestTag } from '../../../../src/lint/rules/avoid-latest-tag';
import { checkRule } from '../../support/check-rule';

describe('avoid-latest-tag', () => {
  it('points at the tag', () =>
    checkRule(
      avoidLatestTag,
      `
FROM node:latest
#         ^^^^^^ "latest" is another image
FROM ghcr.io/a/b:latest AS two
#                ^^^^^^ after the next release of a/b
FROM node:22-latest
FROM node:latest@sha256:${'0'.repeat(64)}
`,
    ));

  it('leaves the port of a registry to hadolint, which takes it for a tag', () => {
    const text = 'FROM localhost:5000/app:latest\n';
    checkRule(avoidLatestTag, `${text}#                       ^^^^^^ "latest"\n`);
    checkRule(avoidLatestTag, text, { config: { profile: 'hadolint' } });
  });
});
