import { exposedPorts } from '../instructions/exposed-ports';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';

export const exposeProtocolCasing: Rule = {
  id: 'expose-protocol-casing',
  summary: 'Write the protocol of EXPOSE in lower case',
  category: 'style',
  severity: 'style',
  since: '0.1.0',
  related: { buildkit: 'ExposeProtoCasing' },
  docs: {
    why: 'Engines know `tcp`, `udp` and `sctp`. They turn upper case into lower case, so `docker ps` and the Dockerfile show different text.',
    bad: ['FROM alpine:3.20\nEXPOSE 53/UDP\n'],
    good: ['FROM alpine:3.20\nEXPOSE 53/udp 53\n'],
  },
  when: { has: ['EXPOSE'] },
  *check({ dockerfile }) {
    for (const { instruction, word, text } of exposedPorts(dockerfile)) {
      const protocol = text.slice(text.lastIndexOf('/') + 1);
      const newText = protocol.toLowerCase();
      if (!text.includes('/') || protocol === newText) continue;
      const end = word.span.end - (word.quote ? 1 : 0);
      const span = { start: end - protocol.length, end };
      const literal = dockerfile.text.slice(span.start, span.end) === protocol;
      yield {
        ...onFirstLine(dockerfile, instruction, literal ? span : word.span, 'The protocol'),
        message: `The protocol "${protocol}" is not in lower case. Write ${newText}.`,
        fixes: literal ? [{ title: `Write ${newText}`, safe: true, edits: [{ span, newText }] }] : [],
      };
    }
  },
};
