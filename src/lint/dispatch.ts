import { kindsIn } from './facts/instructions-of';
import { calledPrograms } from './facts/runs-calling';
import { seenIn } from './facts/seen';
import type { LintFile, Rule } from './rule';

type Index = Map<string, number[]>;

/** Rules with what wakes each of them: what a file does not hold costs it nothing, however many rules are about that. */
export class Dispatch {
  private readonly byKind: Index = new Map();
  private readonly byProgram: Index = new Map();
  private readonly byEcosystem: Index = new Map();
  private readonly byRole: Index = new Map();
  private readonly always: Uint8Array;

  constructor(readonly rules: readonly Rule[]) {
    this.always = new Uint8Array(rules.length);
    for (const [at, { when }] of rules.entries()) {
      if (!when) this.always[at] = 1;
      for (const kind of when?.has ?? []) add(this.byKind, kind, at);
      for (const program of when?.calls ?? []) add(this.byProgram, program, at);
      for (const ecosystem of when?.uses ?? []) add(this.byEcosystem, ecosystem, at);
      for (const role of when?.does ?? []) add(this.byRole, role, at);
    }
  }

  /** Those that may have something to say about a file, in their order. */
  rulesFor(file: LintFile): readonly Rule[] {
    const awake = this.always.slice();
    if (this.byKind.size > 0) wake(awake, this.byKind, kindsIn(file.dockerfile));
    if (this.byProgram.size > 0) wake(awake, this.byProgram, calledPrograms(file));
    if (this.byEcosystem.size > 0) wake(awake, this.byEcosystem, seenIn(file).ecosystems);
    if (this.byRole.size > 0) wake(awake, this.byRole, seenIn(file).roles);
    return this.rules.filter((_, at) => awake[at] === 1);
  }
}

function add(index: Index, word: string, rule: number): void {
  const rules = index.get(word);
  if (rules) rules.push(rule);
  else index.set(word, [rule]);
}

function wake(awake: Uint8Array, index: Index, words: Iterable<string>): void {
  for (const word of words) for (const rule of index.get(word) ?? none) awake[rule] = 1;
}

const none: readonly number[] = [];
