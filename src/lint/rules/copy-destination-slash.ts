import type { CopyInstruction, Word } from '../../dockerfile/model';
import { instructionsOf } from '../facts/instructions-of';
import { withoutQuotes } from '../hadolint/quotes';
import type { Fix, Rule } from '../rule';

/** Several files fit into a folder only, and a slash says that it is one. */
export const copyDestinationSlash: Rule = {
  id: 'copy-destination-slash',
  summary: 'End the destination of several copied files in a slash',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3021' },
  docs: {
    why: 'Several sources need a folder to go to. Without the slash at its end builders refuse the copy, and a reader cannot tell the folder from a file.',
    notes:
      'A path with a blank in quotes is two paths to the builder; the JSON form keeps it together: `COPY ["my file", "/srv/"]`.',
    bad: ['FROM node:22\nCOPY package.json package-lock.json /srv\n', 'FROM node:22\nCOPY package.json .npmrc .\n'],
    good: ['FROM node:22\nCOPY package.json package-lock.json /srv/\n', 'FROM node:22\nCOPY package.json /srv\n'],
  },
  when: { has: ['COPY'] },
  applies: ({ dockerfile }) => instructionsOf(dockerfile, 'COPY').some((copy) => countOf(copy) > 1),
  *check({ dockerfile }) {
    for (const instruction of instructionsOf(dockerfile, 'COPY')) {
      if (!instruction.destination) continue;
      const { destination } = instruction;
      const count = countOf(instruction);
      if (count < 2 || endsInSlash(instruction, destination)) continue;
      yield {
        span: destination.span,
        message: `${count} sources go to "${withoutQuotes(destination.raw)}", which does not say that it is a folder. End it in a slash.`,
        fixes: appendSlash(destination),
      };
    }
  },
};

function countOf({ sources, heredocs }: CopyInstruction): number {
  return sources.length + heredocs.length;
}

function endsInSlash({ json }: CopyInstruction, { value, raw }: Word): boolean {
  return (json ? value : withoutQuotes(raw)).endsWith('/');
}

function appendSlash({ raw, span, variables }: Word): readonly Fix[] {
  const quotes = /["']*$/.exec(raw)?.[0].length ?? 0;
  const end = span.end - quotes;
  if (end <= span.start || raw.includes('\\')) return [];
  // A variable may be empty, and then the slash is the root.
  const safe = variables.length === 0;
  return [{ title: 'Append a slash', safe, edits: [{ span: { start: end, end }, newText: '/' }] }];
}
