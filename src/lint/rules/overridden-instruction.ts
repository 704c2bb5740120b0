import type { Instruction, Keyword, Stage } from '../../dockerfile/model';
import { removeWithComments } from '../edits/remove-instruction';
import { instructionsOf } from '../facts/instructions-of';
import type { RelatedCodes, Rule, Severity } from '../rule';

const hadolintCodes: Readonly<Partial<Record<Instruction['kind'], readonly [code: string, severity: Severity]>>> = {
  CMD: ['DL4003', 'warning'],
  ENTRYPOINT: ['DL4004', 'error'],
  HEALTHCHECK: ['DL3012', 'error'],
} satisfies Partial<Record<Keyword, readonly [string, Severity]>>;

const once = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const;

/** Of several in a stage the last holds; the others look as if they did. */
export const overriddenInstruction: Rule = {
  id: 'overridden-instruction',
  summary: 'Write CMD, ENTRYPOINT and HEALTHCHECK once per stage',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: ['DL3012', 'DL4003', 'DL4004'], buildkit: 'MultipleInstructionsDisallowed' },
  docs: {
    why: 'A stage has one `CMD`, one `ENTRYPOINT` and one `HEALTHCHECK`: the last. Those above it do nothing, and whoever changes one of them wonders why.',
    notes:
      'The one that is ignored is marked. A stage may override what the stage or image it starts from says. Comments for hadolint and BuildKit that switch this off stand above the later instruction, as those tools want it; ours may stand above either.',
    bad: ['FROM node:22\nCMD ["node", "server.js"]\nEXPOSE 80\nCMD ["node", "cluster.js"]\n'],
    good: [
      'FROM node:22\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
      'FROM node:22 AS app\nCMD ["node", "server.js"]\nFROM app\nCMD ["node", "--inspect", "server.js"]\n',
    ],
  },
  applies: ({ dockerfile }) => once.some((kind) => instructionsOf(dockerfile, kind).length > 1),
  *check({ dockerfile }) {
    const last = new Map<string, Instruction>();
    let current: Stage | undefined;
    for (const instruction of dockerfile.instructions) {
      const { kind, stage } = instruction;
      if (stage !== current) last.clear();
      current = stage;
      const [code, severity] = hadolintCodes[kind] ?? [];
      if (code === undefined || severity === undefined) continue;
      const earlier = last.get(kind);
      last.set(kind, instruction);
      if (!earlier) continue;
      const codes: RelatedCodes = {
        hadolint: code,
        ...(stage ? { buildkit: 'MultipleInstructionsDisallowed' } : {}),
      };
      yield {
        span: earlier.span,
        instruction,
        severity,
        codes,
        message: `This ${kind} is ignored, because the stage has another one below. Delete it.`,
        related: [{ span: instruction.keywordSpan, message: `The ${kind} that holds` }],
        fixes: () => ({
          title: `Delete the ${kind} that is ignored`,
          safe: true,
          edits: [removeWithComments(dockerfile, earlier)],
        }),
      };
    }
  },
};
