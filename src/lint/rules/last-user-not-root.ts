import type { Dockerfile, Instruction, Stage, WordsInstruction } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { endsItself, indentOf, insertBelow, keywordLike } from '../edits/block';
import { removeWithComments } from '../edits/remove-instruction';
import { finalStages } from '../flow/final-stages';
import { rawText } from '../hadolint/raw-text';
import { usualUser } from '../instructions/known-users';
import type { Fix, Rule } from '../rule';

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
      'The fix goes back to the user that the stage had before, or that a well-known image is made for; else only you know which user the program can run as. Add one (`RUN adduser --system app`) and name it behind the last step that needs root. A stage that never sets `USER` is not reported, nor one that only others build on or copy from.',
    bad: ['FROM node:22\nUSER root\nRUN apt-get update && apt-get install -y ffmpeg=7:*\nCMD ["node", "server.js"]\n'],
    good: [
      'FROM node:22\nUSER root\nRUN apt-get update && apt-get install -y ffmpeg=7:*\nUSER node\nCMD ["node", "server.js"]\n',
      'FROM node:22\nCMD ["node", "server.js"]\n',
    ],
  },
  when: { has: ['USER'] },
  *check(file) {
    const { dockerfile, settings } = file;
    const asked = settings.asked('DL3002');
    const each = asked || settings.thorough;
    const seen = new Set<Instruction>();
    for (const stage of dockerfile.stages) {
      const last = (each ? stage.instructions : chain(stage)).findLast(
        (instruction): instruction is WordsInstruction => instruction.kind === 'USER',
      );
      if (!last?.whole || seen.has(last) || !isRoot(asked ? rawText(dockerfile, last) : last.whole.value)) continue;
      // Nobody runs a container of a stage that others only build on or copy from.
      if (!each && !finalStages(file).some((final) => final.stage === stage)) continue;
      seen.add(last);
      yield {
        span: last.whole.span,
        message: `The stage ends as ${last.whole.value}, so that is who its containers run as. Name a user without privileges behind the last step that needs root.`,
        related: later(dockerfile, last),
        fixes: () => stepDown(dockerfile, stage, last),
      };
    }
  },
};

/** Goes back to the user that the stage had before, or that its well-known image is made for, when all is built. */
function stepDown(dockerfile: Dockerfile, stage: Stage, root: WordsInstruction): readonly Fix[] {
  const before = chain(stage).findLast(
    (instruction): instruction is WordsInstruction =>
      instruction.kind === 'USER' &&
      instruction.index < root.index &&
      instruction.whole !== undefined &&
      !isRoot(instruction.whole.value),
  );
  let oldest = stage;
  while (oldest.base.kind === 'stage') oldest = oldest.base.stage;
  const user = before?.whole?.raw ?? (oldest.base.kind === 'image' ? usualUser(oldest.base.image) : undefined);
  const last = stage.instructions.findLast(({ kind }) => building.has(kind)) ?? root;
  if (user === undefined || !endsItself(last)) return [];
  if (before && last === root)
    return [{ title: `Stay ${user}`, safe: false, edits: [removeWithComments(dockerfile, root)] }];
  const line = `${indentOf(dockerfile, root)}${keywordLike(root, 'USER')} ${user}${dockerfile.eol}`;
  return [{ title: `End as ${user}`, safe: false, edits: [insertBelow(dockerfile, last, line)] }];
}

const building: ReadonlySet<string> = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR', 'USER']);

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
