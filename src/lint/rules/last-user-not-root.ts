import type { Dockerfile, WordsInstruction } from '../../dockerfile/model';
import { rawText } from '../hadolint/raw-text';
import type { Rule } from '../rule';

/** Switching to root and not back leaves the program with all rights in the container. */
export const lastUserNotRoot: Rule = {
  id: 'last-user-not-root',
  summary: 'End a stage that sets USER as a user without privileges',
  category: 'security',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3002' },
  docs: {
    why: 'What the last `USER` of a stage names is who the container runs as. As root, a hole in the program is a hole in everything the container can reach: mounted volumes, secrets, the larger surface of the kernel.',
    notes:
      'There is no fix, because only you know which user the program can run as. Add one (`RUN adduser --system app`) and name it behind the last step that needs root. A stage that never sets `USER` is not reported.',
    bad: ['FROM node:22\nUSER root\nRUN apt-get update && apt-get install -y ffmpeg=7:*\nCMD ["node", "server.js"]\n'],
    good: [
      'FROM node:22\nUSER root\nRUN apt-get update && apt-get install -y ffmpeg=7:*\nUSER node\nCMD ["node", "server.js"]\n',
      'FROM node:22\nCMD ["node", "server.js"]\n',
    ],
  },
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3002');
    for (const { instructions } of dockerfile.stages) {
      const last = instructions.findLast((instruction): instruction is WordsInstruction => instruction.kind === 'USER');
      if (!last?.whole || !isRoot(asked ? rawText(dockerfile, last) : last.whole.value)) continue;
      yield {
        span: last.whole.span,
        message: `The stage ends as ${last.whole.value}, so that is who its containers run as. Name a user without privileges behind the last step that needs root.`,
        related: later(dockerfile, last),
      };
    }
  },
};

function isRoot(user: string): boolean {
  return user === 'root' || user === '0' || user.startsWith('root:') || user.startsWith('0:');
}

/** The program that will run as root, to show where it matters. */
function later({ instructions }: Dockerfile, user: WordsInstruction) {
  const start = instructions
    .slice(user.index + 1)
    .find(({ kind, stage }) => stage === user.stage && (kind === 'CMD' || kind === 'ENTRYPOINT'));
  return start ? [{ span: start.keywordSpan, message: 'This runs as root.' }] : [];
}
