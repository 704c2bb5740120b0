import type { RunInstruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { hasArgument, operands } from '../../shell/args';
import { recognisedIn } from '../ecosystems/recognise';
import { removeBlock } from '../edits/block';
import { dropStep } from '../edits/drop-step';
import { removeSteps } from '../edits/remove-parts';
import { allRuns } from '../facts/all-runs';
import { indexStep } from '../flow/package-index';
import { runStepOf } from '../flow/run-step';
import { calls } from '../hadolint/clean-up';
import { spanTo, subcommandOf } from '../hadolint/command-place';
import { commandsOf } from '../hadolint/commands';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

const distributionUpgrades = ['dist-upgrade', 'dup'];

/** Upgrading everything stores the base image's packages twice, at the state of the day of the build. */
export const upgradeOfEverything: Rule = {
  id: 'upgrade-of-everything',
  summary: 'Build on a newer base image instead of upgrading all of its packages',
  category: 'reproducibility',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3035', cache: 'CACHE023' },
  docs: {
    why: 'An upgrade of everything stores each package of the base image that changed a second time. The layer is cached by its text: next month it still holds the packages of the first build, so it is not even current, and which versions those are nobody can tell.',
    notes:
      'Rebuild on a newer base image (pinned by digest, raised by a bot), or upgrade by name the packages that need it. Where the upgrade is a policy, say so in a comment that mentions security, and it is not reported. `pacman -Syu` is right: Arch has no partial upgrades.',
    bad: [
      'FROM debian:12\nRUN apt-get update && apt-get upgrade -y && apt-get install -y curl\n',
      'FROM opensuse/tumbleweed\nRUN zypper dup -y\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y --only-upgrade openssl\n',
      'FROM alpine:3.20\nRUN apk upgrade --no-cache libssl3\n',
      'FROM archlinux\nRUN pacman -Syu --noconfirm git\n',
      'FROM debian:12\n# Security fixes that the base image does not have yet.\nRUN apt-get update && apt-get upgrade -y\n',
    ],
  },
  when: { calls: ['zypper'], does: ['system-upgrade'] },
  *check(file) {
    for (const run of allRuns(file)) {
      const listed = commandsOf(file, run)
        .filter((command) => calls(command, 'zypper', ...distributionUpgrades))
        .map((command) => spanTo(file, command.nameWord, subcommandOf(command, distributionUpgrades)));
      const upgrades = run.onbuild ? [] : blanketUpgrades(file, run);
      const blanket = upgrades.length > 0 && isPolicy(file, run) ? [] : upgrades;
      const [first, ...others] = listed.length > 0 ? listed : blanket.map(({ span }) => span);
      if (!first) continue;
      yield {
        span: first,
        instruction: run,
        message:
          'This stores every package that changed a second time, and stays as it was on the day of the first build. Build on a newer base image, or upgrade by name what needs it.',
        severity: listed.length > 0 ? 'warning' : 'info',
        codes: { ...(listed.length > 0 && { hadolint: 'DL3035' }), ...(blanket.length > 0 && { cache: 'CACHE023' }) },
        related: others.map((span) => ({ span, message: 'This upgrades everything, too.' })),
        fixes: () => dropUpgrade(file, run, blanket),
      };
    }
  },
};

interface Upgrade {
  readonly span: Span;
  /** It also fetches the index (`apk -U upgrade`), which an install behind it may need. */
  readonly refreshes: boolean;
  /** The whole command. */
  readonly command: Span;
  /** Of the script; undefined where it stands inside of something. */
  readonly step: number | undefined;
}

function blanketUpgrades(file: LintFile, run: RunInstruction): readonly Upgrade[] {
  const script = file.shell(run);
  if (!script.complete) return [];
  return recognisedIn(file, script).flatMap((found) => {
    if (found?.role !== 'system-upgrade' || found.ecosystem === 'pacman') return [];
    const { subcommand, invocation } = found;
    const verb = subcommand?.value ?? '';
    if (found.packages.length + found.localFiles.length > 0 || /^(?:group|patch)/.test(verb)) return [];
    // A variable may name packages; security updates alone are a choice.
    const words = invocation.args.map(({ value }) => value);
    if (
      words.some((word) => /^--(?:security|sec-severity|advisory|bugfix|cve|help|assumeno|simulate|dry-run)/.test(word))
    )
      return [];
    if (operands(invocation).some(({ literal }) => !literal)) return [];
    const { command } = invocation;
    const top = command.place === 'top' && !command.nested && !command.conditional;
    return [
      {
        span: spanTo(file, invocation.programWord, subcommand),
        refreshes: found.ecosystem === 'apk' && hasArgument(invocation, '-U', '--update', '--update-cache'),
        command: { start: invocation.programWord.span.start, end: command.span.end },
        step: top ? command.step : undefined,
      },
    ];
  });
}

/** A comment in front of it or in it says that it is meant. */
function isPolicy({ dockerfile }: LintFile, run: RunInstruction): boolean {
  const { lines, comments } = dockerfile;
  const last = lines.positionAt(run.span.end).line;
  let first = lines.positionAt(run.span.start).line;
  const own = new Set(comments.map(({ line }) => line));
  while (own.has(first - 1)) first--;
  return comments.some(
    ({ line, text }) =>
      line >= first && line <= last && /secur|vulnerab|\bcves?\b|cve-\d|patch(?:es|ed)?\b/i.test(text),
  );
}

function dropUpgrade(file: LintFile, run: RunInstruction, upgrades: readonly Upgrade[]): readonly Fix[] {
  const gone = new Set(upgrades.flatMap(({ step }) => step ?? []));
  if (gone.size === 0 || gone.size < upgrades.length) return [];
  const script = file.shell(run);
  const { steps, commands } = script;
  const roles = recognisedIn(file, script).map((found) => found?.role);
  const title = gone.size > 1 ? 'Drop the upgrades' : 'Drop the upgrade';
  // Without the upgrade there is nothing to update and clean up for.
  if (commands.every((command, at) => gone.has(command.step) || isHousekeeping(roles[at], command.name.value))) {
    if (steps.some(({ kind }) => kind === 'compound') || needsIndex(file, run)) return [];
    return [{ title, safe: false, edits: [removeBlock(file.dockerfile, run)] }];
  }
  const refreshing = upgrades.find(({ refreshes }) => refreshes);
  if (refreshing) {
    if (gone.size > 1 || !roles.includes('system-install')) return [];
    return [
      { title: 'Update the index only', safe: false, edits: [{ span: refreshing.command, newText: 'apk update' }] },
    ];
  }
  const edits = gone.size > 1 ? dropSteps(file, run, gone) : [...gone].map((step) => dropStep(file, run, step));
  const cut = edits?.filter((edit) => edit !== undefined) ?? [];
  return cut.length > 0 ? [{ title, safe: false, edits: cut }] : [];
}

function dropSteps(file: LintFile, run: RunInstruction, gone: ReadonlySet<number>): readonly SpanEdit[] | undefined {
  const step = runStepOf(file, run);
  const chained = step?.script.steps.every(({ operator }) => operator === undefined || operator === '&&');
  return step && chained ? removeSteps(file.dockerfile, step, gone) : undefined;
}

function isHousekeeping(role: string | undefined, name: string): boolean {
  return role === 'system-update' || role === 'system-clean' || role === 'system-remove' || name === 'set';
}

/** A later RUN installs from the index this one updates. */
function needsIndex(file: LintFile, run: RunInstruction): boolean {
  return file.runs.some((other) => {
    if (other.index <= run.index) return false;
    const step = indexStep(file, other);
    return step.install !== undefined && !step.update;
  });
}
