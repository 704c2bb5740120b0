import { exposedPorts } from '../instructions/exposed-ports';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';

export const exposeContainerPortOnly: Rule = {
  id: 'expose-container-port-only',
  summary: 'Name only ports of the container in EXPOSE',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'ExposeInvalidFormat' },
  docs: {
    why: '`EXPOSE` says on which port the container listens. An address or a port of the host is ignored there: where a port is published is decided by `docker run -p`.',
    bad: ['FROM alpine:3.20\nEXPOSE 8080:80\n', 'FROM alpine:3.20\nEXPOSE 127.0.0.1:8080:80/tcp\n'],
    good: ['FROM alpine:3.20\nEXPOSE 80 8000-8010/tcp\n'],
  },
  when: { has: ['EXPOSE'] },
  *check({ dockerfile }) {
    for (const { instruction, word, text } of exposedPorts(dockerfile)) {
      const colon = text.lastIndexOf(':');
      if (colon < 0) continue;
      const port = text.slice(colon + 1);
      const { start, end } = word.span;
      const cut = dockerfile.text.slice(start, end).lastIndexOf(':');
      const literal = dockerfile.text.slice(start, end) === text && port !== '';
      yield {
        ...onFirstLine(dockerfile, instruction, word.span, `"${word.raw}"`),
        message: `"${text.slice(0, colon)}" is no part of a container's port and is ignored. Expose ${port === '' ? 'the port alone' : port}, and publish it when the container is run.`,
        fixes: literal
          ? [{ title: `Expose ${port}`, safe: true, edits: [{ span: { start, end: start + cut + 1 }, newText: '' }] }]
          : [],
      };
    }
  },
};
