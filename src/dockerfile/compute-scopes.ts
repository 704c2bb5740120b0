import { cleanPath, resolvePath } from '../shared/posix-path';
import { expandParts, type Lookup, unset } from './expand';
import type { Dockerfile, Instruction, Pair, Stage, Word } from './model';
import type { Scope, ScopeVariable } from './scope';
import { ScopeVariables, VariableHistory } from './scope-variables';
import { isPlatformArg } from './stages';

/** How a stage ended, for those that start from it. */
interface StageEnd {
  readonly history: VariableHistory;
  readonly scope: Scope;
}

const changing: ReadonlySet<string> = new Set(['FROM', 'ENV', 'ARG', 'WORKDIR', 'USER', 'SHELL']);

/** The scope in front of each instruction by its index, in one pass; instructions that change nothing share theirs. */
export function computeScopes(file: Dockerfile): readonly Scope[] {
  const scopes: Scope[] = [];
  const ends = new Map<Stage, StageEnd>();
  const globals = new VariableHistory(undefined);
  let history = globals;
  let scope = globalScope(globals, 0, file.escape);
  let previous: Stage | undefined;
  for (const instruction of file.instructions) {
    const { kind, index, stage } = instruction;
    if (kind === 'FROM' && stage) {
      if (previous) ends.set(previous, { history, scope });
      previous = stage;
      scopes.push(globalScope(globals, index, file.escape));
      const start = startOf(stage, ends);
      history = new VariableHistory(start?.history);
      scope = {
        ...emptyEnd(stage),
        ...start?.scope,
        variables: new ScopeVariables(history, index),
        global: false,
        escape: file.escape,
      };
      continue;
    }
    scopes.push(scope);
    if (changing.has(kind)) scope = after(instruction, scope, history, globals);
  }
  return scopes;
}

/** What a variable is worth in a scope: in front of a stage nothing else counts, in a stage its image may know more. */
export function lookupIn(scope: Scope): Lookup {
  return (name) => {
    const variable = scope.variables.get(name);
    if (!variable) return scope.global && !isPlatformArg(name) ? unset : undefined;
    return variable.unset ? unset : variable.value;
  };
}

export function globalScope(globals: VariableHistory, before: number, escaper: '\\' | '`'): Scope {
  const variables = new ScopeVariables(globals, before);
  return { workdir: undefined, user: undefined, shell: undefined, variables, global: true, escape: escaper };
}

function emptyEnd({ base }: Stage): Pick<Scope, 'workdir' | 'user' | 'shell'> {
  return { workdir: base.kind === 'scratch' ? '/' : undefined, user: undefined, shell: undefined };
}

function startOf({ base }: Stage, ends: ReadonlyMap<Stage, StageEnd>): StageEnd | undefined {
  return base.kind === 'stage' ? ends.get(base.stage) : undefined;
}

function after(instruction: Instruction, scope: Scope, history: VariableHistory, globals: VariableHistory): Scope {
  const variables = () => new ScopeVariables(history, instruction.index + 1);
  switch (instruction.kind) {
    case 'ENV':
      for (const pair of instruction.pairs) {
        const value = pair.value ? expandParts(pair.value.parts, lookupIn(scope), scope.escape) : undefined;
        history.record(instruction.index, variable(pair, 'ENV', value, false, instruction));
      }
      return { ...scope, variables: variables() };
    case 'ARG':
      for (const pair of instruction.pairs) {
        const now = scope.global ? { ...scope, variables: variables() } : scope;
        // An ENV of the same name always wins over an ARG.
        if (scope.variables.get(pair.key.value)?.source === 'ENV') continue;
        history.record(instruction.index, argument(pair, now, globals, instruction));
      }
      return { ...scope, variables: variables() };
    case 'WORKDIR':
      return { ...scope, workdir: workdirAfter(scope, instruction.whole) };
    case 'USER': {
      const { whole } = instruction;
      return whole ? { ...scope, user: expandParts(whole.parts, lookupIn(scope), scope.escape) ?? whole.raw } : scope;
    }
    case 'SHELL':
      return instruction.words ? { ...scope, shell: instruction.words.map((word) => word.value) } : scope;
    default:
      return scope;
  }
}

/** Without a default of its own, an ARG of a stage takes the global one of its name. */
function argument(pair: Pair, scope: Scope, globals: VariableHistory, instruction: Instruction): ScopeVariable {
  if (pair.value)
    return variable(pair, 'ARG', expandParts(pair.value.parts, lookupIn(scope), scope.escape), false, instruction);
  const name = pair.key.value;
  const inherited = scope.global ? undefined : globals.changes.get(name)?.at(-1)?.variable;
  const isUnset = inherited ? inherited.unset : !isPlatformArg(name);
  return variable(pair, 'ARG', inherited?.value, isUnset, instruction);
}

function variable(
  { key }: Pair,
  source: 'ARG' | 'ENV',
  value: string | undefined,
  isUnset: boolean,
  instruction: Instruction,
): ScopeVariable {
  return { name: key.value, source, value, unset: isUnset, instruction };
}

function workdirAfter(scope: Scope, word: Word | undefined): string | undefined {
  const path = word && expandParts(word.parts, lookupIn(scope), scope.escape);
  if (path === undefined) return word ? undefined : scope.workdir;
  if (path.startsWith('/')) return cleanPath(path);
  // Windows: from a drive or from the root of the one in use.
  if (/^(?:[a-z]:|\\)/i.test(path)) return path;
  const next = scope.workdir === undefined ? undefined : resolvePath(scope.workdir, path);
  // No system has a longer path.
  return next && next.length <= 4096 ? next : undefined;
}
