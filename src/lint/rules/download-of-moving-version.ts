import type { ShellWord } from '../../shell/script';
import type { FlowCommand, RunStep } from '../flow/flow';
import { flowsWithTriggers } from '../flow/flows-with-triggers';
import { alpineRelease } from '../hadolint/known-bases';
import { addInsteadOfDownload } from '../moving/add-instead-of-download';
import { isBusted } from '../moving/cache-buster';
import { download } from '../moving/downloads';
import { runsUnversionedInstaller } from '../moving/installers';
import { type MovingUrl, movingUrl } from '../moving/urls';
import { type RunValues, valuesOf } from '../moving/values';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** The text of the RUN stays the same while the newest version changes. */
export const downloadOfMovingVersion: Rule = {
  id: 'download-of-moving-version',
  summary: 'Download a version that has a name',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: ['CACHE018', 'CACHE017'] },
  docs: {
    why: 'A `RUN` is cached by its text. An address such as `…/latest/…` or `…/master/…` has the same text after the next release, so the first download is served from the cache until something above changes, and another machine gets another version. Nobody can tell which one is in the image.',
    notes:
      'Name the version, best in an `ARG` that also says where to look for new ones. Where the newest is what you want, `ADD` asks the server at every build and goes on from the cache only if nothing changed; the fix does that for a plain download that stays in the image. For a repository of Alpine edge it writes the release of the base image. Also found: a version looked up at an API, repositories of Alpine edge, and installers piped into a shell without a version. The installers of conda are left alone, and so are steps below a cache-busting argument.',
    bad: [
      'FROM debian:12\nRUN curl -fsSL -o /usr/local/bin/tool https://dl.example.com/tool/latest/tool && chmod +x /usr/local/bin/tool\n',
      'FROM debian:12\nRUN wget https://github.com/acme/tool/archive/refs/heads/main.tar.gz\n',
      'FROM debian:12\nRUN curl -fsSL https://get.example.com/install.sh | sh\n',
    ],
    good: [
      'FROM debian:12\nARG TOOL=1.4.2\nRUN curl -fsSL -o /usr/local/bin/tool https://dl.example.com/tool/$TOOL/tool\n',
      'FROM debian:12\nADD https://dl.example.com/tool/latest/tool /usr/local/bin/tool\n',
      'FROM debian:12\nRUN curl -fsSL https://get.example.com/install.sh | sh -s -- --version 1.4.2\n',
    ],
  },
  when: { calls: ['curl', 'wget', 'apk', 'echo', 'printf'], uses: ['pip', 'uv', 'npm', 'yarn', 'pnpm'] },
  *check(file) {
    for (const flow of flowsWithTriggers(file)) {
      for (const step of flow.steps) {
        if (step.kind !== 'run' || step.stage !== flow.stage) continue;
        const found = [...movingIn(file, step)];
        if (found.length > 0 && !isBusted(file, step.instruction, flow.steps)) yield* found;
      }
    }
  },
};

function* movingIn(file: LintFile, step: RunStep): Iterable<RuleFinding> {
  let values: RunValues | undefined;
  let edge = false;
  for (const entry of step.commands) {
    const fetched = download(entry.call);
    const words = fetched?.special === true ? lookups(fetched.urls) : (fetched?.urls ?? installed(entry));
    for (const word of words) {
      values ??= valuesOf(file, step.instruction);
      const url = address(word, values);
      const moving = url === undefined ? undefined : movingUrl(url);
      if (moving) {
        yield finding(word, step, messageFor(moving), moving, () =>
          fetched && !step.instruction.onbuild && moving.kind !== 'lookup'
            ? addInsteadOfDownload(file, step, entry, fetched)
            : undefined,
        );
      } else if (url !== undefined && fetched && runsUnversionedInstaller(step, entry, url, values)) {
        yield finding(
          word,
          step,
          'This script installs whatever version is newest at the first build; the layer is then served from the cache, so nobody can tell which one is in it. Tell the script which version to install.',
        );
      }
    }
    for (const word of edge || isEdge(step) ? [] : edgeRepositories(entry)) {
      edge = true;
      yield finding(
        word,
        step,
        'Alpine edge changes every day and this step is cached by its text, so the packages are those of the first build, and they may need newer libraries than the image has. Take a release that has them.',
        undefined,
        () => repositoryOfRelease(file, step, word),
      );
    }
  }
}

