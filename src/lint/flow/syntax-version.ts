import type { Dockerfile } from '../../dockerfile/model';

/**
 * Whether the Dockerfile's `# syntax` brings what version 1.`minor` of the syntax has; undefined when it names none and the
 * builder's own decides.
 */
export function syntaxHas({ directives }: Dockerfile, minor: number): boolean | undefined {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  if (syntax === undefined) return undefined;
  const tag = /:([^:@/]+)(?:@|$)/.exec(syntax)?.[1] ?? 'latest';
  const version = /^(\d+)(?:\.(\d+))?/.exec(tag);
  if (!version) return true;
  if (Number(version[1]) !== 1) return Number(version[1]) > 1;
  return version[2] === undefined || Number(version[2]) >= minor;
}
