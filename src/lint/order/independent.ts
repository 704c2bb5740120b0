import { baseName, relativeTo, resolvePath } from '../../shared/posix-path';
import type { ShellWord } from '../../shell/script';
import { isFetch } from '../flow/fetch';
import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { dataDownload } from './data-download';
import { installsGlobally } from './global-tools';
import { commandsByStep } from './run-parts';

/**
 * What a step of a RUN has to do with copied files. `heavy`: downloads or compiles something that is named in full in the
 * command. `light`: quick, and touches nothing that was copied. `dependent`: uses copied files, or may.
 */
export type Dependence = 'heavy' | 'light' | 'dependent';

/** The places copies put their files. */
export interface CopiedFiles {
  /** The path is, or may be, a copied file or a folder with some. */
  covers(path: string): boolean;
  /** The path is where files are copied to, or below. */
  inside(path: string): boolean;
}

/** Nobody keeps source there, also not who copies it to the root. */
const systemFolders = /^\/(?:tmp|dev|root\/\.cache|var\/(?:tmp|cache|lib\/(?:apt|dpkg|dnf|yum)))(?:\/|$)/;

export function copiedFiles(copies: readonly CopyStep[]): CopiedFiles {
  const files = new CopiedPlaces();
  for (const copy of copies) files.add(copy);
  return files;
}

/** The same for copies that come one after the other: each place once. */
export class CopiedPlaces implements CopiedFiles {
  private readonly places = new Set<string>();

  add(copy: CopyStep): void {
    for (const place of placesOf(copy)) this.places.add(place);
  }

  covers(path: string): boolean {
    for (const place of this.places) {
      if (relativeTo(place, path) !== undefined && !(place === '/' && systemFolders.test(path))) return true;
      if (relativeTo(path, place) !== undefined) return true;
    }
    return false;
  }

  inside(path: string): boolean {
    for (const place of this.places) if (relativeTo(place, path) !== undefined) return true;
    return false;
  }
}

/** A single built file put into a folder is that file; everything else is the folder. */
function placesOf({ destination, origin, intoDirectory, sources, wide }: CopyStep): readonly string[] {
  if (destination === undefined) return [];
  if (wide || !intoDirectory || origin === 'context') return [destination];
  return sources.map((source) =>
    source === undefined || !/^\/(?:.*\/)?(?:s?bin|out|release|debug)\/[\w.-]+$|\.\w{1,5}$/.test(source)
      ? destination
      : resolvePath(destination, baseName(source)),
  );
}

/** By index of `script.steps`. */
export function dependenceOf(run: RunStep, files: CopiedFiles): readonly Dependence[] {
  const byStep = commandsByStep(run);
  return run.script.steps.map((step, index) => {
    const commands = byStep[index] ?? [];
    if (step.kind === 'compound' || commands.length === 0) return 'dependent';
    const found = commands.map((command) => dependence(command, files));
    if (found.includes('dependent')) return 'dependent';
    return found.includes('heavy') ? 'heavy' : 'light';
  });
}

/** A command by itself. */
export function dependence(command: FlowCommand, files: CopiedFiles): Dependence {
  const { call, recognised } = command;
  if (call.program === undefined || usesTree(command, files)) return 'dependent';
  if (recognised) {
    if (/^system-(?:install|upgrade)$/.test(recognised.role))
      return recognised.localFiles.length > 0 || recognised.packages.some(isComputed) ? 'dependent' : 'heavy';
    if (recognised.role.startsWith('system-')) return 'light';
    if (recognised.manifestArgs.length > 0 || recognised.packages.some(isComputed)) return 'dependent';
    return installsGlobally(command) ? 'heavy' : 'dependent';
  }
  const words = call.args.map(({ value }) => value);
  const data = dataDownload(command, files);
  if (data && !isFetch(command)) return data.constant ? 'heavy' : 'dependent';
  if (isFetch(command)) return isConstantFetch(command, files) ? 'heavy' : 'dependent';
  if (isKnownInstaller(call.program, words)) return call.args.some(isComputed) ? 'dependent' : 'heavy';
  if (call.program === 'sh' || call.program === 'bash') return readsPipe(command) ? 'light' : 'dependent';
  if (textPrograms.has(call.program)) return 'light';
  if (/^(?:npm|yarn|pip|pip3|go|corepack|git|composer)$/.test(call.program))
    return /^(?:config|cache|clean|enable|--version|-v|lfs)$/.test(words[0] ?? '') && !words.includes('pull')
      ? 'light'
      : 'dependent';
  if (call.program === 'cd' || call.program === 'mkdir')
    return operandsOf(command).every((path) => isOutside(command, path, { covers: (one) => files.inside(one) }))
      ? 'light'
      : 'dependent';
  if (!filePrograms.has(call.program)) return 'dependent';
  return operandsOf(command).every((path) => isOutside(command, path, files)) ? 'light' : 'dependent';
}

