import type { CopyInstruction, RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { baseName, cleanPath, resolvePath } from '../../shared/posix-path';
import { flagValues } from '../../shell/args';
import { keywordLike, removeBlock } from '../edits/block';
import type { NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile } from '../rule';

/** Names of archives that ADD unpacks. */
const tarName = /\.(?:tar|tar\.(?:gz|bz2|xz|zst)|tgz|tbz2?|txz)$/;

/** Flags of tar that change nothing about which files end up where. */
const plainFlags = /^-[xzjJvf]+$|^--(?:extract|get|gzip|bzip2|xz|verbose|file)$/;

/**
 * Turns the COPY of one archive into an ADD and removes the RUN, when that does nothing but unpack all of it (and remove
 * the archive). Not safe: ADD keeps owners by number, where tar may not.
 */
export function addInstead(
  file: LintFile,
  copy: CopyInstruction,
  run: RunInstruction,
  { name, args }: NamedCommand,
): readonly Fix[] {
  const script = file.shell(run);
  const [source] = copy.sources;
  const { destination } = copy;
  if (name !== 'tar' || !script.complete || !source || copy.sources.length > 1 || !destination) return [];
  if (copy.json || run.flags.length > 0 || copy.flags.length > 0 || /[$"'\\*?[]/.test(source.raw + destination.raw)) {
    return [];
  }
  const workdir = scopeBefore(file.dockerfile, copy).workdir;
  if (scopeBefore(file.dockerfile, run).workdir !== workdir || !tarName.test(source.value)) return [];
  const absolute = (path: string) =>
    (workdir ?? path)[0] === '/' || path.startsWith('/') ? resolvePath(workdir ?? '/', path) : undefined;
  const isFolder = /(?:^|\/)\.{0,2}$/.test(destination.value);
  const archive = absolute(isFolder ? `${destination.value}/${baseName(source.value)}` : destination.value);
  if (archive === undefined || args.some((word) => !word.literal)) return [];

  const folderFlags = flagValues({ args }, '-C', '--directory');
  const folder = folderFlags.length === 0 ? workdir : absolute(folderFlags[0]?.value ?? '');
  if (
    folder === undefined ||
    folderFlags.length > 1 ||
    !unpacksAll(
      args.map(({ value }) => value),
      archive,
      absolute,
    )
  ) {
    return [];
  }
  const rest = script.steps.filter(({ commands }) => !commands.some((one) => one.name.value === 'tar'));
  const others = rest.flatMap(({ commands }) => commands);
  const removesIt = others.every(
    (one) => one.name.value === 'rm' && one.args.every(({ value }) => value === '-f' || absolute(value) === archive),
  );
  if (
    !removesIt ||
    script.commands.length - others.length !== 1 ||
    script.steps.some(({ kind }) => kind !== 'command')
  ) {
    return [];
  }
  const target = folder === '/' ? '/' : `${cleanPath(folder)}/`;
  return [
    {
      title: `Unpack it to ${target} with ADD`,
      safe: false,
      edits: [
        { span: copy.keywordSpan, newText: keywordLike(copy, 'ADD') },
        { span: destination.span, newText: target },
        removeBlock(file.dockerfile, run),
      ],
    },
  ];
}

/** The words of a tar that are flags without further effect, the archive, or the folder to unpack to. */
function unpacksAll(
  words: readonly string[],
  archive: string,
  absolute: (path: string) => string | undefined,
): boolean {
  let archives = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-C' || word === '--directory') at++;
    else if (word.startsWith('--directory=')) continue;
    else if (
      word.startsWith('--file=')
        ? absolute(word.slice(7)) === archive
        : absolute(word) === archive && !word.startsWith('-')
    )
      archives++;
    else if (!plainFlags.test(word)) return false;
  }
  return archives === 1;
}
