import type { RunStep } from '../flow/flow';
import type { RuleFinding } from '../rule';
import { mountOver, type PlacedMount } from './mount-places';

/** `apt-get install` on an index that is in the mount, or is not. */
export function* staleIndex(step: RunStep, mounts: readonly PlacedMount[]): Iterable<RuleFinding> {
  const mount = mountOver(mounts, '/var/lib/apt/lists');
  if (!mount) return;
  for (const { recognised, command, call } of step.commands) {
    if (!recognised && mayUpdate(call.program, call.programWord.value)) return;
    if (recognised?.ecosystem !== 'apt') continue;
    if (recognised.role === 'system-update') return;
    if (recognised.role !== 'system-install' || recognised.packages.length === 0) continue;
    const start = command.span.start;
    const plain = step.script.complete && step.instruction.command.form !== 'exec' && command.place === 'top';
    const alone = step.script.steps[command.step]?.kind === 'command';
    const update = `${command.name === call.programWord ? '' : `${command.name.value} `}${call.program === 'aptitude' ? 'aptitude' : 'apt-get'} update && `;
    yield {
      span: recognised.span,
      instruction: step.instruction,
      message:
        'The package index this needs is in a cache mount, and nobody promises that it is there: the builder empties mounts, and new builders have none. Update the index in this RUN.',
      related: [{ span: mount.mount.flag.span, message: 'The mount that hides the index of the image.' }],
      // Not safe: other versions may be installed.
      fixes:
        plain && alone
          ? [
              {
                title: 'Update the index first',
                safe: false,
                edits: [{ span: { start, end: start }, newText: update }],
              },
            ]
          : [],
    };
    return;
  }
}

function mayUpdate(program: string | undefined, word: string): boolean {
  return (
    program === undefined || word.includes('/') || /^(?:sh|bash|source|\.|make|gdebi|curl|wget|eval)$/.test(program)
  );
}
