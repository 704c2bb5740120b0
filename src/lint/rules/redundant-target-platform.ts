import type { Word } from '../../dockerfile/model';
import { deleteFlag } from '../edits/delete-flag';
import { hasPlatform } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';

export const redundantTargetPlatform: Rule = {
  id: 'redundant-target-platform',
  summary: 'Leave out --platform=$TARGETPLATFORM',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3065', buildkit: 'RedundantTargetPlatform' },
  docs: {
    why: 'A stage is built for the target platform anyway. The flag makes a reader look for a cross build that is not there.',
    bad: ['FROM --platform=$TARGETPLATFORM alpine:3.20\n'],
    good: ['FROM alpine:3.20\n', 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\n'],
  },
  applies: hasPlatform,
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const { platform } = from;
      if (!platform?.value || !isTarget(platform.value)) continue;
      const asWritten = /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform.value.raw);
      yield {
        ...onFirstLine(dockerfile, from, platform.span, 'The flag'),
        message: `"${platform.value.raw}" is the platform a stage is built for anyway. Leave the flag out.`,
        fixes: [{ title: 'Delete the flag', safe: true, edits: [deleteFlag(dockerfile, platform)] }],
        ...(asWritten ? {} : { codes: { buildkit: 'RedundantTargetPlatform' } }),
      };
    }
  },
};

/** Nothing but the variable, which is always set: a default behind it does not count. */
function isTarget({ parts }: Word): boolean {
  const [part] = parts;
  if (parts.length !== 1 || part === undefined || typeof part === 'string') return false;
  return part.name === 'TARGETPLATFORM' && [undefined, '-', ':-', '?', ':?'].includes(part.modifier);
}
