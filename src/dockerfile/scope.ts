import { remembered } from '../shared/remembered';
import { computeScopes, globalScope, lookupIn } from './compute-scopes';
import { expandParts } from './expand';
import type { Dockerfile, Instruction, Stage, Word } from './model';
import { VariableHistory } from './scope-variables';

/** What holds when an instruction runs, as far as this file says: facts of base images are unknown. */
export interface Scope {
  /** Absolute when known. `undefined`: the base image's, or built from a variable nobody knows. */
  readonly workdir: string | undefined;
  /** USER as written and expanded; undefined: the base image's. */
  readonly user: string | undefined;
  /** Words of the SHELL in force; undefined: the default of the image's platform. */
  readonly shell: readonly string[] | undefined;
  /** ARG and ENV in scope by name. A value that only the build decides is undefined. */
  readonly variables: ReadonlyMap<string, ScopeVariable>;
  /** In front of the first FROM and in every FROM, where nothing but global ARGs counts. */
  readonly global: boolean;
  /** The file's escape character, for what stands inside of variables. */
  readonly escape: '\\' | '`';
}

export interface ScopeVariable {
  readonly name: string;
  readonly source: 'ARG' | 'ENV';
  /** The default of an ARG or the value of an ENV, expanded; undefined when not known before the build. */
  readonly value: string | undefined;
  /** Declared without a default: empty unless the build passes a value. */
  readonly unset: boolean;
  readonly instruction: Instruction;
}

/** The stage's instructions after those of the stages it starts from: what happened to its file system, in order. */
export function chain(stage: Stage): readonly Instruction[] {
  const stages = [stage];
  for (let { base } = stage; base.kind === 'stage'; { base } = base.stage) stages.push(base.stage);
  return stages.length === 1 ? stage.instructions : stages.reverse().flatMap((item) => item.instructions);
}

const scopesOf = remembered(computeScopes);

/** Scope in front of an instruction, inherited through the stage's parents. Computed once per file and remembered. */
export function scopeBefore(file: Dockerfile, instruction: Instruction): Scope {
  return scopesOf(file)[instruction.index] ?? globalScope(new VariableHistory(undefined), 0, file.escape);
}

/** The word with its variables replaced; undefined when one is not known. */
export function expand(word: Word, scope: Scope): string | undefined {
  return expandParts(word.parts, lookupIn(scope), scope.escape);
}

const windowsImage =
  /nanoserver|servercore|(?:^|\/)dotnet\/framework\/|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework)(?:[-:@]|$)|(?:^|\/)windows(?:\/|:|@|$|-?(?:ltsc)?\d)|:[^/]*(?:windows|\b10\.0\.[12]\d{4}\b)/i;
const windowsShell = /^(?:.*[\\/])?(?:powershell|pwsh|cmd)(?:\.exe)?$/i;
const windowsStages = new WeakMap<Stage, boolean>();

/** Distributions, and tags that name one. */
const linuxImage =
  /(?:^|\/)(?:alpine|almalinux|amazonlinux|archlinux|busybox|centos|debian|fedora|oraclelinux|rockylinux|ubuntu)(?:[:@]|$)|[:-](?:alpine|bookworm|bullseye|buster|jammy|linux|noble|slim|trixie)/i;

/**
 * The stage's base image written for Windows, or the file's escape being a backtick where the image is not known to be of
 * Linux: no POSIX shell is to be assumed.
 */
export function looksLikeWindows(file: Dockerfile, stage: Stage | undefined): boolean {
  if (file.escape === '`' && !namesLinux(file, stage)) return true;
  const known = stage && windowsStages.get(stage);
  if (known !== undefined) return known;
  const stages: Stage[] = [];
  let at = stage;
  while (at && !windowsStages.has(at)) {
    stages.push(at);
    at = at.base.kind === 'stage' ? at.base.stage : undefined;
  }
  let windows = at ? windowsStages.get(at) === true : false;
  for (const item of stages.reverse()) {
    windows ||= namesWindows(item) || (item.base.kind === 'unknown' && hasWindowsStage(file));
    windowsStages.set(item, windows);
  }
  return windows;
}

const windowsFiles = new WeakMap<Dockerfile, boolean>();

/** An image that only the build knows is of the system of the others, since files are copied between them. */
function hasWindowsStage(file: Dockerfile): boolean {
  let windows = windowsFiles.get(file);
  if (windows === undefined) {
    windows = file.stages.some(namesWindows);
    windowsFiles.set(file, windows);
  }
  return windows;
}

/** By its image or platform, or because it installs with the package manager of a distribution. */
const linuxStages = new WeakMap<Stage, boolean>();

function namesLinux(file: Dockerfile, stage: Stage | undefined): boolean {
  if (!stage) return false;
  let linux = linuxStages.get(stage);
  if (linux === undefined) {
    linux = findLinux(file, stage);
    linuxStages.set(stage, linux);
  }
  return linux;
}

function findLinux(file: Dockerfile, stage: Stage): boolean {
  for (let at: Stage | undefined = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) {
    if (namesWindows(at)) return false;
    if (at.from.platform?.value?.value.toLowerCase().startsWith('linux')) return true;
    if (at.base.kind === 'image' && linuxImage.test(at.base.image.text)) return true;
    const runs = at.instructions.filter(({ kind }) => kind === 'RUN');
    if (runs.some(({ span }) => linuxManager.test(file.text.slice(span.start, span.end)))) return true;
  }
  return false;
}

const linuxManager = /\b(?:apt-get|apt|apk|yum|dnf|microdnf|zypper)\s+(?:-\S+\s+)*(?:update|install|add)\b/;

/** Characters: no image has a longer name. */
const longestImage = 1000;

function namesWindows({ base, from, instructions }: Stage): boolean {
  const images = [from.image?.text ?? '', base.kind === 'image' ? base.image.text : ''];
  if (images.some((image) => image.length <= longestImage && windowsImage.test(image))) return true;
  if (from.platform?.value?.value.toLowerCase().startsWith('windows')) return true;
  return instructions.some((item) => {
    if (item.kind === 'SHELL') return windowsShell.test(item.words?.[0]?.value ?? '');
    const starts = item.kind === 'CMD' || item.kind === 'ENTRYPOINT' ? item.command : undefined;
    return starts?.form === 'exec' && /\.exe$/i.test(starts.words[0]?.value ?? '');
  });
}
