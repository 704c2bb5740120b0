import type { Stage } from '../../dockerfile/model';
import { hasStages } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';

export const duplicateStageName: Rule = {
  id: 'duplicate-stage-name',
  summary: 'Give every stage a name of its own',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3024', buildkit: 'DuplicateStageName' },
  docs: {
    why: 'A later stage of the same name takes the name over: `--from` and `--target` reach only the last one, and the earlier stage is quietly left out of the build.',
    notes:
      'Builders compare names without regard to case. Which of the stages a `--from` means only its author knows: rename one of them, and the lines that mean it.',
    bad: ['FROM node:22 AS build\nRUN npm run assets\nFROM golang:1.23 AS build\nRUN go build -o /app\n'],
    good: ['FROM node:22 AS assets\nRUN npm run assets\nFROM golang:1.23 AS build\nRUN go build -o /app\n'],
  },
  applies: hasStages,
  *check({ dockerfile }) {
    const byName = new Map<string, Stage>();
    const written = new Set<string>();
    for (const stage of dockerfile.stages) {
      const { alias } = stage.from;
      if (!alias || stage.name === undefined) continue;
      const earlier = byName.get(stage.name);
      const place = earlier?.from.alias?.span;
      if (place) {
        const at = onFirstLine(dockerfile, stage.from, alias.span, 'The name');
        yield {
          ...at,
          message: `An earlier stage is called "${stage.name}", too. From here on the name means this one, and the earlier is out of reach. Give them different names.`,
          related: [{ span: place, message: 'The earlier stage' }, ...(at.related ?? [])],
          ...(written.has(alias.raw) ? {} : { codes: { buildkit: 'DuplicateStageName' } }),
        };
      }
      byName.set(stage.name, stage);
      written.add(alias.raw);
    }
  },
};
