import type { Instruction, RunInstruction } from '../../dockerfile/model';
import { baseName, joinPath, relativeTo } from '../../shared/posix-path';
import { ecosystemOf, ecosystems } from '../ecosystems/ecosystems';
import { isFetch } from '../flow/fetch';
import type { CopyStep, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { hasGlob } from '../flow/image-path';
import { matchesName } from '../flow/names';
import type { LintFile } from '../rule';
import { type CopiedFiles, copiedFiles, dependence } from './independent';

/** A small file people edit, copied above work that does not use it. */
export interface EarlyCopy {
  readonly copy: CopyStep;
  /** The last expensive RUN in front of everything that may use the file. */
  readonly run: RunStep;
  readonly command: FlowCommand;
}

/** Steps below a copy that are looked at: far more than real stages have. */
const looksAt = 100;

/** Copies of the stage itself; one for each, in document order. */
export function* earlyCopies(flow: StageFlow): Iterable<EarlyCopy> {
  const own = flow.steps.filter((step) => step.stage === flow.stage);
  // Below a copy of the whole source the work runs again anyway.
  const end = flow.steps.findIndex((step) => step.kind === 'copy' && (step.wide || step.builtFromSource));
  for (const [index, step] of own.entries()) {
    if (step.kind !== 'copy' || !isSmallFile(step)) continue;
    if (end >= 0 && flow.steps.indexOf(step) > end) return;
    const found = lastUnconcerned(step, own.slice(index + 1, index + 1 + looksAt));
    if (found) yield found;
  }
}

function lastUnconcerned(copy: CopyStep, below: readonly (CopyStep | RunStep)[]): EarlyCopy | undefined {
  const names = copy.sources.map((source) => baseName(source ?? ''));
  const files = copiedFiles([copy]);
  let found: EarlyCopy | undefined;
  for (const step of below) {
    if (step.kind === 'copy') {
      if (step.wide || step.builtFromSource || mayMeet(step, copy)) break;
      continue;
    }
    if (
      mentions(step.instruction, copy, names) ||
      !step.commands.every((command) => isIndifferent(command, copy, files))
    )
      break;
    if (
      !step.script.complete ||
      step.commands.length === 0 ||
      step.instruction.mounts.some(({ type }) => type === 'bind')
    )
      break;
    const command = step.commands.find(isHeavy);
    if (command) found = { copy, run: step, command };
  }
  return found;
}

/** The other writes or replaces the same place, so their order counts. */
function mayMeet(other: CopyStep, copy: CopyStep): boolean {
  const places = placesOf(copy);
  return placesOf(other).some((theirs) =>
    places.some(
      (place) =>
        theirs === undefined ||
        place === undefined ||
        relativeTo(theirs, place) !== undefined ||
        relativeTo(place, theirs) !== undefined,
    ),
  );
}

/** Files put into a folder by their names, else the folder. */
function placesOf({ destination, intoDirectory, sources }: CopyStep): readonly (string | undefined)[] {
  if (destination === undefined || !intoDirectory) return [destination];
  return sources.map((source) =>
    source !== undefined && /\.\w+$/.test(source) && !/[*?[]/.test(source)
      ? joinPath(destination, baseName(source))
      : destination,
  );
}

/** Scripts the container starts with and configuration of what it runs; each a single file by its name. */
function isSmallFile({ origin, sources, destination, instruction, wide }: CopyStep): boolean {
  if (origin !== 'context' || wide || destination === undefined || sources.length === 0) return false;
  if (instruction.kind === 'ADD' && sources.some((source) => /\.(?:tar|tgz|gz|xz|bz2|zip)$/.test(source ?? '')))
    return false;
  if (!destination.startsWith('/') && !/^<working directory/.test(destination)) return false;
  if (influencesInstalls.test(destination) || shadows.test(destination)) return false;
  return sources.every((source) => source !== undefined && isEdited(baseName(source)));
}

const script =
  /^(?:docker-)?(?:entry-?point|start|startup|run|cmd|init|healthcheck|health-check|wait-for-it|launch|bootstrap|supervisord?)(?:[-_.][\w.-]*)?$|\.sh$/i;
const configuration =
  /\.(?:conf|cnf|ini|cfg|service|vhost|vcl|xml|ya?ml|toml|properties|html|tmpl|template|j2|php|py|rb|pl|json)$/i;
/** What tools read while something is installed, whoever calls them. */
const readByTools =
  /^\.|^(?:pip|apt|dnf|yum|npm|uv|poetry|conda|settings|nuget|cargo|config|gradle|maven|policy|preferences|sources|odbcinst|locale|krb5|php(?:-cli)?|.*install.*|.*setup.*|.*build.*|.*prepare.*|.*bootstrap.*|.*deps.*|.*repo.*|.*requirements.*|.*packages.*|.*constraints.*|.*patch.*|makefile.*|cmakelists.*)(?:[-_.][\w-]+)*$/i;

function isEdited(name: string): boolean {
  if (/[*?[]/.test(name) || !(script.test(name) || configuration.test(name))) return false;
  return !(readByTools.test(name) || plainManifests.has(name) || manifestGlobs.some((glob) => matchesName(glob, name)));
}

const manifests = [
  'package*.json',
  'setup.py',
  'setup.cfg',
  ...ecosystems
    .flatMap((ecosystem) => [...ecosystem.manifests, ...ecosystem.locks, ...ecosystem.configs])
    .map((path) => baseName(path.replace(/\/$/, ''))),
];
const plainManifests = new Set(manifests.filter((name) => !hasGlob(name)));
const manifestGlobs = [...new Set(manifests.filter(hasGlob))];

/** Places that package managers, compilers and shells look at. */
const influencesInstalls =
  /^\/etc\/(?:apt|dpkg|yum|dnf|apk|zypp|pacman|pki|ssl|ca-certificates|profile|environment|ld\.so|default|hosts|resolv|nsswitch|sudoers|passwd|group|pip|npm|locale|timezone|gnupg|security|portage|php|skel|bash|sysctl|modprobe|os-release)|^\/usr\/(?:local\/)?(?:etc\/php|share\/ca-certificates|lib\/python|include|lib\/pkgconfig)|^\/usr\/local\/share\/ca-certificates|\/\.[\w-]+(?:\/|$)|\/python[\d.]+\//;

/** A name without an extension among programs may stand in for one of the system's. */
const shadows = /\/s?bin\/(?!(?:docker-)?entry-?point$|start|run|init|healthcheck)[\w-]+$/;

/** The text of the RUN names the file, where it is put, or the folder it is in. */
function mentions(run: RunInstruction, { destination }: CopyStep, names: readonly string[]): boolean {
  const text = run.argument.text + run.heredocs.map(({ body }) => body.text).join('\n');
  const stems = names.flatMap((name) => [name, name.replace(/\.\w+$/, '')]).filter((name) => name.length > 3);
  if (stems.some((stem) => text.includes(stem))) return true;
  const folder = destination?.replace(/\/[^/]*$/, '') ?? '';
  return (
    destination !== undefined &&
    destination.length > 1 &&
    (text.includes(destination) || (isSpecific(folder) && text.includes(folder)))
  );
}

/** `/etc/nginx` says something; `/usr/local/bin` and `/etc` are everybody's. */
function isSpecific(folder: string): boolean {
  return folder.split('/').length > 2 && !/^\/(?:usr\/(?:local\/)?s?bin|usr\/local|usr\/share)$/.test(folder);
}

function isHeavy(command: FlowCommand): boolean {
  const { recognised } = command;
  if (!recognised)
    return (
      isFetch(command) || /^(?:docker-php-ext-install|install-php-extensions|pecl)$/.test(command.call.program ?? '')
    );
  return /^(?:install|prime|tools|system-install|system-upgrade)$/.test(recognised.role);
}

/** A command that reads its own files and none of those that happen to be copied. */
function isIndifferent(command: FlowCommand, copy: CopyStep, files: CopiedFiles): boolean {
  const { recognised, directory } = command;
  if (recognised && /^(?:install|prime)$/.test(recognised.role)) {
    // An install may read anything of its project: its scripts, its build.
    const outside = directory !== undefined && copy.destination !== undefined && !inside(copy, directory);
    return outside && recognised.localFiles.length === 0 && ecosystemOf(recognised.ecosystem).id !== 'composer';
  }
  return dependence(command, files) !== 'dependent';
}

function inside(copy: CopyStep, directory: string): boolean {
  return copy.destination !== undefined && relativeTo(directory, copy.destination) !== undefined;
}

/** Why the copy cannot stand below the RUN as it is written; undefined: it can. */
export function obstacleToLower(file: LintFile, { copy, run }: EarlyCopy): string | undefined {
  const used = new Set(
    [...copy.instruction.sources, copy.instruction.destination].flatMap(
      (word) => word?.variables.map(({ name }) => name) ?? [],
    ),
  );
  const relative = !/^[/$"]/.test(copy.instruction.destination?.value ?? '');
  for (const other of run.stage.instructions) {
    if (other.index <= copy.instruction.index || other.index >= run.instruction.index) continue;
    if (other.kind === 'WORKDIR' && relative) return 'the working directory changes in between';
    if (other.kind === 'VOLUME') return 'a VOLUME is declared in between';
    const set = declares(other).find((name) => used.has(name));
    if (set !== undefined) return `${set} is set in between`;
  }
  return file.dockerfile.text.slice(copy.instruction.span.start, copy.instruction.span.end).includes('<<')
    ? 'it is written in place'
    : undefined;
}

function declares(instruction: Instruction): readonly string[] {
  return instruction.kind === 'ENV' || instruction.kind === 'ARG' ? instruction.pairs.map(({ key }) => key.value) : [];
}
