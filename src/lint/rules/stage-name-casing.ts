import { hasStageName } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import { renameStage } from '../instructions/stage-uses';
import type { Rule } from '../rule';

/** Builders compare stage names without regard to case, people do not. */
export const stageNameCasing: Rule = {
  id: 'stage-name-casing',
  summary: 'Write stage names in lower case',
  category: 'style',
  severity: 'style',
  since: '0.1.0',
  related: { buildkit: 'StageNameCasing' },
  docs: {
    why: 'Builders take `Build` and `build` for the same stage. In lower case a name looks the same wherever it is used, and it cannot be taken for a keyword.',
    notes: 'The fix renames the stage and every `FROM`, `--from=` and mount of this file that names it.',
    bad: ['FROM golang:1.23 AS Build\nRUN go build -o /app\nFROM alpine:3.20\nCOPY --from=Build /app /app\n'],
    good: ['FROM golang:1.23 AS build\nRUN go build -o /app\nFROM alpine:3.20\nCOPY --from=build /app /app\n'],
  },
  applies: hasStageName,
  *check({ dockerfile }) {
    for (const stage of dockerfile.stages) {
      const { alias } = stage.from;
      if (!alias || alias.raw === alias.raw.toLowerCase()) continue;
      const name = alias.raw.toLowerCase();
      yield {
        ...onFirstLine(dockerfile, stage.from, alias.span, 'The name'),
        message: `The stage name "${alias.raw}" has capital letters, which builders do not tell from small ones. Write "${name}".`,
        fixes: () => ({
          title: `Rename the stage to ${name}`,
          safe: true,
          edits: renameStage(dockerfile, stage, name),
        }),
      };
    }
  },
};
