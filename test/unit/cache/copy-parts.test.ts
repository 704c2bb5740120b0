import { deepEqual } from 'node:assert/strict';
import { absoluteDestination, modePart, ownerPart } from '../../../src/cache/copy-parts';

describe('what BuildKit keeps of a copy', () => {
  it('is the destination, where a slash with a dot is not a slash', () => {
    const cases = ['', '.', './', '/w/', '/w/./', '/w', '/w/.', './.', '/', '/.', '..'];
    deepEqual(
      cases.map((written) => absoluteDestination(written, '/w')),
      ['/w/', '/w/', '/w/', '/w/', '/w/', '/w', '/w/.', '/w/.', '/', '/.', '/'],
    );
  });

  it('is the owner as numbers where they are known', () => {
    const cases = ['', 'root', 'root:root', '0:root', '07', 'nobody:7'];
    deepEqual(cases.map(ownerPart), [undefined, '0', '0:0', '0:0', '7', 'nobody:7']);
  });

  it('is the mode, which older engines pass over in words', () => {
    const cases = ['', '0755', '755', '0', 'u+x'];
    deepEqual(
      cases.map((written) => modePart(written, '26.1.5')),
      [undefined, '755', '755', '0', undefined],
    );
    deepEqual(modePart('u+x', '28.5.2'), 'u+x');
  });
});
