import { remembered } from '../../shared/remembered';
import type { Role } from '../ecosystems/ecosystem';
import { isDependencyInstall } from '../ecosystems/recognise';
import type { FlowCommand, RunStep } from '../flow/flow';

/** What a step of a RUN is to the layer of the dependencies. */
export type StepPart = 'dependencies' | 'light' | 'other';

const dependencyRoles = new Set<Role>([
  'install',
  'prime',
  'finish',
  'tools',
  'system-install',
  'system-update',
  'system-upgrade',
  'system-remove',
  'system-clean',
]);

/** By index of `script.steps`. */
export function partsOf(run: RunStep): readonly StepPart[] {
  const byStep = commandsByStep(run);
  return run.script.steps.map((step, index) => {
    if (step.kind === 'compound') return 'other';
    const commands = byStep[index] ?? [];
    if (commands.length === 0) return 'other';
    const parts = commands.map(partOf);
    if (parts.includes('other')) return 'other';
    return parts.includes('dependencies') ? 'dependencies' : 'light';
  });
}

/** By index of `script.steps`. */
export const commandsByStep = remembered((run: RunStep): readonly (readonly FlowCommand[])[] => {
  const groups: FlowCommand[][] = run.script.steps.map(() => []);
  for (const entry of run.commands) groups[entry.command.step]?.push(entry);
  return groups;
});

/** A command of a package manager that reads manifests or the source of the project. */
export function readsProject({ recognised }: FlowCommand): boolean {
  if (!recognised) return false;
  return isDependencyInstall(recognised) || recognised.role === 'finish' || recognised.localFiles.length > 0;
}

/** It works on what is installed and needs no more of the project. */
export function worksOnInstalled({ recognised }: FlowCommand): boolean {
  return recognised?.role === 'finish' && /^(?:prune|rebuild|rb|verify)$/.test(recognised.subcommand?.value ?? '');
}

/** A command that neither reads the source nor writes what another command of the build reads. */
export function partOf({ recognised, call }: FlowCommand): StepPart {
  if (recognised) {
    if (!dependencyRoles.has(recognised.role)) return 'other';
    return (recognised.localFiles ?? []).length > 0 && recognised.role !== 'install' ? 'other' : 'dependencies';
  }
  const words = call.args.map((word) => word.value);
  switch (call.program) {
    case 'set':
    case 'echo':
    case 'true':
    case ':':
    case 'printf':
      return call.command.redirects.length === 0 ? 'light' : 'other';
    case 'cd':
    case 'mkdir':
      return call.args.every((word) => word.literal) ? 'light' : 'other';
    case 'rm':
      return words.every((word) => /^-|^\/(var|tmp|root)\/|^~\/\.|^\$HOME\/\./.test(word)) ? 'light' : 'other';
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'pip':
    case 'pip3':
    case 'poetry':
    case 'composer':
    case 'bundle':
    case 'go':
    case 'corepack':
      return /^(config|cache|set|clear-cache|clearcache|clean|env|enable|prepare|store|-v|--version)$/.test(
        words[0] ?? '',
      )
        ? 'light'
        : 'other';
    default:
      return 'other';
  }
}
