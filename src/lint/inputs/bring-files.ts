import type { Dockerfile, Word } from '../../dockerfile/model';
import { baseName, dirName } from '../../shared/posix-path';
import { indentOf, insertBelow, keywordLike } from '../edits/block';
import { writtenFolder } from '../edits/copy-lines';
import type { CopyStep } from '../flow/flow';
import type { LintFile, SpanEdit } from '../rule';
import type { KnownInstall } from './project-installs';

/**
 * Edits that put files of the context where an install looks for them: files beside the manifest go into the same COPY (or
 * get a bind mount of their own), others into new COPY lines below it. Undefined when that cannot be written.
 */
export function bringFiles(
  file: LintFile,
  install: KnownInstall,
  paths: readonly string[],
): readonly SpanEdit[] | undefined {
  const { copy } = install.manifest;
  if (install.manifest.mount) return mountFiles(install, paths);
  if (copy?.origin !== 'context' || paths.some((path) => /[\s"]/.test(path))) return undefined;
  const beside = paths.filter((path) => isBeside(file, install, path));
  const apart = paths.filter((path) => !beside.includes(path));
  const more = beside.length === 0 ? [] : addSources(file.dockerfile, install, copy, beside);
  const lines = apart.length === 0 ? '' : copyLines(file, install, copy, apart);
  if (more === undefined || lines === undefined) return undefined;
  return lines === '' ? more : [...more, insertBelow(file.dockerfile, copy.instruction, lines)];
}

/** `package-lock.json`, `package-lock.json and .npmrc`, `a, b and 3 more`. */
export function namesOf(paths: readonly string[], limit = 3): string {
  const shown = paths.length > limit + 1 ? paths.slice(0, limit) : paths;
  const rest = paths.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.at(-1);
  const first = rest > 0 ? shown : shown.slice(0, -1);
  return first.length > 0 ? `${first.join(', ')} and ${last}` : (last ?? '');
}

/** The words that brought the manifest without the rest: its source in the COPY, or the mount. */
export function manifestSpan({ manifest, recognised }: KnownInstall): { start: number; end: number } {
  if (manifest.mount) return manifest.mount.flag.span;
  const sources = manifest.copy?.instruction.sources ?? [];
  const first = sources[0];
  const last = sources.at(-1);
  return first && last ? { start: first.span.start, end: last.span.end } : recognised.span;
}

function isBeside({ context }: LintFile, install: KnownInstall, path: string): boolean {
  const first = install.inputs.manifests[0] ?? '';
  if (dirName(install.place(path)) !== dirName(install.place(first))) return false;
  return (
    context?.kind(path) === 'file' && !install.manifest.copy?.instruction.flags.some(({ name }) => name === 'parents')
  );
}

function addSources(
  file: Dockerfile,
  install: KnownInstall,
  { instruction, destination }: CopyStep,
  paths: readonly string[],
): readonly SpanEdit[] | undefined {
  const last = instruction.sources.at(-1);
  const target = instruction.destination;
  if (!last || !target || destination === undefined) return undefined;
  const prefix = /^(?:\.\/|\/)/.exec(last.value)?.[0] ?? '';
  const written = paths.map((path) => (instruction.json ? `, ${JSON.stringify(prefix + path)}` : ` ${prefix}${path}`));
  const edits: SpanEdit[] = [{ span: { start: last.span.end, end: last.span.end }, newText: written.join('') }];
  const folder = directoryWord(target, destination === install.place(install.inputs.manifests[0] ?? ''));
  if (folder !== target.value) {
    const quote = /^["']/.exec(file.text.slice(target.span.start))?.[0] ?? '';
    edits.push({ span: target.span, newText: `${quote}${folder}${quote}` });
  }
  return edits;
}

/** The destination as several sources need it: a directory with a slash at its end. */
function directoryWord({ value }: Word, isFile: boolean): string {
  if (/(?:^|\/)\.?$/.test(value)) return value;
  if (!isFile) return `${value}/`;
  const folder = value.replace(/[^/]*$/, '');
  return folder === '' ? './' : folder;
}

/** One line per destination; folders get their own, because COPY takes their content. */
function copyLines(
  { dockerfile, context }: LintFile,
  install: KnownInstall,
  copy: CopyStep,
  paths: readonly string[],
): string | undefined {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const target = install.place(path);
    const folder = context?.kind(path) === 'directory' ? target : dirName(target);
    groups.set(folder, [...(groups.get(folder) ?? []), path]);
  }
  const flags = copy.instruction.flags
    .filter(({ name }) => name === 'chown' || name === 'chmod' || name === 'link')
    .map(({ span }) => `${dockerfile.text.slice(span.start, span.end)} `)
    .join('');
  let lines = '';
  for (const [folder, sources] of groups) {
    const destination = writtenFolder(copy.directory, folder);
    if (destination === undefined) return undefined;
    lines += `${indentOf(dockerfile, copy.instruction)}${keywordLike(copy.instruction, 'COPY')} ${flags}${sources.join(' ')} ${destination}${dockerfile.eol}`;
  }
  return lines;
}

/** Mounts like the manifest's, when the manifest is mounted under its own name. */
function mountFiles(install: KnownInstall, paths: readonly string[]): readonly SpanEdit[] | undefined {
  const { mount } = install.manifest;
  const first = install.inputs.manifests[0] ?? '';
  if (!mount?.target || baseName(mount.target) !== baseName(first)) return undefined;
  const folder = mount.target.slice(0, -baseName(first).length);
  const base = install.place(first).slice(0, -baseName(first).length);
  const mounts = paths.map((path) => {
    const place = install.place(path);
    return place.startsWith(base)
      ? ` --mount=type=bind,source=${path},target=${folder}${place.slice(base.length)}`
      : undefined;
  });
  if (mounts.includes(undefined)) return undefined;
  const { end } = mount.flag.span;
  return [{ span: { start: end, end }, newText: mounts.join('') }];
}
