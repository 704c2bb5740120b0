import type { RunInstruction } from '../../dockerfile/model';
import { removeSteps } from '../edits/remove-parts';
import { invocationsOf } from '../facts/invocations';
import { runsCalling } from '../facts/runs-calling';
import { finalRuns } from '../flow/final-runs';
import { runStepOf } from '../flow/run-step';
import { insertBehind, spanTo } from '../hadolint/command-place';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import { inLiveStage } from '../hadolint/live-stages';
import { mountedOver } from '../layers/outside-layer';
import type { Fix, LintFile, Rule, RuleFinding, SpanEdit } from '../rule';
import { alwaysCalls, appendFix, indexFixes, programWords } from '../system-packages/clean-up-fix';
import { type IndexManager, indexManagers } from '../system-packages/index-managers';
import { leftBehind } from '../system-packages/left-behind';

/** What a package manager downloads to find packages stays in the layer that ran it. */
export const packageIndexLeftInLayer: Rule = {
  id: 'package-index-left-in-layer',
  summary: 'Remove what the system package manager downloaded in the RUN that installs',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: ['DL3009', 'DL3019', 'DL3032', 'DL3036', 'DL3040'], cache: 'CACHE011' },
  docs: {
    why: 'Package indexes and downloads are tens of megabytes that nobody reads again: by the time somebody installs something into the image, the index is out of date. Removing them in a later `RUN` does not help, because the layer above only hides them.',
    notes:
      'A cache mount on the directory keeps it out of the layer as well, and saves the download of the next build. `apt-get clean` is of no use here: it removes downloaded packages, which the official images do on their own, and leaves the index. Where a later `RUN` installs from the same index, the fix lets that one update and clean up itself; where a later one calls a script, which may rely on the index, read the fix before you take it. There is none where adding a command could hide that an earlier one failed.',
    bad: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
      'FROM alpine:3.20\nRUN apk add curl\n',
      'FROM fedora:40\nRUN dnf install -y nginx\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update && apt-get install -y curl\n',
      'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
      'FROM fedora:40\nRUN dnf install -y nginx && dnf clean all\n',
    ],
  },
  when: { calls: indexManagers.flatMap(({ programs }) => programs) },
  *check(file) {
    for (const manager of indexManagers) {
      for (const run of runsCalling(file, ...manager.programs)) yield* check(file, run, manager);
    }
  },
};

function* check(file: LintFile, run: RunInstruction, manager: IndexManager): Iterable<RuleFinding> {
  const offenders = manager.offenders(commandsOf(file, run), run);
  const counts = offenders.length > 0 && (manager.code !== 'DL3009' || inLiveStage(file, run));
  const state = leftBehind(file, run, manager);
  const listed = counts && (file.settings.asked(manager.code) || !excused(file, run, manager, state.kind));
  const left = state.kind === 'left' && finalRuns(file).has(run) ? state.calls : undefined;
  const words = offenders.map((command) => ({ name: command.nameWord, verb: verbOf(command, manager) }));
  const places = listed ? words : (left ?? []).map((call) => programWords(call, manager.verbs));
  const [first, ...others] = places.map(({ name, verb }) => spanTo(file, name, verb));
  if (!first) return;
  yield {
    span: first,
    instruction: run,
    message: message(manager, state.kind, file.dockerfile.text.slice(first.start, first.end)),
    severity: listed ? manager.severity : 'info',
    codes: { ...(listed && { hadolint: manager.code }), ...(left && { cache: 'CACHE011' }) },
    related: others.map((span) => ({ span, message: 'This leaves something behind, too.' })),
    fixes: () => fixes(file, run, manager, offenders),
  };
}

/** What hadolint does not see: mounts on the directory above, or the same clean-up in other words. */
function excused(file: LintFile, run: RunInstruction, manager: IndexManager, state: string): boolean {
  // A flag says it shorter than any clean-up.
  if (manager.code === 'DL3019') return mountedOver(file, run, manager.places);
  return state === 'outside' || state === 'cleaned';
}

function verbOf({ args }: NamedCommand, { verbs }: IndexManager) {
  return args.find(({ value }) => verbs.includes(value));
}

function message({ code, leaves }: IndexManager, state: string, words: string): string {
  switch (code) {
    case 'DL3009':
      return `${leaves} stays in the layer. Remove /var/lib/apt/lists in the same RUN.`;
    case 'DL3019':
      return state === 'left'
        ? `${leaves} stays in the layer. apk add --no-cache does without.`
        : 'apk add --no-cache fetches the index and keeps nothing of it: there is no need to update first and to clean up behind.';
    default: {
      const [tool] = words.split(/\s/);
      return `${leaves} stays in the layer. Run ${/^\w+$/.test(tool ?? '') ? tool : 'the package manager'} clean${code === 'DL3036' ? '' : ' all'} in the same RUN.`;
    }
  }
}

/** `apk update`, which keeps an index of its own, has no use where each `apk add` fetches one. */
function withoutUpdate(file: LintFile, run: RunInstruction): readonly SpanEdit[] {
  const step = runStepOf(file, run);
  const apk = step?.commands.filter(({ call }) => call.program === 'apk') ?? [];
  const updates = apk.filter(({ recognised }) => recognised?.role === 'system-update');
  const simple = apk.every(
    ({ recognised, command }) =>
      (recognised?.role === 'system-update' && command.place === 'top' && !command.conditional) ||
      recognised?.role === 'system-install' ||
      recognised?.role === 'system-remove',
  );
  if (!step || updates.length === 0 || !simple) return [];
  return removeSteps(file.dockerfile, step, new Set(updates.map(({ command }) => command.step))) ?? [];
}

function fixes(
  file: LintFile,
  run: RunInstruction,
  manager: IndexManager,
  offenders: readonly NamedCommand[],
): readonly Fix[] {
  if (mountedOver(file, run, manager.places)) return [];
  if (manager.code === 'DL3019') {
    const edits = offenders.flatMap((command) => insertBehind(file, run, verbOf(command, manager), '--no-cache') ?? []);
    const all = edits.length > 0 && edits.length === offenders.length;
    return all
      ? [{ title: 'Keep no index (--no-cache)', safe: true, edits: [...edits, ...withoutUpdate(file, run)] }]
      : [];
  }
  if (manager.code === 'DL3009') return indexFixes(file, run);
  const tools = [
    ...new Set(
      invocationsOf(file, file.shell(run)).flatMap((call) => (manager.fills(call) ? (call.program ?? []) : [])),
    ),
  ];
  const commands = tools.map((tool) => `${tool} clean ${tool === 'zypper' ? '--all' : 'all'}`);
  if (commands.length === 0 || !tools.every((tool) => alwaysCalls(file, run, tool))) return [];
  return appendFix(file, run, `Run ${commands.join(' and ')}`, commands);
}
