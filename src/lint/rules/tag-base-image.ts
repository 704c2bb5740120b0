import type { FromInstruction, Stage } from '../../dockerfile/model';
import { hadolintImage } from '../hadolint/image-name';
import type { Rule } from '../rule';

/** An image without a tag is whatever `latest` is on the day of the build. */
export const tagBaseImage: Rule = {
  id: 'tag-base-image',
  summary: 'Name the tag of the base image',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3006', cache: 'CACHE024' },
  docs: {
    why: 'Without a tag the builder takes `latest`: another image next month, on another machine or after a pull. The build may break, and every cached layer below `FROM` is lost, at a moment nobody chose.',
    notes:
      'There is no fix, because which version the program needs is yours to say: take the one it is tested with, such as `node:22-slim`, or a digest.',
    bad: ['FROM node\nRUN node --version\n', 'FROM ghcr.io/acme/base\nCMD ["run"]\n'],
    good: [
      'FROM node:22-slim\nRUN node --version\n',
      'FROM golang:1.22 AS build\nFROM build\nRUN go version\n',
      'FROM scratch\nCOPY app /app\n',
      'ARG BASE=node:22\nFROM $BASE\n',
    ],
  },
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3006');
    const names = new Set<string>();
    for (const stage of dockerfile.stages) {
      const { image, alias } = stage.from;
      if (image && (asked ? lacksTag(stage.from, names) : needsTag(stage))) {
        yield {
          span: image.span,
          message: `${image.text} has no tag, so the build takes whatever "latest" is that day. Name the version the program is tested with, or a digest.`,
        };
      }
      if (alias) names.add(alias.raw);
    }
  },
};

/** As hadolint takes images apart: the port of `localhost:5000` is a tag to it, the dot of a variable makes a registry. */
function lacksTag(from: FromInstruction, names: ReadonlySet<string>): boolean {
  const { name, tag, digest } = hadolintImage(from);
  return tag === undefined && digest === undefined && name !== 'scratch' && !name.startsWith('$') && !names.has(name);
}

/** As builders do: they know stages in any case and through variables, whose values may hold the tag. */
function needsTag({ base, from: { image } }: Stage): boolean {
  if (!image || image.text.startsWith('$') || image.repository.startsWith('$')) return false;
  if (base.kind === 'stage' || base.kind === 'scratch') return false;
  const { tag, digest } = base.kind === 'image' ? base.image : image;
  return tag === undefined && digest === undefined;
}
