import type { RunInstruction } from '../../dockerfile/model';
import { rememberedFor } from '../../shared/remembered';
import { recognisedIn } from '../ecosystems/recognise';
import { namedCommands } from '../hadolint/commands';
import { mergeRuns } from '../hadolint/merge-runs';
import { bashScriptAnyway } from '../hadolint/script';
import type { Fix, LintFile, RelatedCodes, Rule } from '../rule';

/** Each RUN is a layer of its own. */
export const mergeConsecutiveRuns: Rule = {
  id: 'merge-consecutive-runs',
  summary: 'Join RUN instructions that follow each other',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3059', cache: 'CACHE050' },
  docs: {
    why: 'Every `RUN` is a layer: files that one makes and the next one removes stay in the image, and each has its cost when the image is stored and pulled. Commands that belong together are one step.',
    notes:
      'Reported are single commands in a row, and system packages installed by one manager in RUNs that follow each other. Keep steps apart on purpose where one is slow and the other one changes often: the slow one then stays cached. Comments between the two are kept by the fix. RUNs of PowerShell and cmd are reported where hadolint is asked.',
    bad: [
      'FROM debian:12\nRUN mkdir /data\nRUN touch /data/list\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get update && apt-get install -y git\n',
    ],
    good: [
      'FROM debian:12\nRUN mkdir /data \\\n    && touch /data/list\n',
      'FROM debian:12\nRUN mkdir /data\nWORKDIR /data\nRUN touch list\n',
    ],
  },
  when: { has: ['RUN', 'ONBUILD'] },
  applies: ({ runs }) => runs.length > 1,
  *check(file) {
    const each = file.settings.asked('DL3059') || file.settings.thorough;
    let reference: RunInstruction | undefined;
    let previous: RunInstruction | undefined;
    for (const instruction of file.dockerfile.instructions) {
      // Not every shell has an && to join them with.
      if (instruction.kind !== 'RUN' || (!each && isForeign(file, instruction))) {
        reference = undefined;
        previous = undefined;
        continue;
      }
      const alike = reference !== undefined && flagsOf(reference) === flagsOf(instruction);
      const single = alike && reference !== undefined && isSingle(file, reference) && isSingle(file, instruction);
      if (!single) reference = instruction;
      const manager =
        previous && flagsOf(previous) === flagsOf(instruction) ? sameManager(file, previous, instruction) : undefined;
      if (previous && (single || manager)) {
        yield {
          span: instruction.keywordSpan,
          instruction,
          message: manager
            ? `${manager} has installed packages in the RUN before, too. One RUN is one layer, one index and one clean-up.`
            : 'This RUN follows another one, and each is a layer of its own. Join them with &&.',
          severity: single ? 'info' : 'style',
          codes: codesOf(single, manager),
          related: [{ span: previous.keywordSpan, message: 'The RUN before' }],
          fixes: mergeFix(file, previous, instruction),
        };
      }
      previous = instruction;
    }
  },
};

function mergeFix(file: LintFile, first: RunInstruction, second: RunInstruction): () => readonly Fix[] {
  return () => mergeRuns(file, first, second);
}

function codesOf(single: boolean, manager: string | undefined): RelatedCodes {
  return { ...(single && { hadolint: 'DL3059' }), ...(manager !== undefined && { cache: 'CACHE050' }) };
}

function isForeign(file: LintFile, run: RunInstruction): boolean {
  return run.command.form !== 'exec' && file.shell(run).dialect !== 'posix';
}

/** One command or, as hadolint counts, none that it can read. PowerShell is close enough to be counted. */
function isSingle(file: LintFile, run: RunInstruction): boolean {
  return namedCommands(file, bashScriptAnyway(file, run)).length < 2;
}

/** Mounts, network and security as sets: their order means nothing. */
function flagsOf({ flags }: RunInstruction): string {
  if (flags.length === 0) return '';
  return flags
    .map(({ name, value }) => `${name}=${value?.value ?? ''}`)
    .sort()
    .join(' ');
}

/** The manager that does nothing but install system packages in both RUNs. */
function sameManager(file: LintFile, first: RunInstruction, second: RunInstruction): string | undefined {
  const manager = managerOf(file, first);
  return manager !== none && manager === managerOf(file, second) ? manager : undefined;
}

const managerOf = rememberedFor((file: LintFile, run: RunInstruction): string => {
  const script = file.shell(run);
  const commands = recognisedIn(file, script);
  if (!script.complete || !commands.some((found) => found?.role === 'system-install')) return none;
  let manager: string | undefined;
  let at = 0;
  for (const { kind, commands: own } of script.steps) {
    const [command] = own;
    if (kind !== 'command' || own.length !== 1 || !command) return none;
    // The commands of the steps are those of the script, in the same order.
    while (at < script.commands.length && script.commands[at] !== command) at++;
    const found = commands[at];
    if (found?.role === 'system-install') {
      const program = found.invocation.program ?? '';
      if (found.localFiles.length > 0 || program !== (manager ?? program)) return none;
      manager = program;
    } else if (!found?.role.startsWith('system-') && !light.has(command.name.value)) return none;
  }
  return manager ?? none;
});

/** No program has this name. */
const none = '';

const light = new Set(['set', 'rm', 'true', ':']);
