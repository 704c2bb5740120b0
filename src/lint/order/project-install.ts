import type { FlowCommand } from '../flow/flow';

/** The command installs the project itself along with its dependencies: `pip install .`, `uv sync`, `poetry install`. */
export function installsProject({ recognised }: FlowCommand): boolean {
  if (recognised?.role !== 'install') return false;
  if (recognised.ecosystem === 'uv') return recognised.subcommand?.value === 'sync';
  if (recognised.ecosystem === 'poetry' || recognised.ecosystem === 'pdm')
    return /^(?:install|sync)$/.test(recognised.subcommand?.value ?? '') && !recognised.flags.has('--no-self');
  return isLocalProject({ recognised });
}

/** `pip install .`, `pip install -e .[dev]`: nothing but the project names the dependencies. */
export function isLocalProject({ recognised }: Pick<FlowCommand, 'recognised'>): boolean {
  if (recognised?.ecosystem !== 'pip' || recognised.role !== 'install') return false;
  const listed = recognised.flags.has('-r') || recognised.flags.has('--requirement') || recognised.flags.has('--group');
  return !listed && recognised.localFiles.some(({ value }) => /^\.(?:\/)?(?:\[.*)?$/.test(value));
}

/** What makes it leave the project out: `--no-root`. */
export function dependenciesOnlyFlag({ recognised }: Pick<FlowCommand, 'recognised'>): string {
  if (recognised?.ecosystem === 'uv') return '--no-install-project';
  return recognised?.ecosystem === 'poetry' ? '--no-root' : '--no-self';
}
