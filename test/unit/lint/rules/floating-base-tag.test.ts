import { floatingBaseTag } from '../../../../src/lint/rules/floating-base-tag';
import { checkRule } from '../../support/check-rule';

describe('floating-base-tag', () => {
  it('points at tags that name a channel, in variables too', () =>
    checkRule(
      floatingBaseTag,
      `
ARG CHANNEL=nightly
FROM registry.example.com:5000/team/tool:stable AS tool
#                                        ^^^^^^ calls "stable"
FROM nginx:stable-alpine
#          ^^^^^^^^^^^^^ calls "stable"
FROM rust:$CHANNEL
#         ^^^^^^^^ "nightly" is whatever rust calls
FROM node:latest-slim
#         ^^^^^^^^^^^ calls "latest"
`,
    ));

  it('leaves versions, digests, stages and what other rules report alone', () =>
    checkRule(
      floatingBaseTag,
      `
ARG TAG
FROM debian:bookworm AS stable
FROM stable
FROM node:latest
FROM node
FROM scratch
FROM golang:1.22-alpine
FROM acme/tool:stability
FROM node:$TAG
FROM alpine:edge@sha256:${'0'.repeat(64)}
`,
    ));
});
