import type { Mount } from '../../dockerfile/model';
import { baseName, dirName, relativeTo, resolvePath } from '../../shared/posix-path';
import type { CopyStep, Flow, FlowCommand, FlowStep, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { contextPathIn, isKnownDirectory, type Landing, landingOf } from './landing';
import { mayWrite } from './run-writes';

export type Presence = 'present' | 'absent' | 'unknown';

/** Where the file at a path of the image comes from. */
export interface Origin {
  /** Path in the context; undefined when it is not known or the file comes from elsewhere. */
  readonly contextPath: string | undefined;
  /** The copy or the mount that brings it. */
  readonly copy?: CopyStep;
  readonly mount?: Mount;
}

/** What copies, and mounts of the RUN itself, have put into the image in front of a command. Files of base images are not seen. */
export interface ImageFiles {
  /** `absent` only when every step above is understood and none can have made it. Paths are absolute. */
  at(path: string): Presence;
  origin(path: string): Origin | undefined;
  /** Folders of the context whose files lie directly in a directory of the image, those copied last first. */
  folders(directory: string): readonly string[];
}

/** The files in front of a command of a RUN, or behind the last of `steps` when none is given. */
export function imageFilesBefore(
  file: LintFile,
  flow: Flow,
  steps: readonly FlowStep[],
  before?: { readonly step: RunStep; readonly command?: FlowCommand },
): ImageFiles {
  const end = before ? steps.indexOf(before.step) : steps.length;
  const above = steps.slice(0, end < 0 ? steps.length : end);
  const mounts = before?.step.instruction.mounts ?? [];
  const workdir = before?.step.workdir ?? '/';
  const earlier = before?.step.commands.slice(0, before.command && before.step.commands.indexOf(before.command)) ?? [];

  // What a command may have written was not necessarily missing before: a copy above it still brings the file.
  const look = (path: string): Landing => {
    let unknown = mayWrite(earlier, path);
    const landings = [
      ...mounts.toReversed().map((mount) => () => mountLanding(file, mount, workdir, path)),
      ...above.toReversed().map((step) => () => stepLanding(file, flow, step, path, steps)),
    ];
    for (const next of landings) {
      const landing = next();
      if (landing.kind === 'yes') return landing;
      if (landing.kind === 'unknown') unknown = true;
    }
    return { kind: unknown ? 'unknown' : 'no' };
  };

  return {
    at(path) {
      const { kind } = look(path);
      return kind === 'yes' ? 'present' : kind === 'no' ? 'absent' : 'unknown';
    },
    origin(path) {
      const landing = look(path);
      return landing.kind === 'yes' ? landing.origin : undefined;
    },
    folders(directory) {
      const folders = mounts.toReversed().flatMap((mount) => mountFolders(file, mount, workdir, directory));
      for (const step of above.toReversed()) {
        if (step.kind === 'copy') folders.push(...copyFolders(file, step, directory, steps));
      }
      return [...new Set(folders)];
    },
  };
}

function runLanding(step: RunStep, path: string): Landing {
  if (step.script.dialect === 'other' || !step.script.complete) {
    return step.instruction.argument.text.includes(baseName(path)) ? { kind: 'unknown' } : { kind: 'no' };
  }
  return mayWrite(step.commands, path) ? { kind: 'unknown' } : { kind: 'no' };
}

function stepLanding(file: LintFile, flow: Flow, step: FlowStep, path: string, steps: readonly FlowStep[]): Landing {
  if (step.kind === 'run') return runLanding(step, path);
  const directory = isKnownDirectory(step, steps);
  const landing = landingOf(step, path, { context: file.context, directory });
  if (landing.kind === 'yes' && landing.inStage !== undefined && step.instruction.fromStage) {
    const other = flow.stages[step.instruction.fromStage.index];
    const origin = other && imageFilesBefore(file, flow, other.steps).origin(landing.inStage);
    if (origin) return { kind: 'yes', origin: { contextPath: origin.contextPath, copy: step } };
    return landing.certain ? { kind: 'yes', origin: { contextPath: undefined, copy: step } } : { kind: 'unknown' };
  }
  return landing;
}

function mountLanding(file: LintFile, mount: Mount, workdir: string, path: string): Landing {
  if (mount.type === 'secret') {
    const target = mount.target === undefined ? undefined : resolvePath(workdir, mount.target);
    const names = `${mount.target ?? ''} ${mount.options.find(({ name }) => name === 'id')?.value ?? ''}`;
    const same = target === path || names.includes(baseName(path).replace(/^\./, ''));
    return same ? { kind: 'yes', origin: { contextPath: undefined, mount } } : { kind: 'no' };
  }
  if (mount.type !== 'bind' || mount.target === undefined) return { kind: 'no' };
  const target = resolvePath(workdir, mount.target);
  const below = relativeTo(target, path);
  if (below === undefined) return { kind: 'no' };
  if (mount.from !== undefined || /\$/.test(mount.source ?? '')) {
    return below === '' ? { kind: 'yes', origin: { contextPath: undefined, mount } } : { kind: 'unknown' };
  }
  const found = contextPathIn(file.context, mount.source ?? '', below);
  if (found === undefined) return file.context ? { kind: 'no' } : { kind: 'unknown' };
  return { kind: 'yes', origin: { contextPath: found, mount } };
}

function mountFolders(file: LintFile, mount: Mount, workdir: string, directory: string): readonly string[] {
  if (mount.type !== 'bind' || mount.target === undefined || mount.from !== undefined) return [];
  const target = resolvePath(workdir, mount.target);
  const below = relativeTo(target, directory);
  const source = contextPathIn(file.context, mount.source ?? '', below ?? '');
  if (source === undefined) return [];
  if (below !== undefined) return file.context?.kind(source) === 'directory' ? [source] : [];
  return dirName(target) === directory && file.context?.kind(source) === 'file' ? [dirName(source)] : [];
}

function copyFolders(file: LintFile, step: CopyStep, directory: string, steps: readonly FlowStep[]): readonly string[] {
  const { context } = file;
  if (!context || step.origin !== 'context') return [];
  const options = { context, directory: isKnownDirectory(step, steps) };
  const names = new Set(
    step.sources.flatMap((source) => (source === undefined ? [] : namesFrom(source, file, step, directory))),
  );
  const folders: string[] = [];
  for (const name of names) {
    const landing = landingOf(step, resolvePath(directory, name), options);
    if (landing.kind !== 'yes' || landing.origin.contextPath === undefined) continue;
    if (baseName(landing.origin.contextPath) === name) folders.push(dirName(landing.origin.contextPath));
  }
  return folders;
}

/** Names a source can put directly into the directory: of files, or of what is in a folder. */
function namesFrom(source: string, { context }: LintFile, step: CopyStep, directory: string): readonly string[] {
  if (!context) return [];
  const below = step.destination === undefined ? undefined : relativeTo(step.destination, directory);
  const folder = below === undefined ? undefined : contextPathIn(context, source, below);
  const inside =
    folder === undefined
      ? []
      : context.list(folder).filter((name) => context.kind(folder === '' ? name : `${folder}/${name}`) === 'file');
  const siblings = /[*?[]/.test(source) || context.kind(source) === 'file' ? context.list(dirName(source)) : [];
  return [...inside, ...siblings.filter((name) => /[*?[]/.test(source) || name === baseName(source))];
}
