import { scopeBefore } from '../../dockerfile/scope';
import { baseName, joinPath, relativeTo, resolvePath } from '../../shared/posix-path';
import type { CopyStep, FlowCommand, FlowStep, RunStep } from '../flow/flow';
import { isTakenBy, pathOf } from '../flow/image-path';
import type { LintFile } from '../rule';
import { downloadsOf } from './downloads';
import { type LayerWrite, writesOf } from './layer-writes';

/** What in front of a command of a RUN made the things below a path, for who wants to do it at the copies. */
export interface FilesBelow {
  readonly copies: readonly CopyStep[];
  /** Folders that were made by name, without what is in them: by WORKDIR and mkdir; those above first. */
  readonly folders: readonly string[];
  /** A RUN that certainly or possibly made more, or the clause that says what it is. */
  readonly obstacle: string | undefined;
}

export function filesBelow(
  file: LintFile,
  steps: readonly FlowStep[],
  before: { readonly run: RunStep; readonly command: FlowCommand },
  path: string,
): FilesBelow {
  const copies: CopyStep[] = [];
  const folders = new Set<string>();
  let obstacle: string | undefined;
  const { run, command } = before;
  for (const step of [...steps.slice(0, steps.indexOf(run)), run]) {
    const workdir = step.kind === 'run' ? step.workdir : step.directory;
    if (relativeTo(path, workdir) !== undefined) folders.add(workdir);
    if (step.kind === 'copy') {
      if (writesOf(file, step).some((write) => isTakenBy(path, write.path))) copies.push(step);
      continue;
    }
    const commands = step === run ? run.commands.slice(0, run.commands.indexOf(command)) : step.commands;
    const line = file.range(step.instruction.span).start.line + 1;
    const touched = `the RUN of line ${line} may make files there, too`;
    if (step.script.dialect === 'other' || !step.script.complete) {
      if (step.instruction.argument.text.includes(baseName(path))) obstacle ??= touched;
      continue;
    }
    for (const other of commands) {
      const effect = effectOn(file, step, other, path);
      if (effect === 'unknown') obstacle ??= touched;
      else for (const folder of effect) folders.add(folder);
    }
  }
  return { copies, folders: [...folders].sort(), obstacle };
}

/** Folders the command makes below the path by their names; `unknown`: it may make more. */
function effectOn(file: LintFile, run: RunStep, command: FlowCommand, path: string): readonly string[] | 'unknown' {
  const { call, recognised, directory } = command;
  const scope = scopeBefore(file.dockerfile, run.instruction);
  const inside = directory === undefined || relativeTo(path, directory) !== undefined;
  if (recognised) return isElsewhere(recognised.ecosystem, command) || !inside ? [] : 'unknown';
  const words = [...call.args, ...command.command.redirects.flatMap(({ target }) => target ?? [])];
  const named = words.flatMap(({ value }) => (value.startsWith('-') ? [] : (pathOf(value, directory, scope) ?? '?')));
  const below = named.filter((one) => one !== '?' && relativeTo(path, one) !== undefined);
  switch (call.program) {
    case 'chmod':
    case 'chown':
    case 'chgrp':
    case 'rm':
      return [];
    case 'mkdir':
      return named.includes('?') || below.some((one) => /[{*<]/.test(one))
        ? 'unknown'
        : below.flatMap((one) => withParents(path, one));
    case 'curl':
    case 'wget': {
      const files = downloadsOf(command, scope);
      return files.length > 0 && files.every((one) => relativeTo(path, one) === undefined)
        ? []
        : inside
          ? 'unknown'
          : [];
    }
    default:
      if (harmless.has(call.program ?? '')) {
        const writes = command.command.redirects.some(({ operator }) => operator.includes('>'));
        return writes && below.length > 0 ? 'unknown' : [];
      }
      return inside || below.some((one) => one !== '/') ? 'unknown' : [];
  }
}

const harmless = new Set(
  'set echo printf true : cd useradd adduser groupadd addgroup usermod passwd chpasswd test ls cat id sleep date export corepack locale-gen update-ca-certificates ldconfig apt-key gpg setcap a2enmod docker-php-ext-install docker-php-ext-enable docker-php-ext-configure pecl rustup'.split(
    ' ',
  ),
);

/** What it installs goes to the system's folders. */
function isElsewhere(ecosystem: string, { recognised, call }: FlowCommand): boolean {
  const role = recognised?.role ?? '';
  if (role.startsWith('system-')) return true;
  if (ecosystem === 'pip' && /^pip/.test(call.program ?? '')) {
    const local = (recognised?.localFiles.length ?? 0) > 0;
    return !local && !call.args.some(({ value }) => /^(-t|--target|--prefix|--root|-e|--editable|--src)/.test(value));
  }
  return role === 'tools' && (recognised?.flags.has('-g') === true || recognised?.flags.has('--global') === true);
}

function withParents(path: string, folder: string): readonly string[] {
  const below = relativeTo(path, folder);
  if (!below) return [path];
  return below.split('/').map((_, index, segments) => joinPath(path, segments.slice(0, index + 1).join('/')));
}

/** All that the copy brings is taken by one of the patterns. */
export function isCovered(file: LintFile, copy: CopyStep, patterns: readonly string[]): boolean {
  const writes = writesOf(file, copy);
  if (writes.length === 0) return false;
  const isTaken = ({ path }: LayerWrite) => patterns.some((pattern) => isTakenBy(pattern, path));
  const sources = new Set(writes.map(({ source }) => source));
  if (copy.sources.some((_, index) => !sources.has(index))) return false;
  return [...sources].every((source) => writes.some((write) => write.source === source && isTaken(write)));
}

/** Folders that many images have, with files in them that no copy of this file brings. */
export function isSystemFolder(path: string): boolean {
  return (
    !path.startsWith('/') ||
    path === resolvePath(path, '..') ||
    /^\/(bin|boot|dev|etc|lib\w*|proc|root|run|sbin|sys|var|usr)(\/|$)/.test(
      path.replace(/^\/usr\/(src|app)\/./, '/'),
    ) ||
    /^\/(home|opt|srv|tmp|mnt)$/.test(path)
  );
}
