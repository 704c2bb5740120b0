import { expandParts, unset } from '../../dockerfile/expand';
import type { Dockerfile, FromInstruction, Word } from '../../dockerfile/model';
import { onFirstLine } from '../first-line';
import { imageNameProblem } from '../image-name';
import type { Fix, Rule } from '../rule';

export const validDefaultImage: Rule = {
  id: 'valid-default-image',
  summary: 'Give the ARGs of FROM defaults that make a valid image name',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'InvalidDefaultArgInFrom' },
  docs: {
    why: 'Without `--build-arg` the image is named by the defaults alone. Where they leave a tag or the whole name empty, a plain `docker build .` fails, and so does every tool that looks at the file: editors, update bots, scanners.',
    notes:
      'Write the default into the `ARG` (`ARG VERSION=3.20`) or into the `FROM` (`${VERSION:-3.20}`). An image that every build has to choose can be left as it is, with a comment that switches the rule off.',
    bad: ['ARG VERSION\nFROM alpine:${VERSION}\n', 'FROM Alpine:3.20\n'],
    good: ['ARG VERSION=3.20\nFROM alpine:${VERSION}\n', 'ARG VERSION\nFROM alpine:${VERSION:-3.20}\n'],
  },
  *check({ dockerfile }) {
    const defaults = defaultsOf(dockerfile);
    for (const stage of dockerfile.stages) {
      const { imageWord } = stage.from;
      if (!imageWord || stage.base.kind === 'stage') continue;
      const name = expandWith(imageWord, defaults, dockerfile.escape);
      const problem = name === undefined || looksGenerated(name) ? undefined : imageNameProblem(name);
      if (name === undefined || problem === undefined) continue;
      const written = imageWord.variables.length === 0;
      yield {
        ...onFirstLine(dockerfile, stage.from, imageWord.span, 'The image'),
        message: written
          ? `"${name}" names no image: ${problem}. The build stops here.`
          : `With the defaults of its ARGs the image is "${name}", which is no name: ${problem}. A build without --build-arg stops here; give a default.`,
        fixes: written ? lowerCase(stage.from) : latest(imageWord, problem),
      };
    }
  },
};

/** A template, from which a program makes the Dockerfile. */
function looksGenerated(name: string): boolean {
  return /[{}<>%]|@.*@|^@/.test(name);
}

function defaultsOf({ globalArgs, escape: escaper }: Dockerfile): ReadonlyMap<string, string | undefined> {
  const defaults = new Map<string, string | undefined>(platformDefaults);
  for (const { key, value } of globalArgs.flatMap(({ pairs }) => pairs)) {
    if (value) defaults.set(key.value, expandWith(value, defaults, escaper));
  }
  return defaults;
}

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

/** `image:$TAG` without a value for it. */
function latest({ parts }: Word, problem: string): readonly Fix[] {
  const tag = parts.at(-1);
  const before = parts.at(-2);
  if (tag === undefined || typeof tag === 'string' || tag.modifier !== undefined) return [];
  if (!problem.startsWith('its tag') || typeof before !== 'string' || !before.endsWith(':')) return [];
  const newText = `\${${tag.name}:-latest}`;
  return [{ title: `Take latest while ${tag.name} has no value`, safe: false, edits: [{ span: tag.span, newText }] }];
}

function lowerCase({ image }: FromInstruction): readonly Fix[] {
  if (!image) return [];
  const newText = image.repository.toLowerCase();
  if (newText === image.repository) return [];
  return [
    { title: 'Write the repository in lower case', safe: false, edits: [{ span: image.repositorySpan, newText }] },
  ];
}
