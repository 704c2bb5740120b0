import type { Rule } from '../rule';

/** A tag that promises the newest of something is another image after the next release. */
export const floatingBaseTag: Rule = {
  id: 'floating-base-tag',
  summary: 'Name a version of the base image, not a channel',
  category: 'reproducibility',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE024' },
  docs: {
    why: 'Tags such as `stable`, `lts`, `edge` or `sid` move to another version when the next one comes out. The same Dockerfile then builds on it, and every cached layer below `FROM` is lost, at a moment nobody chose.',
    notes:
      'There is no fix, because which version the program needs is yours to say: take the one it is tested with, or add a digest. A missing tag and `latest` are reported by `tag-base-image` and `avoid-latest-tag`. Images of one of your own stages, and tags that only the build knows, are left alone.',
    bad: ['FROM node:lts-slim\n', 'FROM alpine:edge\n', 'ARG TAG=stable-slim\nFROM debian:${TAG}\n'],
    good: ['FROM node:22-slim\n', 'FROM debian:bookworm-slim\n', `FROM debian:sid@sha256:${'0'.repeat(64)}\n`],
  },
  *check({ dockerfile }) {
    for (const { base, from } of dockerfile.stages) {
      if (base.kind !== 'image' || !from.image) continue;
      const { tag, digest, repository } = base.image;
      const word = digest === undefined && tag !== undefined ? channel.exec(tag)?.[1] : undefined;
      if (word === undefined || tag === 'latest') continue;
      yield {
        span: from.image.tagSpan ?? from.image.span,
        instruction: from,
        message: `"${tag}" is whatever ${repository} calls "${word}" on the day of the build, so the base changes and every layer is built again at a moment nobody chose. Name the version the program is tested with, or add a digest.`,
      };
    }
  },
};

const channel =
  /^(stable|lts|edge|sid|unstable|testing|rolling|nightly|latest|current|mainline|canary|devel|oldstable|oldoldstable|experimental)(?:[-_.].*)?$/i;
