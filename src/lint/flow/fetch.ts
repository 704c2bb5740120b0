import type { FlowCommand } from './flow';

/** Downloads by their address: `curl`, `wget`, `git clone`. */
export function isFetch({ call }: FlowCommand): boolean {
  if (call.program === 'git') return call.args.some(({ value }) => value === 'clone');
  return call.program === 'curl' || call.program === 'wget' || call.program === 'aria2c';
}
