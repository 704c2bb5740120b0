import type { FlowCommand } from '../flow/flow';

/** Subcommands that write the package into the project they are called in. */
const projectSubcommands = /^(?:add|require|create-project|get|update)$/;

/**
 * The command installs named packages for the whole image, whatever the project is: `npm install -g x`, `pip install x`, `go
 * install x@v1`. `npm install x`, `composer require x` and the like write to the project's manifest.
 */
export function installsGlobally({ recognised, call }: FlowCommand): boolean {
  if (recognised?.role !== 'tools' || recognised.localFiles.length > 0) return false;
  const { flags, ecosystem } = recognised;
  const words = call.args.map(({ value }) => value);
  const isGlobal = flags.has('-g') || flags.has('--global') || words.includes('global');
  switch (ecosystem) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
    case 'deno':
    case 'composer':
      return isGlobal || words.includes('--location=global');
    case 'dotnet':
      return isGlobal || flags.has('--tool-path') || words[0] === 'workload';
    case 'pip':
      // `uv pip` looks for a virtual environment beside the project first.
      return recognised.packages.length > 0 && (call.program !== 'uv' || flags.has('--system'));
    case 'uv':
      return words[0] === 'tool' || words[0] === 'python';
    case 'conda':
      return recognised.packages.length > 0;
    case 'go':
      return words[0] === 'install';
    case 'cargo':
      return true;
    case 'bundler':
      return call.program === 'gem' && recognised.packages.length > 0;
    case 'dart':
      return words[0] === 'pub' && words[1] === 'global';
    case 'mix':
    case 'cabal':
      return true;
    case 'maven':
      return true;
    default:
      return !projectSubcommands.test(recognised.subcommand?.value ?? 'add');
  }
}

/** Tools that look for configuration in the working directory also when they install something else. */
export function readsConfiguration({ recognised, call }: FlowCommand): boolean {
  return /^(?:cargo|dotnet|yarn|maven)$/.test(recognised?.ecosystem ?? '') || call.program === 'rustup';
}
