import type { CommandInstruction, CopyInstruction } from '../../dockerfile/model';
import { baseName, relativeTo, resolvePath } from '../../shared/posix-path';
import type { Span } from '../../shared/span';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { isProjectCommand } from '../ecosystems/recognise';
import type { CopyStep, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { cacheMountsOf, mountOver } from './mount-places';
import { wordsBelow } from './mount-words';

/** Something behind a RUN that looks for a file which only the RUN's mount has. */
export interface Consumer {
  readonly span: Span;
  readonly path: string;
  /** The COPY and the source it takes; undefined for commands. */
  readonly copy: { readonly instruction: CopyInstruction; readonly source: number } | undefined;
}

/** What takes files out of `target` behind the RUN that has a cache mount there, where no other step can have made them. */
export function consumersOf(file: LintFile, run: RunStep, target: string): readonly Consumer[] {
  const found: Consumer[] = [];
  for (const flow of flowOf(file).stages) {
    const own = flow.steps.indexOf(run);
    if (own >= 0) {
      if (madeElsewhere(file, flow, run, target)) continue;
      found.push(...inChain(file, flow, own, target));
    }
    for (const step of flow.steps) {
      if (step.kind !== 'copy' || step.stage !== flow.stage || !step.instruction.fromStage) continue;
      const producer = flowOf(file).stages[step.instruction.fromStage.index];
      if (!producer?.steps.includes(run) || madeElsewhere(file, producer, run, target)) continue;
      found.push(...copiedFrom(step, target));
    }
  }
  const seen = new Set<number>();
  return found.filter(({ span }) => !seen.has(span.start) && seen.add(span.start));
}

function copiedFrom(step: CopyStep, target: string): readonly Consumer[] {
  return step.sources.flatMap((path, source): Consumer[] => {
    const word = step.instruction.sources[source];
    if (path === undefined || !word || relativeTo(target, path) === undefined) return [];
    return [{ span: word.span, path, copy: { instruction: step.instruction, source } }];
  });
}

/** Later steps of the chain without the mount, and the command of the image. */
function inChain(file: LintFile, { stage, steps }: StageFlow, own: number, target: string): readonly Consumer[] {
  const found: Consumer[] = [];
  for (const step of steps.slice(own + 1)) {
    if (step.kind !== 'run' || mountOver(cacheMountsOf(file, step.instruction), target)) continue;
    // Who builds in the same step may make what it uses.
    if (step.commands.some(({ recognised, call }) => recognised || makes(call.program, call.programWord.value)))
      continue;
    for (const entry of step.commands) {
      if (/^(?:mkdir|rm|ln|cd|chown|chmod|touch|echo|test|\[|export)$/.test(entry.call.program ?? '')) continue;
      const words = wordsBelow(file, step, entry, target);
      const read = /^(?:cp|mv|install)$/.test(entry.call.program ?? '')
        ? words.filter(({ word }) => word !== entry.command.args.at(-1))
        : words.filter(({ word }) => word === entry.command.name || entry.call.program === 'strip');
      for (const { word, path } of read) found.push({ span: word.span, path, copy: undefined });
    }
  }
  const last = steps.findLast((step) => step.kind === 'run');
  const workdir = last?.kind === 'run' && last.stage === stage ? last.workdir : undefined;
  for (const item of stage.instructions) {
    if (item.kind !== 'CMD' && item.kind !== 'ENTRYPOINT') continue;
    const program = startedProgram(item, workdir);
    if (program && relativeTo(target, program.path) !== undefined && program.path !== target)
      found.push({ ...program, copy: undefined });
  }
  return found;
}

function startedProgram(item: CommandInstruction, workdir: string | undefined) {
  const { command, argumentSpan } = item;
  const shell = command.form === 'shell' ? /^\.{0,2}\/?[\w./-]+(?=\s|$)/.exec(command.script.text)?.[0] : undefined;
  const word =
    command.form === 'exec'
      ? command.words[0]
      : shell === undefined
        ? undefined
        : { value: shell, span: { start: argumentSpan.start, end: argumentSpan.start + shell.length } };
  if (!word?.value.includes('/') || word.value.includes('$')) return undefined;
  if (!word.value.startsWith('/') && workdir === undefined) return undefined;
  return { span: word.span, path: resolvePath(workdir ?? '/', word.value) };
}

/** A copy, or a step without the mount, may have put files there. */
function madeElsewhere(file: LintFile, { steps }: StageFlow, run: RunStep, target: string): boolean {
  const families = new Set(
    run.commands.flatMap(({ recognised }) => (recognised ? ecosystemOf(recognised.ecosystem).family : [])),
  );
  const name = baseName(target);
  return steps.some((step) => {
    if (step.kind === 'copy')
      return step.destination !== undefined && relativeTo(target, step.destination) !== undefined;
    if (step === run || mountOver(cacheMountsOf(file, step.instruction), target)) return false;
    return step.commands.some((entry) => {
      const { recognised, call } = entry;
      if (recognised) {
        const builds = isProjectCommand(recognised) || /^(?:install|prime|tools|finish)$/.test(recognised.role);
        return builds && families.has(ecosystemOf(recognised.ecosystem).family);
      }
      if (makes(call.program, call.programWord.value)) return true;
      const destination = /^(?:cp|mv|install|tar|unzip|curl|wget|git|ln|rsync)$/.test(call.program ?? '');
      return destination && (call.args.at(-1)?.value ?? '').includes(name);
    });
  });
}

/** A build tool or a script: what it makes is not known. */
function makes(program: string | undefined, word: string): boolean {
  return (
    program === undefined ||
    /^(?:make|gmake|ninja|cmake|meson|just|task|mage|bazel|sh|bash|ash|dash|source|\.|eval|python\d?|node|perl|ruby|rake|invoke|nx|turbo|vite|tsc|esbuild|webpack)$/.test(
      program,
    ) ||
    /\.(?:sh|py|js|pl|rb)$/.test(word)
  );
}