/** Packages of edge are those of the image itself, whose moving tag is another finding. */
function isEdge({ stage }: RunStep): boolean {
  let at = stage;
  while (at.base.kind === 'stage') at = at.base.stage;
  return (
    at.base.kind === 'image' && /^(?:library\/)?alpine$/.test(at.base.image.repository) && at.base.image.tag === 'edge'
  );
}

/** The same repository of the release that the image is of; `testing` is in none. */
function repositoryOfRelease({ dockerfile }: LintFile, { stage }: RunStep, { span }: ShellWord): Fix | undefined {
  const release = alpineRelease(stage);
  const [at, ...more] = [
    ...dockerfile.text.slice(span.start, span.end).matchAll(/(?<=\/)edge(?=\/(?:main|community)\b)/g),
  ];
  if (release === undefined || !at || more.length > 0) return undefined;
  const start = span.start + at.index;
  const newText = `v${release}`;
  return {
    title: `Take the packages of ${newText}`,
    safe: false,
    edits: [{ span: { start, end: start + 4 }, newText }],
  };
}

function finding(
  word: ShellWord,
  step: RunStep,
  message: string,
  moving?: MovingUrl,
  fixes: RuleFinding['fixes'] = [],
): RuleFinding {
  const cache = moving?.kind === 'archive' ? 'CACHE017' : 'CACHE018';
  return { span: word.span, instruction: step.instruction, message, fixes, codes: { cache } };
}

function messageFor({ kind, name }: MovingUrl): string {
  const rest = 'the text stays the same, so the cache goes on serving it.';
  switch (kind) {
    case 'archive':
      return `This is the branch "${name}" as it is at the first build; ${rest} Take the archive of a tag or a commit.`;
    case 'branch':
      return `This is a file of the branch "${name}" as it is at the first build; ${rest} Put a tag or a commit in place of "${name}".`;
    case 'lookup':
      return `The newest version is looked up at the first build only: ${rest} Name the version in an ARG.`;
    case 'latest':
      return `"${name}" is what is newest at the first build; ${rest} Name the version.`;
  }
}

/** Without a request of its own kind only the question for a version is certain: an API often wants a header. */
function lookups(words: readonly ShellWord[]): readonly ShellWord[] {
  return words.filter(({ value }) => /^https:\/\/api\.github\.com\/repos\/.*\/latest$/.test(value));
}

/** Archives that a package manager is told to install. */
function installed({ call, recognised }: FlowCommand): readonly ShellWord[] {
  if (!recognised || !/^(?:pip|uv|npm|yarn|pnpm)$/.test(recognised.ecosystem)) return [];
  return call.args.filter(({ value }) => /^https?:\/\/.*\/archive\/.*\.(?:zip|tar\.gz)$/.test(value));
}

function address(word: ShellWord, values: RunValues): string | undefined {
  const url = word.literal ? word.value : (values.resolve(word.value) ?? partial(word.value));
  return url === undefined || /^https?:|^ftp:/i.test(url) ? url : undefined;
}

/** A variable behind the place that says `latest` or names a branch does no harm: `…/releases/latest/download/tool-$ARCH`. */
function partial(value: string): string | undefined {
  return /^https?:\/\/[^$`]*\/(?:latest|master|main|HEAD)\//.test(value) && !/VER/i.test(value)
    ? value.replace(/\$\([^)]*\)|\$\{[^}]*\}|\$\w+/g, 'x')
    : undefined;
}

function edgeRepositories({ call, command }: FlowCommand): readonly ShellWord[] {
  const edge = /\/edge\/(?:main|community|testing)\b/;
  if (call.program === 'apk' && call.args.some(({ value }) => value === 'add'))
    return call.args.filter(({ value }) => edge.test(value)).slice(0, 1);
  const writes = command.redirects.some(({ target }) => target?.value === '/etc/apk/repositories');
  const prints = call.program === 'echo' || call.program === 'printf';
  return prints && writes ? call.args.filter(({ value }) => edge.test(value)).slice(0, 1) : [];
}
