import { deepEqual } from 'node:assert/strict';
import { originalText } from '../../../src/cache/original-text';
import { parseDockerfile } from '../../../src/dockerfile/parse';

describe('originalText', () => {
  it('joins lines as Podman writes them into the history, blanks and all', () => {
    const text = [
      'FROM a',
      '  LABEL   a=1  ',
      'RUN true \\',
      '# comment',
      '',
      '  && true  \\  ',
      '  # comment',
      ' && \\',
      'true',
      'run\ttrue # no comment\r',
      'RUN \\\r',
      '  ["true"]\r',
      'CMD a \\',
    ].join('\n');
    const file = parseDockerfile(text);
    deepEqual(
      file.instructions.map(({ span }) => originalText(text, span.start, file.escape)),
      ['FROM a', 'LABEL   a=1  ', 'RUN true   && true   && true', 'run\ttrue # no comment', 'RUN   ["true"]', 'CMD a '],
    );
  });
});
