import type { Role } from '../ecosystems/ecosystem';
import type { FlowCommand, RunStep } from './flow';

const heavyRoles = new Set<Role>([
  'install',
  'prime',
  'implicit',
  'project',
  'tools',
  'system-install',
  'system-upgrade',
]);
const compilers = /^(?:make|cmake|ninja|meson|gcc|g\+\+|cc|clang|bazel|configure|javac)$/;

/** Network or compile work: what nobody wants to wait for twice. */
export function isHeavyCommand({ recognised, call }: FlowCommand): boolean {
  if (recognised) return heavyRoles.has(recognised.role);
  if (call.program === 'git') return call.args.some(({ value }) => value === 'clone' || value === 'fetch');
  return call.program !== undefined && (/^(?:curl|wget|aria2c)$/.test(call.program) || compilers.test(call.program));
}

export function isHeavyRun({ commands }: RunStep): boolean {
  return commands.some(isHeavyCommand);
}
