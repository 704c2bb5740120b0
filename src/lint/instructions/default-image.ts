import { expandParts, unset } from '../../dockerfile/expand';
import type { Dockerfile, Stage, Word } from '../../dockerfile/model';
import { isPlatformArg } from '../../dockerfile/stages';
import { remembered } from '../../shared/remembered';
import { imageNameProblem } from './image-name';

/** Names that ARGs in front of the first FROM declare. */
export function globalNames({ globalArgs }: Dockerfile): ReadonlySet<string> {
  return new Set(globalArgs.flatMap(({ pairs }) => pairs.map(({ key }) => key.value)));
}

/** A FROM line can use the variable: this file declares it for that, or the builder sets it. */
export function isKnownInFrom(declared: ReadonlySet<string>, name: string): boolean {
  return declared.has(name) || isPlatformArg(name);
}

/** What a stage's image is called by the defaults of the ARGs alone, and what is wrong with that name. */
export function defaultImageProblem(
  dockerfile: Dockerfile,
  { from, base }: Stage,
): { readonly name: string; readonly problem: string } | undefined {
  if (!from.imageWord || base.kind === 'stage') return undefined;
  const values = from.imageWord.variables.length === 0 ? noValues : defaultsOf(dockerfile);
  const name = expandWith(from.imageWord, values, dockerfile.escape);
  if (name === undefined || looksGenerated(name)) return undefined;
  const problem = imageNameProblem(name);
  return problem === undefined ? undefined : { name, problem };
}

const noValues: ReadonlyMap<string, string | undefined> = new Map();

/** A template, from which a program makes the Dockerfile. */
function looksGenerated(name: string): boolean {
  return /[{}<>%]|@.*@|^@/.test(name);
}

const defaultsOf = remembered((dockerfile: Dockerfile): ReadonlyMap<string, string | undefined> => {
  const { globalArgs, escape: escaper } = dockerfile;
  const defaults = new Map<string, string | undefined>(platformDefaults);
  for (const { key, value } of globalArgs.flatMap(({ pairs }) => pairs)) {
    if (value) defaults.set(key.value, expandWith(value, defaults, escaper));
  }
  return defaults;
});

/** Any values of the right shape: what the builder sets is always valid. */
const platformDefaults: readonly (readonly [string, string])[] = [
  ...['BUILD', 'TARGET'].flatMap((side) => [
    [`${side}PLATFORM`, 'linux/amd64'] as const,
    [`${side}OS`, 'linux'] as const,
    [`${side}OSVERSION`, ''] as const,
    [`${side}ARCH`, 'amd64'] as const,
    [`${side}VARIANT`, ''] as const,
  ]),
  ['TARGETSTAGE', 'default'],
];

/** The word with its variables replaced, what has no value by nothing; undefined where this cannot be told. */
function expandWith(word: Word, values: ReadonlyMap<string, string | undefined>, escaper: string): string | undefined {
  const parts = word.parts.map((part) =>
    typeof part !== 'string' && part.modifier === undefined && !values.has(part.name) ? '' : part,
  );
  return expandParts(parts, (name) => (values.has(name) ? values.get(name) : unset), escaper);
}
