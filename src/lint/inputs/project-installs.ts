import { baseName, dirName, resolvePath } from '../../shared/posix-path';
import { remembered } from '../../shared/remembered';
import type { Recognised } from '../ecosystems/recognise';
import type { Flow, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { relativeFrom } from './draft';
import { type ImageFiles, imageFilesBefore, type Origin } from './image-files';
import type { InstallCall, InstallInputs } from './install-inputs';
import { findInstallInputs } from './install-inputs-of';

/** A command that installs dependencies of a project, with what is in the image when it runs. */
export interface ProjectInstall {
  readonly flow: Flow;
  readonly stage: StageFlow;
  readonly step: RunStep;
  readonly command: FlowCommand;
  readonly recognised: Recognised;
  /** Absolute directory of the project in the image. */
  readonly directory: string;
  readonly files: ImageFiles;
}

/** The same where the project is found in the build context. */
export interface KnownInstall extends ProjectInstall {
  readonly inputs: InstallInputs;
  /** Where the first manifest comes from. */
  readonly manifest: Origin;
  /** Where a file of the context belongs for this install to find it. */
  place(contextPath: string): string;
}

/**
 * Installs of all stages in order; those inherited from a parent stage are not repeated. One per RUN, ecosystem and directory.
 * Found once per file.
 */
export const projectInstalls: (file: LintFile) => readonly ProjectInstall[] = remembered((file) => [
  ...findInstalls(file),
]);

/** Those whose manifest is copied or mounted from the context, with all they read. Nothing without a context. */
export const knownInstalls: (file: LintFile) => readonly KnownInstall[] = remembered((file) =>
  projectInstalls(file).flatMap((install) => knownInstall(file, install) ?? []),
);

/** Installs looked at in one file: several times what real files have, so that a file made to be slow is not. */
const installLimit = 50;

function* findInstalls(file: LintFile): Iterable<ProjectInstall> {
  const flow = flowOf(file);
  let count = 0;
  for (const stage of flow.stages) {
    for (const step of stage.steps) {
      if (step.kind !== 'run' || step.stage !== stage.stage || !step.script.complete) continue;
      const seen = new Set<string>();
      for (const command of step.commands) {
        const { recognised, directory } = command;
        if (!recognised || directory === undefined || !installing.has(recognised.role) || recognised.offline) continue;
        const key = `${recognised.ecosystem} ${directory}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const files = imageFilesBefore(file, flow, stage.steps, { step, command });
        yield { flow, stage, step, command, recognised, directory, files };
        if (++count === installLimit) return;
      }
    }
  }
}

const installing: ReadonlySet<string> = new Set(['install', 'prime', 'implicit']);

/** What the install's words say to `findInstallInputs`; local packages of pip are among its arguments. */
export function installCall(recognised: Recognised): InstallCall {
  const local = recognised.ecosystem === 'pip' ? recognised.localFiles : [];
  return {
    ecosystem: recognised.ecosystem,
    manifestArgs: [...recognised.manifestArgs, ...local].map(({ value }) => value),
    flags: recognised.flags,
  };
}

function knownInstall(file: LintFile, install: ProjectInstall): KnownInstall | undefined {
  const { context } = file;
  if (!context) return undefined;
  const call = installCall(install.recognised);
  if (call.manifestArgs.length > 0) return installOfArguments(file, install, call);
  for (const project of install.files.folders(install.directory)) {
    const inputs = findInstallInputs(context, project, call);
    const known = placed(install, inputs, install.directory);
    if (known) return known;
  }
  return undefined;
}

/** Manifests named in the command stand where they stand: the project is the folder of the first. */
function installOfArguments(file: LintFile, install: ProjectInstall, call: InstallCall): KnownInstall | undefined {
  const first = call.manifestArgs[0] ?? '';
  if (!file.context || /[*$]/.test(first)) return undefined;
  const path = resolvePath(install.directory, first);
  const origin = install.files.origin(path);
  if (origin?.contextPath === undefined || baseName(origin.contextPath) !== baseName(path)) return undefined;
  const directory = dirName(path);
  const manifestArgs = call.manifestArgs
    .map((name) => resolvePath(install.directory, name))
    .filter((other) => dirName(other) === directory)
    .map(baseName);
  const inputs = findInstallInputs(file.context, folderOf(origin.contextPath), { ...call, manifestArgs });
  return placed(install, inputs, directory);
}

function placed(install: ProjectInstall, inputs: InstallInputs, directory: string): KnownInstall | undefined {
  const first = inputs.manifests[0];
  if (first === undefined) return undefined;
  const place = (contextPath: string) => resolvePath(directory, relativeFrom(inputs.project, contextPath));
  const manifest = install.files.origin(place(first));
  if (manifest?.contextPath !== first) return undefined;
  return { ...install, directory, inputs, manifest, place };
}

function folderOf(path: string): string {
  return path.includes('/') ? dirName(path) : '';
}
