import type { RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { baseName, joinPath, relativeTo, resolvePath } from '../../shared/posix-path';
import { rememberedFor } from '../../shared/remembered';
import type { ContextFiles } from '../context-files';
import type { CopyStep, FlowCommand, FlowStep, RunStep } from '../flow/flow';
import { hasGlob, isTakenBy, takenBy } from '../flow/image-path';
import type { LintFile } from '../rule';
import { commandWrites } from './command-writes';
import { type Removal, removalsOf } from './removals';

/** Something a step leaves in its layer. Only what is certain by the text: other writes are simply not listed. */
export interface LayerWrite {
  readonly step: FlowStep;
  /** Undefined: a copy brings it. */
  readonly command: FlowCommand | undefined;
  /** Absolute; variables of unknown value as `<NAME>`. */
  readonly path: string;
  /** `tree`: a folder with things whose names are not known; else the very file. */
  readonly shape: 'file' | 'tree';
  readonly kind: WriteKind;
  /** The source of the copy that brings it, by its position. */
  readonly source?: number;
}

export type WriteKind = 'copy' | 'download' | 'clone' | 'extract' | 'dependencies' | 'index' | 'cache' | 'build';

/** What a step of a chain leaves in the image, without what the same RUN removes again or writes into a mount. */
export const writesOf: (file: LintFile, step: FlowStep) => readonly LayerWrite[] = rememberedFor((file, step) =>
  step.kind === 'copy' ? copyWrites(step, file.context) : runWrites(file, step),
);

/** Writes of the steps in front of `before` to paths that a deletion of `pattern` takes, the last first. */
export function earlierWrites(
  file: LintFile,
  steps: readonly FlowStep[],
  before: FlowStep,
  pattern: string,
): readonly LayerWrite[] {
  const found: LayerWrite[] = [];
  const takes = takenBy(pattern);
  for (let at = steps.indexOf(before) - 1; at >= 0; at--) {
    const step = steps[at];
    for (const write of step ? writesOf(file, step) : []) if (takes(write.path)) found.push(write);
  }
  return found;
}

function runWrites(file: LintFile, step: RunStep): readonly LayerWrite[] {
  const scope = scopeBefore(file.dockerfile, step.instruction);
  const writes: LayerWrite[] = [];
  const removals = step.commands.map((command) => removalsOf(command, scope));
  for (const [at, command] of step.commands.entries()) {
    if (command.command.conditional) continue;
    for (const { path, shape, kind } of commandWrites(command, scope)) {
      if (isMounted(step.instruction, path, scope) || isRemoved(path, removals, at + 1)) continue;
      writes.push({ step, command, path, shape, kind });
    }
  }
  return writes;
}

/** The path is in a mount of the RUN, so nothing of it is in the layer. */
export function isMounted({ mounts }: RunInstruction, path: string, { workdir }: Scope): boolean {
  return mounts.some(
    ({ target }) => target !== undefined && relativeTo(resolvePath(workdir ?? '/', target), path) !== undefined,
  );
}

/** A command from the one at `from` on takes the path away. */
function isRemoved(written: string, removals: readonly (readonly Removal[])[], from: number): boolean {
  for (let at = from; at < removals.length; at++) {
    for (const { path, kind } of removals[at] ?? []) {
      if (kind === 'move' ? path === written : isTakenBy(path, written)) return true;
    }
  }
  return false;
}

function copyWrites(step: CopyStep, context: ContextFiles | undefined): readonly LayerWrite[] {
  const { destination, instruction } = step;
  if (destination === undefined) return [];
  const base = { step, command: undefined, kind: 'copy' } as const;
  const writes: LayerWrite[] = instruction.heredocs.map(({ name }) => ({
    ...base,
    path: step.intoDirectory ? joinPath(destination, name) : destination,
    shape: 'file',
  }));
  if (instruction.flags.some(({ name }) => name === 'parents')) return writes;
  for (const [source, path] of step.sources.entries()) {
    if (path === undefined) continue;
    const shape = sourceShape(step, path, source, context);
    const inside = { path: joinPath(destination, baseName(path)), shape: 'file', source } as const;
    const whole = { path: destination, shape: 'tree', source } as const;
    if (shape === 'tree') writes.push({ ...base, ...whole });
    else if (shape === 'file')
      writes.push({ ...base, ...(step.intoDirectory ? inside : { ...whole, shape: 'file' as const }) });
    else if (step.intoDirectory) writes.push({ ...base, ...inside }, { ...base, ...whole });
    else writes.push({ ...base, ...whole });
  }
  return writes;
}

/** Whether a source is a file or a folder (whose content is copied); undefined when its name does not tell. */
function sourceShape(
  step: CopyStep,
  path: string,
  source: number,
  context: ContextFiles | undefined,
): 'file' | 'tree' | undefined {
  const written = step.instruction.sources[source]?.value ?? '';
  if (hasGlob(path)) return /^[^*?[]*\*[^*?[]*\.[A-Za-z]\w*$/.test(path) && step.intoDirectory ? 'file' : 'tree';
  if (path === '' || path === '/' || written.endsWith('/') || written.endsWith('/.')) return 'tree';
  if (step.instruction.kind === 'ADD' && /\.(tar|t[gbx]z|tar\.\w+)$/.test(path) && step.origin === 'context')
    return 'tree';
  if (step.origin === 'url') return /\.git(#|$)/.test(written) ? 'tree' : 'file';
  const kind = step.origin === 'context' ? context?.kind(path) : undefined;
  if (kind !== undefined) return kind === 'file' ? 'file' : 'tree';
  return fileName.test(baseName(path)) ? 'file' : undefined;
}

const fileName =
  /[^.]\.[A-Za-z]\w{0,9}$|^(?:Gemfile|Pipfile|Makefile|Procfile|Rakefile|gradlew|mvnw|LICENSE|README|VERSION|artisan)$/;

/** A copy of scripts and settings, by their names: storing it again costs next to nothing. */
export function isSmallCopy({ step, source, path }: LayerWrite): boolean {
  if (step.kind !== 'copy') return false;
  return smallFile.test(`/${(source === undefined ? undefined : step.sources[source]) ?? path}`.replace(/\*$/, ''));
}

const smallFile =
  /\.(txt|json|ya?ml|toml|conf|cfg|ini|sh|bash|lock|md|gpg|asc|repo|list|sql|xml|properties|env|php|html?|js|ts|py|rb|mod|sum|template|tmpl|diff|patch)$|\/(Gemfile|Pipfile|Makefile|Procfile|Rakefile|requirements)$/;
