import type { Reason } from './explain';

/**
 * Why a step is foretold what it is, for a column of its own and as the end of a sentence: behind "runs, because", "comes from
 * the cache, although" and "cannot be foretold, because". Empty for what is as it was.
 */
export function reasonText({ kind, detail }: Reason): string {
  switch (kind) {
    case 'unchanged':
      return '';
    case 'stale-context':
      return `${detail} changed in a way the builder does not notice`;
    case 'file-changed':
      return detail === '' ? 'its files changed' : `${detail} changed`;
    case 'instruction-changed':
      return 'the instruction changed';
    case 'argument-changed':
      return `the build argument ${detail} changed`;
    case 'variable-changed':
      return `the variable ${detail} changed`;
    case 'base-changed':
      return 'the base image changed';
    case 'parent-changed':
      return detail === '' ? 'a step it stands on changed' : `it stands on ${detail}`;
    case 'stage-output':
      return detail === '' ? 'what it copies is made again' : `the stage ${detail} is made again`;
    case 'no-record':
      return 'no build like this is known';
    case 'no-cache':
      return 'the cache is not used';
    case 'every-build':
      return 'the builder makes it anew in every build';
    case 'unused-stage':
      return 'nothing that is built needs its stage';
    case 'missing-source':
      return `${detail} is not in the build context: the build fails`;
    case 'built-elsewhere':
      return 'another program may have built it';
    case 'cache-pruned':
      return 'the build cache was pruned since';
    case 'failed-build':
      return 'only a build that failed has got to it';
    case 'remote-source':
      return `${detail} may have changed`;
    case 'base-unknown':
      return `the engine does not have ${detail}`;
    case 'variable-unknown':
      return `${detail} has a value only in the build`;
    case 'not-supported':
      return `forecasts do not cover ${detail}`;
    case 'context-unreadable':
      return detail === '' ? 'the build context cannot be read' : `the build context cannot be read: ${detail}`;
  }
}
