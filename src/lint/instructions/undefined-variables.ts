import type { Dockerfile, Instruction, Stage, Variable } from '../../dockerfile/model';
import { looksLikeWindows, type Scope, scopeBefore } from '../../dockerfile/scope';
import { isPlatformArg } from '../../dockerfile/stages';
import { remembered } from '../../shared/remembered';
import { editDistance } from '../nearest-word';
import { expandedWords } from './expanded-words';
import { baseSets, isSetByManyImages } from './image-environment';
import { allDeclarations, unknownVariables } from './variable-names';

/** A variable that has no value where the builder expands it. */
export interface UndefinedVariable {
  readonly variable: Variable;
  readonly instruction: Instruction;
  readonly scope: Scope;
  /** A global ARG has the name, which stages do not see. */
  readonly isGlobal: boolean;
}

/** All of them, once per word: those that are certain, and where the base image's variables are not known, mistakes. */
export const undefinedVariables: (dockerfile: Dockerfile) => readonly UndefinedVariable[] = remembered((dockerfile) => [
  ...findAll(dockerfile),
]);

function* findAll(dockerfile: Dockerfile): Iterable<UndefinedVariable> {
  const globals = new Set(dockerfile.globalArgs.flatMap(({ pairs }) => pairs.map(({ key }) => key.value)));
  const { text } = dockerfile;
  let dollar = text.indexOf('$');
  for (const instruction of dockerfile.instructions) {
    const { stage, span } = instruction;
    if (dollar >= 0 && dollar < span.start) dollar = text.indexOf('$', span.start);
    if (dollar < 0) return;
    if (!stage || dollar >= span.end) continue;
    const words = expandedWords(dockerfile, instruction);
    if (words.length === 0 || looksLikeWindows(dockerfile, stage)) continue;
    const scope = scopeBefore(dockerfile, instruction);
    for (const word of words) {
      for (const variable of unknownVariables(word, (name) => scope.variables.has(name))) {
        if (isMistake(variable.name, stage, scope, globals, dockerfile)) {
          yield { variable, instruction, scope, isGlobal: globals.has(variable.name) };
        }
      }
    }
  }
}

function isMistake(
  name: string,
  stage: Stage,
  scope: Scope,
  globals: ReadonlySet<string>,
  dockerfile: Dockerfile,
): boolean {
  const set = baseSets(stage, name);
  if (set !== undefined) return !set;
  if (isPlatformArg(name) || !/^[A-Za-z_]/.test(name) || globals.has(name)) return true;
  if (isSetByManyImages(name)) return false;
  if (allDeclarations(dockerfile).has(name)) return true;
  return name.length > 4 && namesInScope(dockerfile, scope).some((other) => isSlip(name, other));
}

/** What a misspelt name may stand for. A file with more names than anybody writes is not searched for slips. */
export function namesInScope(dockerfile: Dockerfile, { variables }: Scope): readonly string[] {
  const declared = allDeclarations(dockerfile);
  return declared.size > 300 ? [] : [...declared.keys()].filter((name) => variables.has(name));
}

/** One letter away, or the same in another case. */
function isSlip(name: string, other: string): boolean {
  if (/\d$/.test(name) !== /\d$/.test(other)) return false;
  return editDistance(name.toLowerCase(), other.toLowerCase(), 2) < 2;
}
