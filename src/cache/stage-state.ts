import { empty, expandParts } from '../dockerfile/expand';
import type { ArgInstruction, PairsInstruction, Word } from '../dockerfile/model';
import { resolvePath } from '../shared/posix-path';
import type { GlobalArgs } from './global-args';
import type { ImageFacts } from './image-facts';

/** What the instructions of a stage see, as it is at one of them. Immutable. */
export interface StageState {
  readonly workdir: string;
  /** The same as a RUN of BuildKit gets it: an absolute path as it is written. */
  readonly runsIn: string;
  readonly user: string;
  readonly shell: readonly string[];
  /** Variables by name in the order the builder keeps: of the image, of ENV, and to BuildKit those of ARG among them. */
  readonly env: ReadonlyMap<string, string>;
  /** Those of the image and of ENV: what the stage's image will have. */
  readonly imageEnv: ReadonlyMap<string, string>;
  /** ARGs in force, by name; undefined for one without a value. */
  readonly args: ReadonlyMap<string, string | undefined>;
  /** Instructions that a stage or image built on this one begins with, as texts. */
  readonly onbuild: readonly string[];
}

/** Docker's own where the image has none. */
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const linuxShell: readonly string[] = ['/bin/sh', '-c'];

/** `facts` undefined: from nothing. */
export function startState(facts: ImageFacts | undefined): StageState {
  const given = new Map((facts?.env ?? []).map(splitPair));
  const env = given.has('PATH') ? given : new Map([['PATH', path], ...given]);
  return {
    workdir: facts?.workdir || '/',
    runsIn: facts?.workdir || '/',
    user: facts?.user ?? '',
    shell: facts?.shell ?? linuxShell,
    env,
    imageEnv: env,
    args: new Map(),
    onbuild: [],
  };
}

/** Of a stage as the next one starts from it, where arguments are not passed on. */
export function withoutArgs(state: StageState): StageState {
  return { ...state, args: new Map() };
}

/**
 * Of a stage as BuildKit starts the next one from it: with its arguments, and with the variables and the directory of its image set
 * once more.
 */
export function setAgain(state: StageState): StageState {
  let { env } = state;
  for (const [name, value] of state.imageEnv) env = withVariable(env, name, value, true);
  return { ...state, env, runsIn: state.workdir === '/' ? state.runsIn : state.workdir };
}

/** The word as the builder expands it; undefined when that cannot be told here. What is not set is empty. */
export function expandIn(state: StageState, word: Word, escaper: string): string | undefined {
  return expandParts(word.parts, (name) => state.env.get(name) ?? state.args.get(name) ?? empty, escaper);
}

export interface StateRules {
  readonly escaper: string;
  readonly globals: GlobalArgs;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** BuildKit keeps ARG and ENV in one list, where the later one counts; to the legacy builder ENV always wins. */
  readonly oneList: boolean;
  /** Where a name goes that gets another value: to the end, or it stays where it was. */
  readonly moves: boolean;
}

/** Undefined when a value cannot be told. */
export function afterEnv(state: StageState, { pairs }: PairsInstruction, rules: StateRules): StageState | undefined {
  let { env, imageEnv } = state;
  for (const { key, value } of pairs) {
    const name = expandIn(state, key, rules.escaper);
    const text = value ? expandIn(state, value, rules.escaper) : '';
    if (name === undefined || text === undefined) return undefined;
    env = withVariable(env, name, text, rules.moves);
    imageEnv = withVariable(imageEnv, name, text, false);
  }
  return { ...state, env, imageEnv };
}

export function afterArg(state: StageState, { pairs }: ArgInstruction, rules: StateRules): StageState | undefined {
  let next = state;
  for (const { key, value } of pairs) {
    const name = key.value;
    const fallback = value && expandIn(next, value, rules.escaper);
    if (value && fallback === undefined) return undefined;
    const text = rules.buildArgs[name] ?? (value ? fallback : rules.globals.get(name));
    const args = new Map(next.args).set(name, text);
    const env = text !== undefined && rules.oneList ? withVariable(next.env, name, text, rules.moves) : next.env;
    next = { ...next, args, env };
  }
  return next;
}

/** As the builder joins WORKDIRs. */
export function afterWorkdir(state: StageState, path: string): StageState {
  const workdir = resolvePath(state.workdir, path);
  return { ...state, workdir, runsIn: path.startsWith('/') ? path : workdir };
}

function withVariable(
  env: ReadonlyMap<string, string>,
  name: string,
  value: string,
  moves: boolean,
): ReadonlyMap<string, string> {
  const next = new Map(env);
  if (moves) next.delete(name);
  return next.set(name, value);
}

function splitPair(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}
