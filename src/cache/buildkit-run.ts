import type { Mount, RunInstruction } from '../dockerfile/model';
import { isReadOnly, mountOption } from '../dockerfile/mount';
import { baseName, cleanPath, resolvePath } from '../shared/posix-path';
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
    workdir: state.runsIn,
    user: state.user,
    mounts: run.mounts.map((mount) => mountParts(mount, state, cacheIds)),
    flags: run.flags
      .filter(({ name, value }) => name !== 'mount' && !(name === 'network' && value?.value === 'default'))
      .map(({ name, value }) => [name, value?.value ?? '']),
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

/** What a mount is made from counts by its content, not by its name. */
function mountParts(mount: Mount, { workdir }: StageState, cacheIds: boolean): readonly unknown[] {
  const { type } = mount;
  const target = mount.target === undefined ? undefined : mountPoint(mount.target, workdir);
  const option = (...names: string[]) => mountOption(mount, ...names)?.value || undefined;
  const common = [type, type === 'secret' ? undefined : target, isReadOnly(mount)];
  switch (type) {
    case 'cache': {
      const id = option('id') ?? (mount.target === undefined ? undefined : cleanPath(mount.target));
      const identity = cacheIds ? [id, option('sharing')] : cacheName(id, target, option('sharing'));
      return [...common, identity, permissions(mount, '755')];
    }
    case 'tmpfs':
      return [...common, Number(option('size') ?? 0) === 0 ? undefined : option('size')];
    case 'secret': {
      const id = option('id') ?? baseName(mount.target ?? '');
      const file = target ?? (option('env') === undefined ? `/run/secrets/${id}` : undefined);
      const required = option('required');
      const must = mountOption(mount, 'required') !== undefined && required !== 'false' && required !== '0';
      return [...common, file, id, option('env'), must, permissions(mount, '400') ?? ['0', '0', '400']];
    }
    case 'ssh':
      return [
        ...common,
        ...['id', 'env', 'required', 'mode', 'uid', 'gid'].map(
          (name) => mountOption(mount, name) && [name, option(name)],
        ),
      ];
    default:
      return common;
  }
}

/** Where it is mounted: an absolute path as it is written, a relative one clean. */
function mountPoint(target: string, workdir: string): string {
  return target.startsWith('/') ? target : resolvePath(workdir, target);
}

/** Which cache it is counts as far as it is the one named like the target, and shared. Engines 26.1 and 28.5. */
function cacheName(id: string | undefined, target: string | undefined, sharing = 'shared'): string {
  if (sharing !== 'shared') return 'other';
  if (id === undefined || id === target) return 'target';
  return `/${id}` === target ? 'relative' : 'other';
}

/** Undefined where nothing is said of them. */
function permissions(mount: Mount, mode: string): readonly string[] | undefined {
  const option = (name: string) => mountOption(mount, name)?.value?.replace(/^0+(?=\d)/, '');
  const given = [option('uid'), option('gid'), option('mode')];
  if (given.every((value) => value === undefined)) return undefined;
  return given.map((value, number) => value || (number === 2 ? mode : '0'));
}
