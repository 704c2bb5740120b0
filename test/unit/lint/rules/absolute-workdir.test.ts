import assert from 'node:assert/strict';
import { absoluteWorkdir } from '../../../../src/lint/rules/absolute-workdir';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('absolute-workdir', () => {
  it('points at a relative path', () =>
    checkRule(
      absoluteWorkdir,
      `
FROM alpine:3.20
WORKDIR two
#       ^^^ relative to the working directory of the base image
WORKDIR /abs
WORKDIR $HOME
WORKDIR C:/app
`,
    ));

  it('is milder behind an absolute one, and joins the two', () =>
    checkFix(
      absoluteWorkdir,
      'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR "app"\n',
      'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR "/srv/app"\n',
      {
        safe: true,
      },
    ));

  it('follows the stage it starts from', () =>
    checkRule(
      absoluteWorkdir,
      `
FROM alpine:3.20 AS base
WORKDIR /srv
FROM base
WORKDIR app
#       ^^^ relative to /srv
`,
    ));

  it("is BuildKit's for the first of a stage and those it starts from, variables expanded", () => {
    const text = `
ARG A=app
FROM registry.example.com/base AS one
WORKDIR a
WORKDIR b
FROM one
WORKDIR c
FROM scratch
ARG D=app E
WORKDIR $D
FROM scratch
WORKDIR $E/app
FROM scratch
WORKDIR app/$E
`;
    const hadolint = 'DL3000';
    const buildkit = 'WorkdirRelativePath';
    assert.deepEqual(
      runRule(absoluteWorkdir, text).map(({ related }) => related),
      [{ hadolint, buildkit }, { hadolint }, { hadolint }, { buildkit }, { hadolint, buildkit }],
    );
  });

  it('writes the slash where the image is known to start there', () => {
    checkFix(absoluteWorkdir, 'FROM node:22\nWORKDIR app\n', 'FROM node:22\nWORKDIR /app\n', { safe: false });
    const fuzz = 'FROM gcr.io/oss-fuzz-base/base-builder-go\nWORKDIR';
    checkFix(absoluteWorkdir, `${fuzz} app\n`, `${fuzz} /src/app\n`, { safe: false });
    assert.deepEqual(runRule(absoluteWorkdir, 'FROM golang:1.23\nWORKDIR app\n')[0]?.fixes, []);
  });

  it('keeps variables behind the directory', () =>
    checkFix(
      absoluteWorkdir,
      'FROM a:1\nWORKDIR /srv\nWORKDIR "app/$X"\n',
      'FROM a:1\nWORKDIR /srv\nWORKDIR "/srv/app/$X"\n',
      { safe: true },
    ));
});
