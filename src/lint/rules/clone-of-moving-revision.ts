import { flowOf } from '../flow/flow-of';
import { flowsWithTriggers } from '../flow/flows-with-triggers';
import { addInsteadOfClone } from '../moving/add-instead-of-clone';
import { isBusted } from '../moving/cache-buster';
import { type Clone, clonesOf } from '../moving/clones';
import { gitCall } from '../moving/git';
import { isMovingRef } from '../moving/refs';
import { valuesOf } from '../moving/values';
import { repositoryReaders, vcsInstalls } from '../moving/vcs-install';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** The text of the RUN stays the same while the branch moves on: the old clone is served for ever. */
export const cloneOfMovingRevision: Rule = {
  id: 'clone-of-moving-revision',
  summary: 'Clone a tag or a commit, or let the builder follow the branch',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE017' },
  docs: {
    why: 'A `RUN` is cached by its text. `git clone` of a branch has the same text tomorrow, so the first clone is served until something above changes, however far the branch has moved: a build that looks fresh holds old source, and two machines hold different ones.',
    notes:
      'Either pin a tag or a commit, or write `ADD https://host/project.git#branch /dir`: the builder asks for the branch at each build and clones again when it has moved. It needs BuildKit, fetches submodules, and leaves `.git` out unless `--keep-git-dir=true` is given. There is no fix for repositories that need a key, nor where the clone is deleted in the same `RUN`. A revision that comes from a build argument without a default, and a clone below a cache-busting argument, are left alone.',
    bad: [
      'FROM debian:12\nRUN git clone https://github.com/acme/tool.git /src\n',
      'FROM debian:12\nARG REF=main\nRUN git clone --depth 1 --branch $REF https://git.example.com/acme/tool.git /src\n',
      'FROM rust:1.82\nRUN cargo install --git https://github.com/acme/tool\n',
    ],
    good: [
      'FROM debian:12\nRUN git clone --depth 1 --branch v2.1.0 https://github.com/acme/tool.git /src\n',
      'FROM debian:12\nARG REF\nRUN git clone https://github.com/acme/tool.git /src && git -C /src checkout $REF\n',
      'FROM debian:12\nADD https://github.com/acme/tool.git#main /src\n',
      'FROM rust:1.82\nRUN cargo install --git https://github.com/acme/tool --rev 3f2a91c\n',
    ],
  },
  when: { calls: ['git', ...repositoryReaders] },
  *check(file) {
    for (const clone of clonesOf(file)) {
      const moving = movingClone(file, clone);
      if (moving && !busted(file, clone)) yield moving;
    }
    for (const flow of flowsWithTriggers(file)) {
      for (const step of flow.steps) {
        if (step.kind !== 'run' || step.stage !== flow.stage) continue;
        for (const { call } of step.commands) {
          for (const { word, ref, pin } of vcsInstalls(file, step.instruction, call)) {
            if (isBusted(file, step.instruction, flow.steps)) continue;
            yield {
              span: word.span,
              instruction: step.instruction,
              message: `This installs ${ref === undefined ? 'the default branch' : `"${ref}"`} as it is at the first build, and the layer is then served from the cache however far it moves on. Pin a commit or a version (${pin}).`,
            };
          }
        }
      }
    }
  },
};

function busted(file: LintFile, { run }: Clone): boolean {
  return isBusted(file, run.instruction, flowOf(file).stages[run.stage.index]?.steps ?? []);
}

function movingClone(file: LintFile, clone: Clone): RuleFinding | undefined {
  const { run, own, later } = clone;
  // A checkout in a later layer is another mistake, and another rule's.
  if (later.length > 0) return undefined;
  const { ref, git, repository } = clone.clone;
  const values = valuesOf(file, run.instruction);
  const branch = ref && values.resolve(ref.value);
  if (ref && (branch === undefined || !isMovingRef(branch))) return undefined;
  const checkout = own.at(-1);
  const chosen = checkout && (movingExpression(checkout.ref.value) ?? values.resolve(checkout.ref.value));
  if (checkout && (chosen === undefined || !(chosen === newestTag || isMovingRef(chosen)))) return undefined;
  if (!checkout && otherRevision(clone)) return undefined;
  const what = chosen === newestTag ? chosen : chosen ? `"${chosen}"` : branch ? `"${branch}"` : 'the default branch';
  const { start } = (checkout?.git ?? git).call.programWord.span;
  const end = checkout?.ref.span.end ?? ref?.word.span.end ?? git.subcommand.span.end;
  return {
    span: { start, end: Math.max(end, git.subcommand.span.end) },
    instruction: run.instruction,
    message: `This layer keeps ${what} of ${repository.raw} as it is at the first build: the text does not change when the branch does, so the cache serves old source. Take a tag or a commit, or let the builder follow the branch with ADD.`,
    fixes: () => (checkout || run.instruction.onbuild ? undefined : addInsteadOfClone(file, clone)),
  };
}

const newestTag = 'the newest tag';

function movingExpression(value: string): string | undefined {
  return /\$\(.*git (?:-C \S+ )?(?:describe|rev-list|tag|for-each-ref)/.test(value) ? newestTag : undefined;
}

/** The RUN selects a revision in a way that is not followed: `git fetch origin $SHA`, a function, `git worktree`. */
function otherRevision({ run, entry }: Clone): boolean {
  if (entry.command.place === 'function') return true;
  const words = run.commands.slice(run.commands.indexOf(entry) + 1).flatMap(({ call }) => gitCall(call) ?? []);
  return words.some(({ subcommand, args }) => {
    if (/^(?:fetch|worktree|bisect|read-tree)$/.test(subcommand.value)) return true;
    return subcommand.value === 'checkout' && args.some(({ value }) => /FETCH_HEAD|^[^.-].*\$/.test(value));
  });
}
