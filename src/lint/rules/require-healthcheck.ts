import type { Stage } from '../../dockerfile/model';
import { hadolintImage, stageKey } from '../hadolint/image-name';
import type { Rule } from '../rule';

/** Without a check a container is healthy as long as its process exists. */
export const requireHealthcheck: Rule = {
  id: 'require-healthcheck',
  summary: 'Say with HEALTHCHECK how to tell that the container works',
  category: 'maintainability',
  severity: 'info',
  off: true,
  since: '0.1.0',
  related: { hadolint: 'DL3057' },
  docs: {
    why: 'Without `HEALTHCHECK` an engine knows only that the process exists: one that hangs keeps getting requests, and what waits for it to be healthy does not wait.',
    notes:
      'Off unless configured: many images get their checks from the orchestrator, and a build stage needs none. `HEALTHCHECK NONE` says that this is meant. A stage is covered by the check of a stage it starts from, or of one that starts from it.',
    bad: ['FROM nginx:1.27\nCOPY site /usr/share/nginx/html\n'],
    good: [
      'FROM nginx:1.27\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
      'FROM nginx:1.27 AS base\nFROM base\nHEALTHCHECK NONE\n',
    ],
  },
  *check({ dockerfile }) {
    for (const { from, index } of unchecked(dockerfile.stages)) {
      yield {
        span: from.imageWord?.span ?? from.keywordSpan,
        message: `${from.alias ? `Stage "${from.alias.raw}"` : `Stage ${index}`} has no HEALTHCHECK, so an engine cannot tell a program that hangs from one that works. Add one, or HEALTHCHECK NONE.`,
      };
    }
  },
};

/** Stages without a check of their own, of the stage they start from, or of one that starts from them. */
function unchecked(stages: readonly Stage[]): readonly Stage[] {
  const checked = new Set<string>();
  let missing: Stage[] = [];
  for (const stage of stages) {
    const isChecked = checked.has(hadolintImage(stage.from).name);
    if (isChecked) checked.add(stageKey(stage.from));
    else missing.push(stage);
    if (!stage.instructions.some(({ kind }) => kind === 'HEALTHCHECK')) continue;
    checked.add(stageKey(stage.from));
    missing = missing.filter((other) => other !== stage);
    let name: string | undefined = hadolintImage(stage.from).name;
    while (name !== undefined) {
      const parents: readonly Stage[] = missing.filter((other) => stageKey(other.from) === name);
      missing = missing.filter((other) => !parents.includes(other));
      for (const parent of parents) checked.add(stageKey(parent.from));
      name = parents[0] && hadolintImage(parents[0].from).name;
    }
  }
  return missing;
}
