import type { Dockerfile, Stage } from '../../dockerfile/model';
import { hasStageName } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import { renameStage } from '../instructions/stage-uses';
import type { Fix, Rule } from '../rule';

const reserved = new Set(['scratch', 'context']);

export const reservedStageName: Rule = {
  id: 'reserved-stage-name',
  summary: 'Call no stage scratch or context',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3063', buildkit: 'ReservedStageName' },
  docs: {
    why: '`scratch` is the empty image and `context` the build context. A stage of that name makes `FROM scratch` and `--from=context` mean something other than a reader expects.',
    bad: ['FROM alpine:3.20 AS scratch\n'],
    good: ['FROM scratch\nCOPY app /app\n', 'FROM alpine:3.20 AS build-context\n'],
  },
  applies: hasStageName,
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const { alias } = stage.from;
      if (!alias || stage.name === undefined || !reserved.has(stage.name)) continue;
      yield {
        ...onFirstLine(dockerfile, stage.from, alias.span, 'The name'),
        message: `"${stage.name}" stands for ${stage.name === 'scratch' ? 'the empty image' : 'the build context'}. Give the stage a name of its own.`,
        fixes: renaming(dockerfile, stage, stage.name),
        ...(reserved.has(alias.raw) ? {} : { codes: { buildkit: 'ReservedStageName' } }),
      };
    }
  },
};

/** Not where a later `FROM scratch` may mean either, nor where the new name is taken. */
function renaming(dockerfile: Dockerfile, stage: Stage, name: string): readonly Fix[] {
  const later = dockerfile.stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
  const newName = name === 'scratch' ? 'empty' : 'sources';
  if (later || dockerfile.stages.some((other) => other.name === newName)) return [];
  // Whoever builds with --target has to name it so, too.
  return [{ title: `Rename the stage to ${newName}`, safe: false, edits: renameStage(dockerfile, stage, newName) }];
}
