import { mountOption } from '../../dockerfile/mount';
import { addFlags } from '../cache-mounts/add-mounts';
import { type Hidden, hiddenBy } from '../cache-mounts/hidden-files';
import { cacheMountsOf, type PlacedMount } from '../cache-mounts/mount-places';
import { hasCacheMount } from '../facts/file-facts';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { Fix, LintFile, Rule } from '../rule';

/** Steps in front of a mount that are looked at: far more than real stages have. */
const looksAt = 100;

/** Mounts of a file that are looked at. */
const mountLimit = 150;

/** A mount lies over what the image has there. */
export const cacheMountHidesFiles: Rule = {
  id: 'cache-mount-hides-files',
  summary: 'Mount caches where the image has no files that the step needs',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE033' },
  docs: {
    why: 'A cache mount hides what earlier layers put into the directory, as any mount does. Settings copied there are not read, tools installed there are not found, and dependencies resolved there by an earlier step are resolved once more, so that the earlier step was for nothing.',
    notes:
      'The fix mounts the directory of the cache alone, beside the files, or gives the earlier step the same mount. Where neither is possible, leave the earlier step out, or start the cache from the files with `from=`.',
    bad: [
      'FROM maven:3-eclipse-temurin-21\nCOPY settings.xml /root/.m2/\nCOPY . .\nRUN --mount=type=cache,target=/root/.m2 mvn package\n',
      'FROM golang:1.23\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /srv .\n',
    ],
    good: [
      'FROM maven:3-eclipse-temurin-21\nCOPY settings.xml /root/.m2/\nCOPY . .\nRUN --mount=type=cache,target=/root/.m2/repository mvn package\n',
      'FROM golang:1.23\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /srv .\n',
    ],
  },
  applies: hasCacheMount,
  *check(file) {
    const reported = new Set<string>();
    let left = mountLimit;
    for (const { stage, steps } of flowOf(file).stages) {
      for (const [at, step] of steps.entries()) {
        if (step.kind !== 'run' || step.stage !== stage) continue;
        for (const placed of cacheMountsOf(file, step.instruction)) {
          if (left-- === 0) return;
          const hidden = mountOption(placed.mount, 'from')
            ? undefined
            : hiddenBy(file, steps.slice(Math.max(0, at - looksAt), at), step, placed);
          // The same files behind the same mount: one mistake, however many steps have the mount.
          const key = `${placed.target} ${hidden?.span?.start}`;
          if (!hidden || reported.has(key)) continue;
          reported.add(key);
          yield {
            span: mountOption(placed.mount, 'target', 'dst', 'destination')?.span ?? placed.mount.flag.span,
            instruction: step.instruction,
            message: `This mount hides ${hidden.what}. ${hidden.advice}`,
            related: hidden.span ? [{ span: hidden.span, message: 'This put files there.' }] : [],
            fixes: () => fixOf(file, step, placed, hidden),
          };
        }
      }
    }
  },
};

/** Not safe: the step sees files it did not see, or an earlier layer no longer holds them. */
function fixOf(file: LintFile, step: RunStep, { mount }: PlacedMount, { narrower, filler }: Hidden): Fix | undefined {
  const option = mountOption(mount, 'target', 'dst', 'destination');
  if (narrower !== undefined && option) {
    return {
      title: `Mount ${narrower} alone`,
      safe: false,
      edits: [{ span: option.span, newText: `${option.name}=${narrower}` }],
    };
  }
  if (!filler || !option || filler.instruction.command.form === 'exec') return undefined;
  // A relative target means another directory elsewhere.
  if (!option.value?.startsWith('/') && filler.workdir !== step.workdir) return undefined;
  const { span } = mount.flag;
  return {
    title: 'Give the earlier step the same mount',
    safe: false,
    edits: [addFlags(file, filler.instruction, [file.dockerfile.text.slice(span.start, span.end)])],
  };
}
