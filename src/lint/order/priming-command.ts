import type { ContextFiles } from '../context-files';
import type { InstallInputs } from '../inputs/install-inputs';
import type { SpoiledInstall } from './spoiled-install';

/** A command that fills the layer of the dependencies from manifests alone, in front of the install itself. */
export interface PrimingCommand {
  readonly text: string;
  /** Flags it has beyond the install's, for finding its inputs. */
  readonly flags: readonly string[];
  /** All it reads, where that is less than the install does. */
  readonly paths?: readonly string[];
}

/** The install's own words with what keeps it from touching the project; undefined where the manager has no such way. */
export function primingCommand(
  { install, ecosystem }: SpoiledInstall,
  inputs: InstallInputs,
  context: ContextFiles,
): PrimingCommand | undefined {
  const { command, recognised } = install;
  const literal = [command.name, ...command.args].every((word) => word.literal);
  if (!literal || command.redirects.length > 0) return undefined;
  const words = [
    ...command.assignments.map(({ name, value }) => `${name}=${value?.raw ?? ''}`),
    command.name.raw,
    ...command.args.map((word) => word.raw),
  ];
  const flags = recognised?.flags ?? new Set<string>();
  const withFlags = (...added: readonly string[]) => ({
    text: [...words, ...added.filter((flag) => !flags.has(flag))].join(' '),
    flags: added,
  });
  switch (ecosystem.id) {
    case 'uv':
      if (command.args[0]?.value !== 'sync') return undefined;
      return inputs.members.length > 0 ? withFlags('--no-install-workspace') : withFlags('--no-install-project');
    case 'poetry':
      return withFlags('--no-root');
    case 'pdm':
      return withFlags('--no-self');
    case 'composer':
      return withFlags('--no-scripts', '--no-autoloader');
    case 'pnpm': {
      const production = flags.has('--prod') || flags.has('-P') || flags.has('--production');
      const text = production ? 'pnpm fetch --prod' : 'pnpm fetch';
      return inputs.locks.length > 0 ? { text, flags: ['fetch'], paths: fetchInputs(inputs, context) } : undefined;
    }
    default:
      return undefined;
  }
}

/** The lock file and the configuration; the manifest only where it names the version of pnpm that corepack takes. */
function fetchInputs(inputs: InstallInputs, context: ContextFiles): readonly string[] {
  const manifests = inputs.manifests.filter((path) => context.read(path)?.includes('"packageManager"'));
  const patches = inputs.scripts.flatMap(({ needs }) => needs ?? []);
  return [...manifests, ...inputs.locks, ...inputs.configs.map(({ path }) => path), ...patches];
}
