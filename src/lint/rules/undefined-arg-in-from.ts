import type { Dockerfile, FromInstruction, Variable, Word } from '../../dockerfile/model';
import { insertAbove, keywordLike } from '../edits/block';
import { defaultImageProblem, globalNames, isKnownInFrom } from '../instructions/default-image';
import { onFirstLine } from '../instructions/first-line';
import { declarationsOf, nameSpan, unknownVariables } from '../instructions/variable-names';
import { nearestWord } from '../nearest-word';
import type { Fix, Rule } from '../rule';

/** A FROM sees nothing but what is declared in front of the first one. */
export const undefinedArgInFrom: Rule = {
  id: 'undefined-arg-in-from',
  summary: 'Declare what FROM uses in front of the first FROM',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom'] },
  docs: {
    why: 'A `FROM` knows only the `ARG`s in front of the first `FROM` and what the builder says about platforms. Any other variable is empty, also one that an earlier stage declares, and `--build-arg` does not reach it.',
    notes: 'A default in the variable (`${TAG:-3.20}`) makes the line work and hides that nobody can set it.',
    bad: ['FROM alpine:${ALPINE_VERSION}\n', 'ARG ALPINE=3.20\nFROM alpine:${ALPNE}\n'],
    good: ['ARG ALPINE=3.20\nFROM alpine:${ALPINE}\n', 'FROM --platform=$BUILDPLATFORM alpine:3.20\n'],
  },
  applies: ({ dockerfile }) => dockerfile.stages.some(({ from }) => usesVariables(from)),
  *check({ dockerfile }) {
    const declared = globalNames(dockerfile);
    for (const stage of dockerfile.stages) {
      const { from } = stage;
      const unknown = (word: Word | undefined) =>
        unknownVariables(word?.variables ?? [], (name) => isKnownInFrom(declared, name));
      const inImage = unknown(from.imageWord);
      for (const variable of [...unknown(from.platform?.value), ...inImage]) {
        const meant = nearestWord(variable.name, [...declared, ...platformNames]);
        const leavesNoImage = variable === inImage[0] && defaultImageProblem(dockerfile, stage) !== undefined;
        yield {
          ...onFirstLine(dockerfile, from, variable.span, `The variable "${variable.name}"`),
          message: `No ARG in front of the first FROM declares "${variable.name}", so it is empty here whatever the build is given.${meant ? ` Did you mean ${meant}?` : ''}`,
          fixes: () => fixesFor(dockerfile, variable, meant),
          ...(leavesNoImage ? {} : { codes: { buildkit: 'UndefinedArgInFrom' } }),
        };
      }
    }
  },
};

function usesVariables({ imageWord, platform }: FromInstruction): boolean {
  return (imageWord?.variables.length ?? 0) + (platform?.value?.variables.length ?? 0) > 0;
}

const platformNames = ['BUILD', 'TARGET'].flatMap((side) =>
  ['PLATFORM', 'OS', 'ARCH', 'VARIANT'].map((name) => side + name),
);

function fixesFor(dockerfile: Dockerfile, variable: Variable, meant: string | undefined): readonly Fix[] {
  const first = dockerfile.stages[0]?.from;
  const rename = meant ? [replaceName(dockerfile, variable, meant)] : [];
  if (!first || !/^[A-Za-z_]\w*$/.test(variable.name)) return rename;
  return [...rename, declare(dockerfile, first, variable.name)];
}

function replaceName(dockerfile: Dockerfile, variable: Variable, newText: string): Fix {
  return { title: `Replace with ${newText}`, safe: false, edits: [{ span: nameSpan(dockerfile, variable), newText }] };
}

/** With the default that a stage gives it, if that is plain text. */
function declare(dockerfile: Dockerfile, first: FromInstruction, name: string): Fix {
  const pair = declarationsOf(dockerfile, name).find(
    ({ kind, pair: { value } }) => kind === 'ARG' && value && value.variables.length === 0,
  )?.pair;
  const declaration = pair?.value ? `${name}=${pair.value.raw}` : name;
  const text = `${keywordLike(first, 'ARG')} ${declaration}${dockerfile.eol}`;
  return {
    title: `Declare ${name} in front of the first FROM`,
    safe: false,
    edits: [insertAbove(dockerfile, first, text)],
  };
}
