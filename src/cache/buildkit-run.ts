import type { Mount, RunInstruction } from '../dockerfile/model';
import { isReadOnly, mountOption } from '../dockerfile/mount';
import { resolvePath } from '../shared/posix-path';
import type { PlanInput } from './plan-input';
import type { StageState } from './stage-state';

export interface RunSettings extends Pick<PlanInput, 'network' | 'hosts'> {
  readonly platform: string;
  /** Which cache a mount uses is part of the key. */
  readonly cacheIds: boolean;
}

/** The parts of a RUN's key, as values that are digested later. */
export function runParts(
  run: RunInstruction,
  state: StageState,
  { platform, cacheIds, network, hosts = [] }: RunSettings,
): Readonly<Record<string, unknown>> {
  const environment = [...state.env].map(([name, value]) => [`env:${name}`, value] as const);
  return {
    command: argv(run, state),
    ...Object.fromEntries(environment),
    environment: environment.map(([name]) => name),
    workdir: state.workdir,
    user: state.user,
    mounts: run.mounts.map((mount) => mountParts(mount, state, cacheIds)),
    flags: run.flags.filter(({ name }) => name !== 'mount').map(({ name, value }) => [name, value?.value ?? '']),
    platform,
    network: network === 'default' ? undefined : network,
    // Their addresses are no part of the key.
    hosts: hosts.map((host) => host.slice(0, host.indexOf(':'))),
  };
}

/** What is executed: a shell with the text as it stands, variables unexpanded. */
function argv({ command }: RunInstruction, { shell }: StageState): readonly string[] {
  if (command.form === 'exec') return command.words.map(({ value }) => value);
  // A script with a first line of its own is put into a file and executed.
  if (command.form === 'heredoc' && command.script.text.startsWith('#!')) return [command.script.text];
  return [...shell, command.script.text];
}

function mountParts(mount: Mount, { workdir }: StageState, cacheIds: boolean): readonly unknown[] {
  const target = mount.target === undefined ? undefined : resolvePath(workdir, mount.target);
  const option = (...names: string[]) => mountOption(mount, ...names)?.value;
  const common = [mount.type, target, isReadOnly(mount)];
  switch (mount.type) {
    case 'cache': {
      const id = option('id');
      const identity = cacheIds ? [id ?? target, option('sharing')] : id === undefined || id === target;
      return [...common, identity, mount.from, mount.source, option('mode'), option('uid'), option('gid')];
    }
    case 'tmpfs':
      return [...common, option('size')];
    case 'secret':
    case 'ssh':
      return [
        ...common,
        ...['id', 'env', 'required', 'mode', 'uid', 'gid'].map(
          (name) => mountOption(mount, name) && [name, option(name)],
        ),
      ];
    default:
      return [...common, mount.source];
  }
}
