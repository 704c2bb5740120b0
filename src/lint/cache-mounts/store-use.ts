import type { Stage } from '../../dockerfile/model';
import { relativeTo } from '../../shared/posix-path';
import type { EcosystemId } from '../ecosystems/ecosystem';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { runSteps } from '../flow/run-step';
import type { LintFile } from '../rule';
import { cacheOwner } from './cache-place';

/** Programs that read a manager's packages when the image runs. */
const runners: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  go: /\b(?:go|air|dlv|reflex|gow|CompileDaemon)\b/,
  cargo: /\bcargo\b/,
  maven: /\bmvn(?:w|d)?\b/,
  gradle: /\bgradlew?\b/,
  dotnet: /\bdotnet["',\s]+(?:run|watch|test|build|publish|restore|fsi)\b/,
  dart: /\b(?:dart|flutter|pub)\b/,
  sbt: /\bsbt\b/,
  deno: /\bdeno\b/,
};

/**
 * A manager that runs its packages out of its cache (Go, Maven, NuGet, …): the mount is right only where every step that
 * needs the packages can have it and nobody else needs them.
 */
export function storeStaysInside(file: LintFile, ecosystem: EcosystemId, directories: readonly string[]): boolean {
  const { stages } = file.dockerfile;
  const users = runSteps(file).filter((step) => step.commands.some((entry) => cacheOwner(entry) === ecosystem));
  const families = new Set(users.map(({ stage }) => stage));
  const last = stages.at(-1);
  return (
    !copiedOut(file, directories) &&
    !users.some((step) => goesOffline(step, ecosystem)) &&
    !stages.some(
      (stage) => inFamily(stage, families) && stage.instructions.some((item) => starts(file, item, ecosystem)),
    ) &&
    !(last && inFamily(last, families) && !hasCommand(last)) &&
    !unclearSteps(file, users)
  );
}

/** The stage or one it starts from. */
function inFamily(stage: Stage | undefined, among: ReadonlySet<Stage>): boolean {
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) if (among.has(at)) return true;
  return false;
}

function hasCommand(stage: Stage): boolean {
  return stage.instructions.some(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT');
}

function starts(file: LintFile, item: Stage['instructions'][number], ecosystem: EcosystemId): boolean {
  if (item.kind !== 'CMD' && item.kind !== 'ENTRYPOINT') return false;
  const text = file.dockerfile.text.slice(item.argumentSpan.start, item.argumentSpan.end);
  return runners[ecosystem]?.test(text) ?? true;
}

function copiedOut(file: LintFile, directories: readonly string[]): boolean {
  return flowOf(file).stages.some(({ steps }) =>
    steps.some(
      (step) =>
        step.kind === 'copy' &&
        step.origin === 'stage' &&
        step.sources.some(
          (source) =>
            source === undefined ||
            directories.some(
              (directory) => relativeTo(source, directory) !== undefined || relativeTo(directory, source) !== undefined,
            ),
        ),
    ),
  );
}

/** It takes the packages for granted, which a mount cannot promise. */
function goesOffline({ commands }: RunStep, ecosystem: EcosystemId): boolean {
  return commands.some((entry) => {
    if (cacheOwner(entry) !== ecosystem || !entry.recognised) return false;
    const { offline, flags } = entry.recognised;
    return offline || flags.has('--offline') || flags.has('--no-restore') || (ecosystem === 'maven' && flags.has('-o'));
  });
}

/** Steps behind the first use whose commands nobody knows: a script, `make`. They may need the packages and have no mount. */
function unclearSteps(file: LintFile, users: readonly RunStep[]): boolean {
  const first = new Map<Stage, number>();
  for (const { stage, instruction } of users) if (!first.has(stage)) first.set(stage, instruction.index);
  const using = new Set(users);
  return runSteps(file).some((step) => {
    if (using.has(step)) return false;
    let after = false;
    for (let at: Stage | undefined = step.stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) {
      after ||= (first.get(at) ?? Number.POSITIVE_INFINITY) < step.instruction.index;
    }
    return after && (step.script.dialect === 'other' || step.commands.some(isUnclear));
  });
}

function isUnclear({ call, recognised }: RunStep['commands'][number]): boolean {
  if (recognised) return false;
  return (
    call.program === undefined ||
    /^(?:make|gmake|ninja|just|task|mage|bazel|bash|sh|ash|dash|source|\.|invoke|rake)$/.test(call.program) ||
    /^\.{1,2}\/|^[\w-]+\/|\.sh$/.test(call.programWord.value)
  );
}
