import type { Dockerfile } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { type Checkout, type Clone, clonesOf } from '../moving/clones';
import { cloneDirectory } from '../moving/git';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

/** The clone is cached; the commit asked for later may be newer than it. */
export const checkoutApartFromClone: Rule = {
  id: 'checkout-apart-from-clone',
  summary: 'Check out a revision in the RUN that clones the repository',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE026' },
  docs: {
    why: 'The layer of `git clone` is cached by its text. When the revision changes to one that is newer than the cached clone, the checkout in the next layer does not find it ("reference is not a tree"), or it takes a branch as it was when the clone was made.',
    notes:
      'Where other steps stand between the two, or the revision comes from an `ARG` declared between them, there is no fix: bring the checkout up into the `RUN` that clones by hand, or let the builder fetch the revision with `ADD https://…git#revision`.',
    bad: [
      'FROM debian:12\nRUN git clone https://git.example.com/acme/tool.git /src\nWORKDIR /src\nRUN git checkout v2.1.0\n',
      'FROM debian:12\nRUN git clone https://git.example.com/acme/tool.git /src\nRUN cd /src && git checkout 3f2a91c && make\n',
    ],
    good: [
      'FROM debian:12\nRUN git clone https://git.example.com/acme/tool.git /src && git -C /src checkout v2.1.0\n',
      'FROM debian:12\nADD https://git.example.com/acme/tool.git#v2.1.0 /src\n',
    ],
  },
  when: { calls: ['git'] },
  *check(file) {
    for (const clone of clonesOf(file)) {
      const checkout = clone.later[0];
      if (!checkout) continue;
      const { call, subcommand } = checkout.git;
      yield {
        span: { start: call.programWord.span.start, end: Math.max(subcommand.span.end, checkout.ref.span.end) },
        instruction: checkout.run.instruction,
        message: `The clone this works on was cached by an earlier RUN, so a revision newer than that clone is not found, or a branch is checked out as it was then. Check out ${checkout.ref.raw} in the RUN that clones.`,
        related: [{ span: clone.clone.git.subcommand.span, message: 'This clone is served from the cache.' }],
        fixes: () => (clone.run.instruction.onbuild ? undefined : mergeFix(file, clone, checkout)),
      };
    }
  },
};

/** Moves the checkout behind the clone, where nothing can tell the difference. */
function mergeFix(file: LintFile, clone: Clone, checkout: Checkout): Fix | undefined {
  const { run, entry } = clone;
  const dockerfile = file.dockerfile;
  const simple =
    run.script.complete &&
    checkout.run.script.complete &&
    run.instruction.command.form === 'shell' &&
    checkout.run.instruction.command.form === 'shell' &&
    entry.command.place === 'top' &&
    entry.command.redirects.length === 0 &&
    !entry.command.conditional &&
    clone.later.length === 1;
  if (!simple || !nothingBetween(dockerfile, clone, checkout)) return undefined;
  const step = run.script.steps[entry.command.step];
  const next = run.script.steps[entry.command.step + 1];
  if (step?.kind !== 'command' || (next && next.operator !== '&&')) return undefined;
  if (step.operator !== undefined && step.operator !== '&&') return undefined;
  const removal = removeCheckout(dockerfile, checkout);
  if (!removal) return undefined;
  const directory = clone.clone.directory?.raw ?? cloneDirectory(clone.clone);
  const base = clone.clone.git.directory ? `${clone.clone.git.directory.raw}/` : '';
  const words = dockerfile.text.slice(checkout.git.subcommand.span.start, checkout.entry.command.span.end);
  if (/[\r\n]/.test(words) || (base && !clone.clone.directory?.value.startsWith('/') && base.startsWith('$')))
    return undefined;
  const place = directory.startsWith('/') ? directory : `${base}${directory}`;
  return {
    title: 'Check out in the RUN that clones',
    safe: true,
    edits: [
      { span: { start: entry.command.span.end, end: entry.command.span.end }, newText: ` && git -C ${place} ${words}` },
      removal,
    ],
  };
}

/** Only instructions that change neither files nor variables stand between, and only `cd` in front of the checkout. */
function nothingBetween(file: Dockerfile, { run }: Clone, checkout: Checkout): boolean {
  if (run.stage !== checkout.run.stage) return false;
  const indifferent = new Set(['WORKDIR', 'LABEL', 'EXPOSE', 'CMD', 'ENTRYPOINT']);
  const between = file.instructions.slice(run.instruction.index + 1, checkout.run.instruction.index);
  if (!between.every(({ kind }) => indifferent.has(kind))) return false;
  const before = checkout.run.commands.slice(0, checkout.run.commands.indexOf(checkout.entry));
  const { command } = checkout.entry;
  return (
    before.every(({ command: other }) => other.name.value === 'cd' || other.name.value === 'set') &&
    before.length === command.step &&
    command.place === 'top' &&
    !command.conditional &&
    command.redirects.length === 0
  );
}

/** Takes the checkout out of its RUN, or the RUN away if nothing but `cd` is left of it. */
function removeCheckout(file: Dockerfile, { run, entry }: Checkout): SpanEdit | undefined {
  const { steps } = run.script;
  const at = entry.command.step;
  const own = steps[at];
  const next = steps[at + 1];
  if (own?.kind !== 'command') return undefined;
  if (!next) {
    const { lines } = file;
    const first = lines.positionAt(run.instruction.span.start).line;
    const last = lines.positionAt(run.instruction.span.end).line;
    return { span: { start: lines.lineStart(first), end: lines.lineStart(last + 1) }, newText: '' };
  }
  if (next.operator !== '&&') return undefined;
  const span: Span = { start: own.span.start, end: next.span.start };
  return file.comments.some((comment) => comment.span.start > span.start && comment.span.end < span.end)
    ? undefined
    : { span, newText: '' };
}
