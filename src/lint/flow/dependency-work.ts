import { isFetch } from './fetch';
import type { FlowCommand, RunStep } from './flow';

const heavyRoles: ReadonlySet<string> = new Set(['install', 'prime', 'tools', 'system-install', 'system-upgrade']);

/** Network or compile work that is worth a layer of its own; builds of the project are not meant. */
export function isDependencyWork(command: FlowCommand): boolean {
  return command.recognised ? heavyRoles.has(command.recognised.role) : isFetch(command);
}

export function hasDependencyWork({ commands }: RunStep): boolean {
  return commands.some(isDependencyWork);
}
