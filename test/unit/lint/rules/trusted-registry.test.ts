import { trustedRegistry } from '../../../../src/lint/rules/trusted-registry';
import { checkRule } from '../../support/check-rule';

const trust = (...trustedRegistries: string[]) => ({ config: { trustedRegistries } });

describe('trusted-registry', () => {
  it('points at images from elsewhere', () =>
    checkRule(
      trustedRegistry,
      `
FROM quay.io/team/base:1 AS base
FROM registry.example.com/base:1
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ none of the trusted registries
FROM node:22
#    ^^^^^^^ comes from docker.io
COPY --from=busybox:1.37 /a /b
#           ^^^^^^^^^^^^ comes from docker.io
RUN --mount=type=bind,from=ghcr.io/a/b:1,target=/x --mount=type=cache,from=c,target=/y true
#                     ^^^^^^^^^^^^^^^^^^ comes from ghcr.io
RUN --mount=type=bind,from=base,target=/x true
COPY --from=base /a /b
FROM base
FROM scratch
`,
      trust('quay.io'),
    ));

  it('tells an image from a stage that has its name', () =>
    checkRule(
      trustedRegistry,
      `
FROM quay.io/a:1 AS node
FROM node:22
#    ^^^^^^^ comes from docker.io
FROM ghcr.io/team/node
#    ^^^^^^^^^^^^^^^^^ comes from ghcr.io
`,
      trust('quay.io'),
    ));

  it('reads patterns', () => {
    checkRule(
      trustedRegistry,
      'FROM a.example.com/b:1\nFROM reg.example.com:5000/c:1\n',
      trust('*.example.com', 'reg.*'),
    );
    checkRule(trustedRegistry, 'FROM a.example.com/b:1\nFROM x:1\n', trust('*'));
    checkRule(trustedRegistry, 'FROM x:1\nFROM a/b:1\n', trust('docker.io'));
    checkRule(trustedRegistry, 'FROM x:1\n', trust('hub.docker.com'));
    checkRule(trustedRegistry, 'FROM x:1\nFROM quay.io/a:1\n', trust());
  });

  it('knows numbers of stages and values of variables, unless hadolint is asked', () => {
    const text = 'ARG IMAGE=quay.io/a:1\nFROM $IMAGE\nFROM scratch\nCOPY --from=0 /a /b\n';
    checkRule(trustedRegistry, text, trust('quay.io'));
    checkRule(
      trustedRegistry,
      `
ARG IMAGE=quay.io/a:1
FROM $IMAGE
#    ^^^^^^ comes from docker.io
FROM scratch
COPY --from=0 /a /b
#           ^ comes from docker.io
`,
      { config: { trustedRegistries: ['quay.io'], profile: 'hadolint' } },
    );
  });
});