/** The address is written out, and what it leads to is put where no copy puts anything. */
function isConstantFetch(command: FlowCommand, files: CopiedFiles): boolean {
  const { call } = command;
  if (call.args.some(({ value }) => /^-(?:[TFdX]|-(?:upload-file|form|data|request|post-)\S*)/.test(value)))
    return false;
  if (call.args.some(isComputed)) return false;
  const address = call.args.find(({ value }) => /^(?:https?|ftp|git|ssh):\/\/|^\$\{?\w+|^git@/.test(value));
  if (!address) return false;
  const words = call.args.map(({ value }) => value);
  if (call.program === 'git') {
    const folder = call.args[call.args.indexOf(address) + 1]?.value;
    return isOutside(command, folder === undefined || folder.startsWith('-') ? '.' : folder, files);
  }
  const targets = outputsOf(call.program ?? '', words);
  return targets.every((path) => path === '-' || isOutside(command, path, files));
}

/** Where curl and wget write; `.` is the working directory. */
function outputsOf(program: string, words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const [index, word] of words.entries()) {
    const short = /^-[A-Za-z]*[oOP](.*)$/.exec(word);
    const long = /^--(?:output|output-document|directory-prefix|output-dir)(?:=(.*))?$/.exec(word);
    if (program === 'curl' && /^(?:-[A-Za-z]*O[A-Za-z]*|--remote-name)$/.test(word)) found.push('.');
    else if (long) found.push(long[1] ?? words[index + 1] ?? '.');
    else if (short && !word.startsWith('--')) found.push(short[1] || (words[index + 1] ?? '.'));
  }
  return found.length === 0 && program !== 'curl' ? ['.'] : found;
}

/** Installers that take the names of what they install, and compile or download it. */
function isKnownInstaller(program: string, words: readonly string[]): boolean {
  const names = words.filter((word) => !word.startsWith('-'));
  const [first = '', second = ''] = names;
  switch (program) {
    case 'docker-php-ext-install':
    case 'install-php-extensions':
    case 'install2.r':
    case 'sdkmanager':
    case 'cpanm':
      return names.length > 0 && !/^\.{0,2}\//.test(first);
    case 'pecl':
    case 'pear':
    case 'luarocks':
      return first === 'install' && second !== '' && !/[/]/.test(second);
    case 'rustup':
      return /^(?:target|component|toolchain|install|update|default)$/.test(first) && second !== '';
    case 'corepack':
      return (first === 'prepare' || first === 'install') && /@\d/.test(second);
    case 'gcloud':
      return first === 'components' && second === 'install';
    default:
      return false;
  }
}

/** `curl … | bash`: what it runs comes down the pipe. */
function readsPipe({ command, call }: FlowCommand): boolean {
  const first = call.args.find(({ value }) => !value.startsWith('-') || value === '-');
  return command.place === 'pipeline' && (first === undefined || first.value === '-' || hasStandardInput(call.args));
}

function hasStandardInput(words: readonly ShellWord[]): boolean {
  return words.some(({ value }) => /^-\w*s$/.test(value));
}

/** Programs for which nothing but their redirections are files. */
const textPrograms = new Set(
  'set echo printf true : export sleep date uname useradd adduser groupadd addgroup usermod locale-gen apt-key add-apt-repository apt-mark a2enmod phpenmod update-alternatives docker-php-ext-enable hash test dpkg-reconfigure nproc arch id'.split(
    ' ',
  ),
);

/** Programs whose operands are files. */
const filePrograms = new Set(
  'rm cp mv ln chmod chown touch cat tar unzip gunzip gzip xz bunzip2 install tee sha256sum sha512sum md5sum ls find sed grep gpg head tail sort cut tr awk dpkg'.split(
    ' ',
  ),
);

/** Operands that may be paths: for programs whose first operand is a script or text only those that look like one. */
export function operandsOf({ call }: FlowCommand): readonly string[] {
  const values = call.args.map(({ value }) => value).filter((value) => !/^-[^/]*$|^\d+$/.test(value));
  if (call.program === 'tar') return values.filter((value, index) => index > 0 || !/^[A-Za-z]+$/.test(value));
  if (/^(?:sed|grep|awk|tr|cut|find|gpg|dpkg)$/.test(call.program ?? ''))
    return values.filter((value, index) => index > 0 || /^\.{0,2}\//.test(value));
  return values;
}

function isOutside({ directory }: FlowCommand, path: string, files: Pick<CopiedFiles, 'covers'>): boolean {
  if (/^~|^\$\{?HOME\b/.test(path)) return true;
  if (/\$\(|`/.test(path)) return false;
  if (/^(?:\d+:\d+|[a-z_][\w-]*:[a-z_][\w-]*|\+[rwxX]+|[0-7]{3,4}|[ugoa]*[+=][rwxXst]+)$/.test(path)) return true;
  if (directory === undefined && !/^[/$]/.test(path)) return false;
  if (path.startsWith('$')) return true;
  return !files.covers(resolvePath(directory ?? '/', path));
}

/** The program, a redirection or an argument of the command is a copied file. */
function usesTree(command: FlowCommand, files: CopiedFiles): boolean {
  const { call } = command;
  const program = call.programWord.value;
  if (/^\.{1,2}\//.test(program) || (program.startsWith('/') && files.covers(program))) return true;
  const redirected = command.command.redirects.some(
    ({ target, operator }) =>
      target &&
      !/^<</.test(operator) &&
      !/^&?\d$|^\/dev\//.test(target.value) &&
      !isOutside(command, target.value, files),
  );
  if (redirected) return true;
  return call.args.some(({ value }) => {
    const path = /^(?:--?[\w-]+=|@)?(\.{0,2}\/[^:]*)$/.exec(value)?.[1];
    return path !== undefined && !/^\/\//.test(path) && !isOutside(command, path, files);
  });
}

/** The word is the output of a command. */
function isComputed({ value }: ShellWord): boolean {
  return /\$\((?!\(|dpkg --print-architecture|uname -\w|lsb_release|nproc)|`/.test(value);
}
