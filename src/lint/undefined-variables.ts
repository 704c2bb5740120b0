import type { Dockerfile, Instruction, Stage, Variable } from '../dockerfile/model';
import { looksLikeWindows, type Scope, scopeBefore } from '../dockerfile/scope';
import { isPlatformArg } from '../dockerfile/stages';
import { expandedWords } from './expanded-words';
import { baseSets, isSetByManyImages } from './image-environment';
import { editDistance } from './nearest-word';
import { unknownVariables } from './variable-names';

/** A variable that has no value where the builder expands it. */
export interface UndefinedVariable {
  readonly variable: Variable;
  readonly instruction: Instruction;
  readonly scope: Scope;
  /** A global ARG has the name, which stages do not see. */
  readonly isGlobal: boolean;
}

const found = new WeakMap<Dockerfile, readonly UndefinedVariable[]>();

/** All of them, once per word: those that are certain, and where the base image's variables are not known, mistakes. */
export function undefinedVariables(dockerfile: Dockerfile): readonly UndefinedVariable[] {
  let variables = found.get(dockerfile);
  if (!variables) {
    variables = [...findAll(dockerfile)];
    found.set(dockerfile, variables);
  }
  return variables;
}

function* findAll(dockerfile: Dockerfile): Iterable<UndefinedVariable> {
  const globals = new Set(dockerfile.globalArgs.flatMap(({ pairs }) => pairs.map(({ key }) => key.value)));
  let declared: ReadonlySet<string> | undefined;
  for (const instruction of dockerfile.instructions) {
    const { stage } = instruction;
    if (!stage) continue;
    const words = expandedWords(dockerfile, instruction);
    if (words.length === 0 || looksLikeWindows(dockerfile, stage)) continue;
    const scope = scopeBefore(dockerfile, instruction);
    for (const word of words) {
      for (const variable of unknownVariables(word, (name) => scope.variables.has(name))) {
        declared ??= declaredNames(dockerfile);
        if (isMistake(variable.name, stage, scope, globals, declared)) {
          yield { variable, instruction, scope, isGlobal: globals.has(variable.name) };
        }
      }
    }
  }
}

function isMistake(
  name: string,
  stage: Stage,
  { variables }: Scope,
  globals: ReadonlySet<string>,
  declared: ReadonlySet<string>,
): boolean {
  const set = baseSets(stage, name);
  if (set !== undefined) return !set;
  if (isPlatformArg(name) || !/^[A-Za-z_]/.test(name) || globals.has(name)) return true;
  if (isSetByManyImages(name)) return false;
  return declared.has(name) || (name.length > 4 && [...variables.keys()].some((other) => isSlip(name, other)));
}

/** One letter away, or the same in another case. */
function isSlip(name: string, other: string): boolean {
  if (/\d$/.test(name) !== /\d$/.test(other)) return false;
  return editDistance(name.toLowerCase(), other.toLowerCase(), 2) < 2;
}

/** What the stages declare, without what only adds to itself (`ENV X=/a:$X`). */
function declaredNames(dockerfile: Dockerfile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.kind !== 'ENV' && instruction.kind !== 'ARG') continue;
    for (const { key, value } of instruction.pairs) {
      if (!value?.variables.some((variable) => variable.name === key.value)) names.add(key.value);
    }
  }
  return names;
}
