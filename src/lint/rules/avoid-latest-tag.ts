import { hadolintImage } from '../hadolint/image-name';
import type { Rule } from '../rule';

/** `latest` is a tag that moves. */
export const avoidLatestTag: Rule = {
  id: 'avoid-latest-tag',
  summary: 'Name a version instead of the tag latest',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3007', cache: 'CACHE024' },
  docs: {
    why: '`latest` moves: the same Dockerfile builds on another image next month, and every cached layer below `FROM` is lost when it does.',
    notes:
      'There is no fix, because which version the program needs is yours to say. A digest after the tag is enough.',
    bad: ['FROM node:latest\n'],
    good: ['FROM node:22-slim\n', `FROM node:latest@sha256:${'0'.repeat(64)}\n`],
  },
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3007');
    for (const { from } of dockerfile.stages) {
      const image = from.image;
      if (image?.tag !== 'latest' || image.digest !== undefined) continue;
      // To hadolint the tag of `localhost:5000/app:latest` is `5000/app:latest`.
      if (asked && hadolintImage(from).tag !== 'latest') continue;
      yield {
        span: image.tagSpan ?? image.span,
        message: `"latest" is another image after the next release of ${image.repository}. Name the version the program is tested with, or add a digest.`,
      };
    }
  },
};
