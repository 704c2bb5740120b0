import { expand, scopeBefore } from '../../dockerfile/scope';
import { instructionsOf } from '../facts/instructions-of';
import { isFreshnessProbe } from '../moving/cache-buster';
import { movingUrl } from '../moving/urls';
import type { Rule } from '../rule';

/** The builder asks the server at every build, and takes whatever it sends. */
export const remoteAddWithoutChecksum: Rule = {
  id: 'remote-add-without-checksum',
  summary: 'Give the checksum of a file that ADD downloads',
  category: 'reproducibility',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE039' },
  docs: {
    why: '`ADD` of an address asks the server at every build and takes what it sends. If the file there changes, by mistake or by malice, the image changes with it and nothing says so.',
    notes:
      'With `--checksum=sha256:…` (Dockerfile 1.6) a changed file fails the build. There is no fix, because the linter does not download: get the sum from the publisher, or from `sha256sum` of a file you trust. Repositories (`….git`), addresses that are meant to change (`/latest/`, a branch) and pages asked only to see whether something changed are left alone.',
    bad: ['FROM debian:12\nADD https://dl.example.com/tool-1.4.2.tar.gz /opt/\n'],
    good: [
      `FROM debian:12\nADD --checksum=sha256:${'0'.repeat(64)} https://dl.example.com/tool-1.4.2.tar.gz /opt/\n`,
      'FROM debian:12\nADD https://git.example.com/acme/tool.git#v1.4.2 /opt/tool\n',
      'FROM debian:12\nADD tool.tar.gz /opt/\n',
    ],
  },
  when: { has: ['ADD'] },
  *check({ dockerfile }) {
    for (const instruction of instructionsOf(dockerfile, 'ADD')) {
      if (instruction.flags.some(({ name }) => name === 'checksum')) continue;
      const scope = scopeBefore(dockerfile, instruction);
      for (const source of instruction.sources) {
        const url = expand(source, scope) ?? source.value;
        if (!/^(?:https?|ftp):\/\//i.test(url) || isRepository(url) || isFreshnessProbe(url) || movingUrl(url))
          continue;
        yield {
          span: source.span,
          instruction,
          message:
            'Whatever this address gives on the day of the build goes into the image, and a changed file goes unnoticed. Add --checksum=sha256:… with the sum of the file you expect.',
        };
      }
    }
  },
};

function isRepository(url: string): boolean {
  return /\.git(?:[#?].*)?$/.test(url);
}
