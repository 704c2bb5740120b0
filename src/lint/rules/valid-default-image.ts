import type { FromInstruction, Word } from '../../dockerfile/model';
import { defaultImageProblem, globalNames, isKnownInFrom } from '../instructions/default-image';
import { onFirstLine } from '../instructions/first-line';
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
      "Write the default into the `ARG` (`ARG VERSION=3.20`) or into the `FROM` (`${VERSION:-3.20}`). An image that every build has to choose, all of it (`ARG BASE` and `FROM $BASE`), is reported only where BuildKit's profile or check asks for it.",
    bad: ['ARG VERSION\nFROM alpine:${VERSION}\n', 'FROM Alpine:3.20\n'],
    good: ['ARG VERSION=3.20\nFROM alpine:${VERSION}\n', 'ARG VERSION\nFROM alpine:${VERSION:-3.20}\n'],
  },
  applies: ({ dockerfile }) => dockerfile.stages.some((stage) => defaultImageProblem(dockerfile, stage) !== undefined),
  *check({ dockerfile, settings }) {
    const each = settings.asked('InvalidDefaultArgInFrom') || settings.thorough;
    const declared = globalNames(dockerfile);
    for (const stage of dockerfile.stages) {
      const { imageWord } = stage.from;
      const found = defaultImageProblem(dockerfile, stage);
      // A variable that nobody declares is reported by undefined-arg-in-from, with this as its consequence.
      if (!imageWord || !found || imageWord.variables.some(({ name }) => !isKnownInFrom(declared, name))) continue;
      const { name, problem } = found;
      if (name === '' && !each) continue;
      const written = imageWord.variables.length === 0;
      yield {
        ...onFirstLine(dockerfile, stage.from, imageWord.span, 'The image'),
        message: written
          ? `"${name}" names no image: ${problem}. The build stops here.`
          : `With the defaults of its ARGs the image is "${name}", which is no name: ${problem}. A build without --build-arg stops here; give a default.`,
        fixes: () => (written ? lowerCase(stage.from) : latest(imageWord, problem)),
      };
    }
  },
};

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
