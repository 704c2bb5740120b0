import { finalStages } from '../flow/final-stages';
import type { StageFlow } from '../flow/flow';
import { scatteredArchives } from '../layers/archives';
import { lateDeletionFixes } from '../layers/late-deletion-fixes';
import { type LateDeletion, lateDeletions } from '../layers/late-deletions';
import { isSmallCopy } from '../layers/layer-writes';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** A layer only adds: what an earlier one holds is hidden, not freed. */
export const deleteInLaterLayer: Rule = {
  id: 'delete-in-later-layer',
  summary: 'Delete files in the layer that makes them',
  category: 'size',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE014' },
  docs: {
    why: 'Layers are stacked. `rm` or `apt-get purge` in a later one marks files as gone, while the layer below still holds them: the image does not get smaller by a byte, and a secret that is "deleted" this way can be read by everybody who pulls it.',
    notes:
      'Only stages that become images are looked at, and only what this file itself put there: deleting a default page or a package of the base image is about behaviour, not about size. Small text files are information. Where the steps stand apart there is no fix: do the work in another stage and copy the result, mount files that only one step needs (`RUN --mount=type=bind`), or leave them out of the copy.',
    bad: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n',
      'FROM alpine:3.20\nRUN apk add --no-cache --virtual .build gcc musl-dev\nCOPY x.c .\nRUN gcc -o /bin/x x.c\nRUN apk del .build\n',
      'FROM debian:12\nRUN git clone https://git.example/x.git /tmp/x\nRUN make -C /tmp/x install && rm -rf /tmp/x\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      'FROM nginx:1.27\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY site.conf /etc/nginx/conf.d/\n',
      'FROM debian:12 AS build\nRUN git clone https://git.example/x.git /tmp/x\nRUN make -C /tmp/x && rm -rf /tmp/x/.git\nFROM debian:12\nCOPY --from=build /tmp/x/x /usr/bin/x\n',
    ],
  },
  when: {
    calls: ['rm', 'unlink', 'apk', 'npm', 'yarn', 'pip', 'go', 'conda', 'mamba'],
    does: ['system-clean', 'system-remove'],
  },
  *check(file) {
    const seen = new Set<unknown>();
    for (const flow of finalStages(file)) {
      const archives = scatteredArchives(file, flow).map(({ deletion }) => deletion?.command);
      for (const step of flow.steps) {
        if (step.kind !== 'run' || seen.has(step.instruction)) continue;
        seen.add(step.instruction);
        const deletion = lateDeletions(file, flow, step).find(({ command }) => !archives.includes(command));
        if (deletion) yield finding(file, flow, deletion);
      }
    }
  },
};

function finding(file: LintFile, flow: StageFlow, deletion: LateDeletion): RuleFinding {
  const { what, makers, writes, run, span } = deletion;
  const [maker] = makers;
  const line = maker ? file.range(maker.instruction.span).start.line + 1 : 0;
  const secret = writes.some(({ kind, path }) => kind === 'copy' && secretName.test(path));
  const small = !secret && writes.length > 0 && writes.every(isSmallCopy);
  return {
    span,
    instruction: run.instruction,
    ...(small ? { severity: 'info' as const } : {}),
    message: `${subject(deletion)} is in the layer of line ${line} and stays there: deleting it here frees nothing${secret ? ', and everybody who pulls the image can read it' : ''}. ${advice(deletion)}`,
    related: makers.map(({ instruction }) => ({ span: instruction.keywordSpan, message: `This layer holds ${what}.` })),
    fixes: () => lateDeletionFixes(file, flow, deletion),
  };
}

function subject({ what, removal, writes }: LateDeletion): string {
  if (!removal) return `The package ${what}`;
  return removal.kind === 'clean' ? `What ${what} cleans here (${writes[0]?.path})` : what;
}

function advice({ makers, removal }: LateDeletion): string {
  if (makers.some(({ kind }) => kind === 'copy'))
    return 'Mount it for the step that needs it (RUN --mount=type=bind), or leave it out of the copy.';
  if (!removal) return 'Remove it in the RUN that installs it, or build in another stage.';
  return 'Delete it in the RUN that makes it, or build in another stage.';
}

const secretName =
  /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|\.npmrc|\.netrc|\.env|\.pypirc|credentials(\.json)?|[\w.-]*(passw|secret|token)[\w.-]*)$|\.(pem|key)$/;
