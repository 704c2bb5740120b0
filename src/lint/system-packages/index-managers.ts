import type { RunInstruction } from '../../dockerfile/model';
import type { Invocation } from '../../shell/invocation';
import { calls, cleansUpAfter } from '../hadolint/clean-up';
import type { NamedCommand } from '../hadolint/commands';
import { keepsOutOfLayer } from '../hadolint/mounts';
import type { Severity } from '../rule';

/** A system package manager, and what it leaves in the layer. */
export interface IndexManager {
  readonly code: string;
  readonly severity: Severity;
  /** Whatever leaves something behind is one of them. */
  readonly programs: readonly string[];
  /** What stays: the end of "… stays in the layer". */
  readonly leaves: string;
  /** Subcommands that leave it. */
  readonly verbs: readonly string[];
  /** Where it keeps it. */
  readonly places: readonly string[];
  /** hadolint reports the RUN; its commands to point at. */
  offenders(commands: readonly NamedCommand[], run: RunInstruction): readonly NamedCommand[];
  /** The command leaves something behind. */
  fills(call: Invocation): boolean;
  /** The manager's own command that removes what `filled` left. */
  cleans(call: Invocation, filled: Invocation): boolean;
}

const aptTools = ['apt', 'apt-get', 'aptitude'];
const dnfTools = ['dnf', 'microdnf', 'dnf5', 'tdnf'];
const dnfVerbs = ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'];

const apt: IndexManager = {
  code: 'DL3009',
  severity: 'info',
  programs: aptTools,
  leaves: 'The package index, which is old with the next build and of no use in a container,',
  verbs: ['update'],
  places: ['/var/lib/apt/lists'],
  offenders(commands, run) {
    if (commands.some((command) => calls(command, 'rm', '-rf', '/var/lib/apt/lists/*'))) return [];
    if (keepsOutOfLayer(run, '/var/lib/apt/lists')) return [];
    if (keepsOutOfLayer(run, '/var/lib/apt') && keepsOutOfLayer(run, '/var/cache/apt')) return [];
    return commands.filter((command) => aptTools.some((tool) => calls(command, tool, 'update')));
  },
  fills: (call) => isOneOf(call, aptTools) && has(call, 'update'),
  cleans: (call) => isOneOf(call, aptTools) && has(call, 'distclean', 'dist-clean'),
};

const apk: IndexManager = {
  code: 'DL3019',
  severity: 'info',
  programs: ['apk'],
  leaves: 'The package index',
  verbs: ['add'],
  places: ['/var/cache/apk', '/etc/apk/cache'],
  offenders: (commands, run) =>
    keepsOutOfLayer(run, '/var/cache/apk')
      ? []
      : commands.filter(
          (command) => calls(command, 'apk', 'add') && !command.args.some(({ value }) => isNoCache(value)),
        ),
  fills: (call) => isOneOf(call, ['apk']) && has(call, 'add') && !call.args.some(({ value }) => isNoCache(value)),
  cleans: (call) => isOneOf(call, ['apk']) && has(call, 'cache') && has(call, 'clean', 'purge'),
};

function isNoCache(value: string): boolean {
  return value === '--no-cache' || value.startsWith('--no-cache=');
}

const yum: IndexManager = {
  code: 'DL3032',
  severity: 'warning',
  programs: ['yum'],
  leaves: 'What yum keeps of its repositories and downloads',
  verbs: ['install'],
  places: ['/var/cache/yum', '/var/cache/dnf'],
  offenders: (commands) =>
    unclean(
      commands,
      (command) => calls(command, 'yum', 'install'),
      (command) => calls(command, 'yum', 'clean', 'all') || calls(command, 'rm', '-rf', '/var/cache/yum/*'),
    ),
  fills: (call) => isOneOf(call, ['yum']) && has(call, 'install', 'groupinstall', 'localinstall', 'reinstall'),
  cleans: (call) => isOneOf(call, ['yum', 'dnf']) && has(call, 'clean'),
};

const zypper: IndexManager = {
  code: 'DL3036',
  severity: 'warning',
  programs: ['zypper'],
  leaves: 'What zypper keeps of its repositories and downloads',
  verbs: ['install', 'in'],
  places: ['/var/cache/zypp'],
  offenders: (commands, run) =>
    keepsOutOfLayer(run, '/var/cache/zypp')
      ? []
      : unclean(
          commands,
          (command) => calls(command, 'zypper', 'install', 'in'),
          (command) => calls(command, 'zypper', 'clean', 'cc'),
        ),
  fills: (call) => isOneOf(call, ['zypper']) && has(call, 'install', 'in'),
  cleans: (call) => isOneOf(call, ['zypper']) && has(call, 'clean', 'cc'),
};

const dnf: IndexManager = {
  code: 'DL3040',
  severity: 'warning',
  programs: dnfTools,
  leaves: 'What dnf keeps of its repositories and downloads',
  verbs: dnfVerbs,
  places: ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum', '/var/cache/tdnf'],
  offenders(commands, run) {
    if (keepsOutOfLayer(run, '/var/cache/libdnf5') || keepsOutOfLayer(run, '.cache/libdnf5')) return [];
    return ['dnf', 'microdnf'].flatMap((tool) =>
      unclean(
        commands,
        (command) => calls(command, tool, ...dnfVerbs),
        (command) => calls(command, tool, 'clean', 'all') || calls(command, 'rm', '-rf', '/var/cache/libdnf5*'),
      ),
    );
  },
  fills: (call) => isOneOf(call, dnfTools) && has(call, ...dnfVerbs, 'groupinstall'),
  // The small one has a cache of its own.
  cleans: (call, { program }) =>
    isOneOf(call, program === 'microdnf' ? ['microdnf'] : ['dnf', 'dnf5', 'tdnf', 'yum']) && has(call, 'clean'),
};

export const indexManagers: readonly IndexManager[] = [apt, apk, yum, zypper, dnf];

/** The installs, unless the first command that cleans up stands behind the first of them. */
function unclean(
  commands: readonly NamedCommand[],
  isInstall: (command: NamedCommand) => boolean,
  isCleanUp: (command: NamedCommand) => boolean,
): readonly NamedCommand[] {
  return cleansUpAfter(commands, isInstall, isCleanUp) ? [] : commands.filter(isInstall);
}

function isOneOf({ program }: Invocation, programs: readonly string[]): boolean {
  return program !== undefined && programs.includes(program);
}

function has({ args }: Invocation, ...words: readonly string[]): boolean {
  return args.some(({ value }) => words.includes(value));
}
