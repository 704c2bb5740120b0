import type { Dockerfile, Word, WordsInstruction } from '../../dockerfile/model';
import { expand, looksLikeWindows, scopeBefore } from '../../dockerfile/scope';
import { instructionsOf } from '../facts/instructions-of';
import { rawText } from '../hadolint/raw-text';
import { numberOf, type UserNumber } from '../instructions/user-ids';
import type { Fix, Rule, SpanEdit } from '../rule';

/** Orchestrators can check a number, not a name. */
export const numericUser: Rule = {
  id: 'numeric-user',
  summary: 'Name the user by its number in USER',
  category: 'security',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3066' },
  docs: {
    why: 'What a name stands for is written in a file of the image. Kubernetes refuses a container with `runAsNonRoot` whose user is a name, because it cannot know that it is not root; and a volume knows its owner by number, too.',
    notes:
      'The fix looks up the number in the `useradd` or `adduser` of the same file, or takes that of a well-known user of a well-known image. A user that the file makes without a number is given one: 1000 where it is the first of a well-known image and has that number anyway, else one above 10000, which neither an image nor the host hands out. Where nothing says the number, `docker run --rm --entrypoint id IMAGE` does.',
    bad: ['FROM alpine:3.20\nRUN adduser -D -u 1001 app\nUSER app\n', 'FROM acme/tool:4\nUSER tool:tool\n'],
    good: [
      'FROM alpine:3.20\nRUN adduser -D -u 1001 app\nUSER 1001\n',
      'FROM alpine:3.20\nARG RUN_AS=1001\nUSER $RUN_AS\n',
    ],
  },
  when: { has: ['USER'] },
  *check(file) {
    const { dockerfile, settings } = file;
    const asked = settings.asked('DL3066');
    if (instructionsOf(dockerfile, 'USER').length === 0) return;
    const args: string[] = [];
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'ARG') args.push(instruction.pairs[0]?.key.value ?? '');
      if (instruction.kind !== 'USER' || !instruction.whole) continue;
      const { whole } = instruction;
      const written = rawText(dockerfile, instruction);
      if (isNumber(written) || args.some((name) => written.includes(`$${name}`) || written.includes(`\${${name}}`))) {
        continue;
      }
      const user = resolved(dockerfile, instruction, whole);
      // Users of Windows have no number.
      if (!asked && (isNumber(user) || isInherited(user) || looksLikeWindows(dockerfile, instruction.stage))) continue;
      yield {
        span: whole.span,
        message: /^root(?::|$)/.test(user)
          ? 'Orchestrators read numbers, and "root" is the name of user 0. Write 0, or better the number of a user without privileges.'
          : `"${whole.value}" is a name that only the image can explain: an orchestrator cannot tell that it is not root. Write the number of the user.`,
        fixes: () =>
          instruction.stage && whole.variables.length === 0
            ? fixesFor(whole, numberOf(file, instruction.stage, instruction, user))
            : [],
      };
    }
  },
};

function isNumber(user: string): boolean {
  return /^\d*(?::|$)/.test(user);
}

/** A variable that nothing here sets and that says itself that it is a number: images of .NET have `$APP_UID`. */
function isInherited(user: string): boolean {
  return /^\$\{?\w*UID\}?(?::|$)/.test(user);
}

function resolved(file: Dockerfile, instruction: WordsInstruction, word: Word): string {
  return expand(word, scopeBefore(file, instruction)) ?? word.value;
}

/** Only the user's name is replaced; a group behind it stays. */
function fixesFor({ raw, span }: Word, number: UserNumber | undefined): readonly Fix[] {
  const name = /^["']?([^:"'\\]+)/.exec(raw);
  if (number === undefined || !name?.[1]) return [];
  const { uid, given } = number;
  const account = name[1].trimEnd();
  const start = span.start + name[0].length - name[1].length;
  const edit: SpanEdit = { span: { start, end: start + account.length }, newText: uid };
  if (!given) return [{ title: `Use ${uid}`, safe: uid === '0', edits: [edit] }];
  return [{ title: `Give ${account} the number ${uid} and use it`, safe: false, edits: [given, edit] }];
}
