import type { RunInstruction } from '../../dockerfile/model';

/** A cache or tmpfs mount whose target contains the text: what is written there stays out of the layer. */
export function keepsOutOfLayer(run: RunInstruction, path: string): boolean {
  return run.mounts.some(({ type, target }) => (type === 'cache' || type === 'tmpfs') && target?.includes(path));
}
