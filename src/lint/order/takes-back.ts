import { baseName } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { finalStages } from '../flow/final-stages';
import type { FlowCommand, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { commandsByStep } from './run-parts';

/**
 * What follows a cut of the RUN in front of a step removes what stands before it: in two layers the first would keep it. A
 * clause; undefined where nothing is removed, or where the stage never becomes an image.
 */
export function takesBack(file: LintFile, run: RunStep, at: number): string | undefined {
  if (!finalStages(file).some(({ steps }) => steps.includes(run))) return undefined;
  const byStep = commandsByStep(run);
  const before = byStep.slice(0, at).flat();
  const taker = byStep
    .slice(at)
    .flat()
    .find((command) => removes(command, before));
  const name = taker?.call.command.name.value;
  return name && `its ${name} removes what the install brings, which a layer of its own would keep`;
}

function removes({ call, recognised }: FlowCommand, before: readonly FlowCommand[]): boolean {
  const installed = before.flatMap((command) => command.recognised ?? []);
  if (recognised) {
    const same = installed.some(({ ecosystem }) => ecosystem === recognised.ecosystem);
    const reduced = [...recognised.flags].some((flag) => /^--(?:production|prod|omit|only|no-dev)$/.test(flag));
    if (recognised.role === 'system-remove') return same;
    // `npm prune --omit=dev`, `yarn install --production` behind an install of everything.
    return same && (recognised.subcommand?.value === 'prune' || (recognised.role === 'install' && reduced));
  }
  const words = call.args.map(({ value }) => value);
  if (/^pip\d*$/.test(call.program ?? '')) return words[0] === 'uninstall';
  if (call.program !== 'rm') return false;
  const outputs = new Set(installed.flatMap(({ ecosystem }) => ecosystemOf(ecosystem).outputs));
  return words.some((word) => outputs.has(baseName(word.replace(/\/\*?$/, ''))));
}
