import { remembered } from '../../shared/remembered';
import { isFetch } from '../flow/fetch';
import type { CopyStep, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { type DataDownload, dataDownload } from './data-download';
import { type CopiedFiles, CopiedPlaces, dependence, dependenceOf } from './independent';
import { commandsByStep } from './run-parts';
import { type SpoiledInstall, spoiledInstalls } from './spoiled-install';

/** A RUN below a copy of the source, or of what is built from it, that does not need it. */
export interface MisplacedRun {
  readonly run: RunStep;
  /** What to point at: the first command that costs time. */
  readonly command: FlowCommand;
  /** The copy it should stand above. */
  readonly copy: CopyStep;
  /**
   * `system`: packages of the distribution. `data`: models, data sets, browsers. `independent`: tools and downloads named in
   * full.
   */
  readonly kind: 'system' | 'data' | 'independent';
  readonly data?: DataDownload;
}

/** What is wrong with the places of a file's RUN instructions. */
export interface Places {
  /** Installs of the project's dependencies below the source, in document order. */
  readonly spoiled: readonly SpoiledInstall[];
  /** Other RUN instructions below a copy they do not need: each once, and none that is among `spoiled`. */
  readonly misplaced: readonly MisplacedRun[];
}

/**
 * One RUN in the wrong place is one mistake. The install of the dependencies comes first, because moving it moves all that
 * is in the RUN; then packages of the distribution, then downloads of data, then everything else.
 */
export const placesOf: (file: LintFile) => Places = remembered(findPlaces);

function findPlaces(file: LintFile): Places {
  const { stages } = flowOf(file);
  const spoiled = stages.flatMap((flow) => spoiledInstalls(flow, file.context));
  const runs = new Set(spoiled.map(({ run }) => run.instruction));
  const misplaced = stages.flatMap((flow) => [...misplacedIn(flow, (run) => runs.has(run.instruction))]);
  return { spoiled, misplaced };
}

/** The same for one chain of steps: also that of ONBUILD triggers. */
export function* misplacedIn(flow: StageFlow, isReported: (run: RunStep) => boolean): Iterable<MisplacedRun> {
  let copy: CopyStep | undefined;
  const files = new CopiedPlaces();
  for (const step of flow.steps) {
    if (step.kind === 'copy') {
      if (step.wide || step.builtFromSource) copy ??= step;
      if (copy) files.add(step);
    } else if (copy && step.stage === flow.stage && !isReported(step)) {
      const found = misplaced(step, copy, files);
      if (found) yield found;
    }
  }
}

function misplaced(run: RunStep, copy: CopyStep, files: CopiedFiles): MisplacedRun | undefined {
  const system = run.commands.find(isSystemInstall);
  if (system) return readsCopied(run, system, files) ? undefined : { run, copy, command: system, kind: 'system' };
  for (const command of run.commands) {
    const data = command.command.conditional ? undefined : dataDownload(command, files);
    if (data) return { run, copy, command, kind: 'data', data };
  }
  if (run.instruction.mounts.some(({ type }) => type === 'bind')) return undefined;
  const parts = dependenceOf(run, files);
  const at = parts.findIndex((part) => part !== 'light');
  if (parts[at] !== 'heavy') return undefined;
  const command = commandsByStep(run)[at]?.find((entry) => dependence(entry, files) === 'heavy');
  return command && !command.command.conditional && !isProbe(command)
    ? { run, copy, command, kind: 'independent' }
    : undefined;
}

/** Asks a service something, and keeps no file. */
function isProbe(command: FlowCommand): boolean {
  const words = command.call.args.map(({ value }) => value);
  if (!isFetch(command)) return false;
  const { place, redirects } = command.command;
  const kept =
    place === 'pipeline' ||
    redirects.length > 0 ||
    words.some((word) => /^-[A-Za-z]*[oO]|^--(?:output|remote)/.test(word));
  return words.some((word) => /^(?:-I|--head|--spider)$/.test(word)) || (command.call.program === 'curl' && !kept);
}

function isSystemInstall({ recognised }: FlowCommand): boolean {
  if (recognised?.role !== 'system-install') return false;
  const named = recognised.packages.length > 0;
  return named && recognised.localFiles.length === 0 && recognised.packages.every(({ value }) => !/\$\(|`/.test(value));
}

/** The list of packages, a key or a script comes out of the tree, or may. */
function readsCopied({ commands }: RunStep, install: FlowCommand, files: CopiedFiles): boolean {
  const before = commands.slice(0, commands.indexOf(install));
  return (
    install.call.programWord.value.includes('xargs') ||
    before.some((entry) => {
      const { program, programWord, args } = entry.call;
      if (program === undefined || /^\.{0,2}\/(?!usr\/|bin\/|sbin\/)/.test(programWord.value)) return true;
      if (/^(?:cat|cp|mv|gpg|apt-key)$/.test(program)) return dependence(entry, files) === 'dependent';
      if (program === 'dpkg' || program === 'rpm')
        return !args.some(({ value }) => /^--(?:add-architecture|print-architecture|import)$|^https?:/.test(value));
      return /^(?:sh|bash|source|\.|make|xargs)$/.test(program);
    })
  );
}
