import { blockOf, blockText, indentOf, insertBelow } from '../edits/block';
import { hasDependencyWork } from '../flow/dependency-work';
import type { CopyStep, FlowStep } from '../flow/flow';
import { unreadSources } from '../flow/unread-sources';
import { wordsOf } from '../flow/words';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import { obstacleToLower } from '../order/early-copy';
import { placesOf } from '../order/misplaced';
import { partsOf } from '../order/run-parts';
import type { Fix, LintFile, Rule, RuleFinding, SpanEdit } from '../rule';

/** What the install does not read has no business above it. */
export const unneededFileBeforeInstall: Rule = {
  id: 'unneeded-file-before-install',
  summary: 'Copy nothing but what the install reads in front of it',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE021' },
  docs: {
    why: 'Each file copied above the install of the dependencies is part of the key of that layer. Configuration of the compiler, scripts or sources that the install does not look at run it again at every edit.',
    notes:
      'Reported only where the build context shows all that the install reads: manifests, lock files, configuration of the package manager, workspace members, patches, and the files its hooks name. Where a hook may read anything, nothing is said. The fix moves the copy below the install.',
    bad: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY tsconfig.json webpack.config.js ./\nRUN npm ci\nCOPY src src\nRUN npm run build\n',
        context: {
          'package.json': '{"scripts":{"build":"webpack"}}',
          'package-lock.json': '{"packages":{}}',
          'tsconfig.json': '{}',
          'webpack.config.js': '',
          'src/index.ts': '',
        },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY prisma prisma\nRUN npm ci\n',
        context: {
          'package.json': '{"scripts":{"postinstall":"prisma generate --schema prisma/schema.prisma"}}',
          'package-lock.json': '{"packages":{}}',
          'prisma/schema.prisma': '',
        },
      },
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json tsconfig.json ./\nRUN npm ci\n',
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check(file) {
    const spoiled = new Set(placesOf(file).spoiled.map(({ run }) => run.instruction));
    const seen = new Set<FlowStep>();
    for (const install of knownInstalls(file)) {
      if (spoiled.has(install.step.instruction) || !isUnderstood(install)) continue;
      const { steps } = install.stage;
      const at = steps.indexOf(install.step);
      const earlier = steps.findLastIndex(
        (step, index) => index < at && step.kind === 'run' && hasDependencyWork(step),
      );
      for (const copy of steps.slice(earlier + 1, at)) {
        if (copy.kind !== 'copy' || copy.stage !== install.stage.stage || seen.has(copy)) continue;
        seen.add(copy);
        const unread = unreadSources(file, copy, install);
        if (unread.length > 0) yield finding(file, { copy, unread }, install);
      }
    }
  },
};

/** All it reads is known, and the RUN does nothing but install. */
function isUnderstood({ inputs, recognised, step }: KnownInstall): boolean {
  if (!/^(?:install|prime)$/.test(recognised.role) || recognised.localFiles.length > 0) return false;
  // Installs that build the project itself read the whole of it.
  if (/^(?:uv|poetry|pdm|bundler|cargo|mix|gradle|sbt|cabal|stack|conan|vcpkg|renv)$/.test(recognised.ecosystem))
    return false;
  if (inputs.refusals.length > 0 || inputs.scripts.length > 0 || inputs.missingMembers.length > 0) return false;
  return (
    step.script.complete &&
    !partsOf(step).includes('other') &&
    step.instruction.mounts.every(({ type }) => type !== 'bind')
  );
}

interface Unneeded {
  readonly copy: CopyStep;
  readonly unread: readonly number[];
}

function finding(file: LintFile, { copy, unread }: Unneeded, install: KnownInstall): RuleFinding {
  const { instruction } = copy;
  const words = unread.flatMap((index) => instruction.sources[index] ?? []);
  const first = words[0]?.span ?? instruction.argumentSpan;
  const joined = words.length === instruction.sources.length || isRow(unread);
  const span = joined ? { start: first.start, end: words.at(-1)?.span.end ?? first.end } : first;
  const obstacle = obstacleToLower(file, { copy, run: install.step, command: install.command });
  const named = joined ? wordsOf(file, span) : words.map(({ raw }) => raw).join(' and ');
  const fix = obstacle ? undefined : lowered(file, { copy, unread }, install);
  return {
    span,
    instruction,
    message: `\`${wordsOf(file, install.recognised.span)}\` does not read ${named}, and runs again at every edit of it. Copy it below the install.${obstacle ? ` There is no automatic fix, because ${obstacle}.` : ''}`,
    related: [{ span: install.recognised.span, message: 'The install.' }],
    fixes: fix ? [fix] : [],
  };
}

function isRow(indices: readonly number[]): boolean {
  return indices.every((index, at) => at === 0 || index === (indices[at - 1] ?? 0) + 1);
}

function lowered({ dockerfile }: LintFile, { copy, unread }: Unneeded, install: KnownInstall): Fix | undefined {
  const { instruction } = copy;
  const title = 'Copy below the install';
  const below = (text: string) => insertBelow(dockerfile, install.step.instruction, text);
  if (unread.length === instruction.sources.length) {
    const block = blockOf(dockerfile, instruction);
    return { title, safe: true, edits: [{ span: block, newText: '' }, below(blockText(dockerfile, block))] };
  }
  const words = [...instruction.sources, ...(instruction.destination ? [instruction.destination] : [])];
  const removed = unread.map((index): SpanEdit | undefined => {
    const [word, next] = [words[index], words[index + 1]];
    return word && next && { span: { start: word.span.start, end: next.span.start }, newText: '' };
  });
  const edits = removed.filter((edit) => edit !== undefined);
  if (instruction.json || !instruction.destination || edits.length < removed.length) return undefined;
  const moved = [...instruction.flags, ...unread.flatMap((index) => words[index] ?? []), instruction.destination];
  const line = moved.map(({ span }) => dockerfile.text.slice(span.start, span.end)).join(' ');
  const keyword = `${indentOf(dockerfile, instruction)}${instruction.keywordText}`;
  return { title, safe: true, edits: [...edits, below(`${keyword} ${line}${dockerfile.eol}`)] };
}
