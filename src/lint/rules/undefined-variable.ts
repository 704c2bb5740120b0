import type { Pair } from '../../dockerfile/model';
import { isPlatformArg } from '../../dockerfile/stages';
import { isOf, selfUses } from '../instructions/env-self-uses';
import { onFirstLine } from '../instructions/first-line';
import { undefinedVariableFixes } from '../instructions/undefined-variable-fixes';
import { namesInScope, type UndefinedVariable, undefinedVariables } from '../instructions/undefined-variables';
import { nearestWord } from '../nearest-word';
import type { Rule } from '../rule';

/** The builder puts nothing in the place of a variable that nobody declared. */
export const undefinedVariable: Rule = {
  id: 'undefined-variable',
  summary: 'Declare a variable before its use',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'UndefinedVar' },
  docs: {
    why: 'In `ENV`, `COPY`, `WORKDIR` and the like the builder expands variables itself, from the `ARG`s and `ENV`s above and the environment of the base image. What it does not find is nothing: `COPY $SRC /app` becomes `COPY /app`, or copies another directory.',
    notes: `An \`ARG\` in front of the first \`FROM\` holds only for \`FROM\` lines; a stage has to repeat it. All pairs of one \`ENV\` see the environment in front of it, so \`ENV A=1 B=$A\` leaves \`B\` empty (\`env-self-reference\` reports the first such use). \`$HOME\` is set when a command runs, not here. What a shell expands (\`RUN\`, \`CMD\`, \`ENTRYPOINT\`) is not looked at.

Builders look into the base image. This rule cannot, so it knows what \`scratch\`, the plain distributions and the official language images set. On any other image it reports only what no image sets or what is clearly meant for something in this file: an \`ARG\` from in front of the first \`FROM\`, a name that is declared in another stage or further down, a slip of one letter, platform variables without an \`ARG\`.`,
    bad: [
      'FROM alpine:3.20\nARG SOURCE=src\nCOPY $SUORCE /srv\n',
      'ARG VERSION=1.4\nFROM registry.example.com/base:1\nLABEL version=$VERSION\n',
      'FROM alpine:3.20\nENV PYTHONPATH=/srv/lib:$PYTHONPATH\n',
    ],
    good: [
      'ARG VERSION=1.4\nFROM registry.example.com/base:1\nARG VERSION\nLABEL version=$VERSION\n',
      'FROM golang:1.23\nCOPY . $GOPATH/src/app\n',
      'FROM registry.example.com/base:1\nCOPY . $APP_DIR\n',
    ],
  },
  applies: ({ dockerfile }) => undefinedVariables(dockerfile).length > 0,
  *check(file) {
    const { dockerfile } = file;
    for (const found of undefinedVariables(dockerfile)) {
      const { variable, instruction, scope, isGlobal } = found;
      const covered = instruction.kind === 'ENV' ? selfUses(file).get(instruction)?.[0] : undefined;
      // The first such use of an ENV is reported by env-self-reference, whose fix mends the others, too.
      if (covered && isOf(covered, variable)) continue;
      const { name } = variable;
      const sibling = siblingOf(found);
      const meant =
        name.length < 3 || isGlobal || sibling || isPlatformArg(name)
          ? undefined
          : nearestWord(name, namesInScope(dockerfile, scope));
      yield {
        ...onFirstLine(dockerfile, instruction, variable.span, `The variable "${name}"`),
        message: reason(found, sibling, meant),
        fixes: () => (sibling && covered ? [] : undefinedVariableFixes(dockerfile, found, sibling, meant)),
      };
    }
  },
};

function reason(
  { variable: { name }, isGlobal, instruction }: UndefinedVariable,
  sibling: Pair | undefined,
  meant: string | undefined,
): string {
  if (sibling) {
    return `"${name}" is set by this very ${instruction.kind}, whose values see only what was set before it: it is empty here. Set it in an ENV of its own.`;
  }
  if (isGlobal)
    return `"${name}" is declared in front of the first FROM, where only FROM lines see it: it is empty here. Repeat ARG ${name} in this stage.`;
  if (isPlatformArg(name))
    return `The builder sets "${name}" only for stages that declare it: it is empty here. Write ARG ${name} above.`;
  return `No ARG or ENV above sets "${name}", so it is empty here.${meant ? ` Did you mean ${meant}?` : ''}`;
}

/** The pair of the same ENV that sets the variable, if it is another one than that which uses it. */
function siblingOf({ variable, instruction }: UndefinedVariable): Pair | undefined {
  if (instruction.kind !== 'ENV') return undefined;
  const { start } = variable.span;
  return instruction.pairs.find(
    ({ key, span }) => key.value === variable.name && !(span.start <= start && start < span.end),
  );
}
