import type { Flag, Stage } from '../../dockerfile/model';
import { deleteFlag } from '../edits/delete-flag';
import { hasPlatform } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import { parsePlatform } from '../instructions/platform';
import type { Fix, LintFile, RelatedCodes, Rule } from '../rule';

export const constantPlatform: Rule = {
  id: 'constant-platform',
  summary: 'Let the build choose the platform of a FROM',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3029', buildkit: 'FromPlatformFlagConstDisallowed' },
  docs: {
    why: 'With a fixed `--platform` the image is of that platform whatever `docker build --platform` says. On another machine it runs emulated, slowly, or not at all, and an image for several platforms holds the same binaries under each.',
    notes:
      'Use `$BUILDPLATFORM` for a stage whose tools run on the building machine, and no flag for what is shipped. A stage that is for one platform on purpose says so in its name, which BuildKit accepts (`AS build-amd64`); hadolint does not.',
    bad: ['FROM --platform=linux/amd64 alpine:3.20\n'],
    good: ['FROM alpine:3.20\n', 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\n'],
  },
  applies: hasPlatform,
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const { platform } = stage.from;
      const codes = platform && codesFor(stage, platform);
      if (!codes) continue;
      const value = platform.value?.raw ?? '';
      yield {
        ...onFirstLine(dockerfile, stage.from, platform.span, 'The flag'),
        message: platform.value?.variables.length
          ? `The platform comes from "${value}", which the builder does not set: what a build is made for does not reach this stage. Use $BUILDPLATFORM or no flag.`
          : `This stage is for ${value} whatever the build is made for. Leave the flag out, or use $BUILDPLATFORM if the stage only runs tools.`,
        codes,
        fixes: fixesFor(dockerfile, platform),
      };
    }
  },
};

function codesFor(stage: Stage, { value }: Flag): RelatedCodes | undefined {
  if (!value || value.raw === '') return undefined;
  const hadolint = /BUILDPLATFORM|TARGETPLATFORM/.test(value.raw) ? {} : { hadolint: 'DL3029' };
  const platform = value.variables.length === 0 ? parsePlatform(value.value) : undefined;
  const named = (word: string) => stage.name?.includes(word) ?? false;
  const constant = platform && !named(platform.os) && !named(platform.architecture);
  const codes = { ...hadolint, ...(constant ? { buildkit: 'FromPlatformFlagConstDisallowed' } : {}) };
  return Object.keys(codes).length > 0 ? codes : undefined;
}

function fixesFor(dockerfile: LintFile['dockerfile'], platform: Flag): readonly Fix[] {
  const span = platform.value?.span;
  const build: Fix[] = span
    ? [{ title: 'Use $BUILDPLATFORM', safe: false, edits: [{ span, newText: '$BUILDPLATFORM' }] }]
    : [];
  return [{ title: 'Delete the flag', safe: false, edits: [deleteFlag(dockerfile, platform)] }, ...build];
}
