import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import { commandsOf } from '../hadolint/commands';
import type { LintFile } from '../rule';
import { allRuns } from './all-runs';
import { invocationsOf } from './invocations';

const none: readonly RunInstruction[] = [];

const byProgram = remembered((file: LintFile): ReadonlyMap<string, ReadonlySet<RunInstruction>> => {
  const index = new Map<string, Set<RunInstruction>>();
  const add = (program: string, run: RunInstruction) => {
    const runs = index.get(program);
    if (runs) runs.add(run);
    else index.set(program, new Set([run]));
  };
  for (const run of allRuns(file)) {
    for (const { name } of commandsOf(file, run)) add(name, run);
    for (const { program } of invocationsOf(file, file.shell(run))) if (program !== undefined) add(program, run);
  }
  return index;
});

/**
 * The RUNs that call one of the programs, by the name that hadolint gives to a command or by the one seen through `sudo` and
 * the like; in document order, those in ONBUILD among them. A rule about one tool looks at these and costs nothing elsewhere.
 */
export function runsCalling(file: LintFile, ...programs: readonly string[]): readonly RunInstruction[] {
  const index = byProgram(file);
  let only: ReadonlySet<RunInstruction> | undefined;
  let all: Set<RunInstruction> | undefined;
  for (const program of programs) {
    const runs = index.get(program);
    if (!runs) continue;
    if (!only) only = runs;
    else {
      all ??= new Set(only);
      for (const run of runs) all.add(run);
    }
  }
  if (!only) return none;
  return all ? allRuns(file).filter((run) => all.has(run)) : [...only];
}

/** Names of all programs that the file's RUNs call, those with a version also without it: `pip` for `pip3.12`. */
export function* calledPrograms(file: LintFile): Iterable<string> {
  for (const name of byProgram(file).keys()) {
    yield name;
    if (endsInDigit(name)) yield name.replace(/[\d.]+$/, '');
  }
}

function endsInDigit(name: string): boolean {
  const code = name.charCodeAt(name.length - 1);
  return code >= 48 && code <= 57;
}

/** Some RUN calls one of the programs. */
export function callsAny(file: LintFile, ...programs: readonly string[]): boolean {
  const index = byProgram(file);
  return programs.some((program) => index.has(program));
}
