import { baseName, dirName, relativeTo, resolvePath } from '../../shared/posix-path';
import type { Recognised } from '../ecosystems/recognise';
import type { FlowCommand } from '../flow/flow';

/**
 * Whether one of the commands may have made, changed or removed the file: it names it, unpacks or copies something into its
 * directory, or is a program that makes manifests and lock files.
 */
export function mayWrite(commands: readonly FlowCommand[], path: string): boolean {
  const name = baseName(path);
  return commands.some((command) => {
    if (words(command).some((word) => word.includes(name))) return true;
    const { directory } = command;
    if (isSpreading(command)) return directory === undefined || reaches(command, directory, path);
    if (isGenerator(command)) return directory === undefined || directory === dirName(path);
    return false;
  });
}

function words({ command }: FlowCommand): readonly string[] {
  return [...command.args, ...command.redirects.flatMap(({ target }) => target ?? [])].map((word) => word.value);
}

/** Programs that fill directories with files whose names they do not say. */
function isSpreading({ command }: FlowCommand): boolean {
  const program = baseName(command.name.value);
  if (program === 'git')
    return command.args.some(({ value }) => /^(?:clone|checkout|pull|init|submodule|worktree)$/.test(value));
  return /^(?:tar|bsdtar|unzip|cp|mv|ln|rsync|svn|hg|degit|wget|7z|cpio|install)$/.test(program);
}

/** The directory it runs in, or a word that names the file's directory or one above it. The root itself is too common. */
function reaches(command: FlowCommand, directory: string, path: string): boolean {
  const holds = (folder: string) => folder !== '/' && relativeTo(folder, path) !== undefined;
  const args = words(command).filter((word) => !word.startsWith('-') || /^-C/.test(word));
  const targets = args.map((word) => resolvePath(directory, word.replace(/^-C/, '')));
  if (targets.some(holds)) return true;
  return dirName(path) === directory && !args.some((word) => word.startsWith('/'));
}

/** Commands that write manifests or lock files, and programs of the project that may do anything in its directory. */
function isGenerator({ command, recognised }: FlowCommand): boolean {
  const program = command.name.value;
  if (/^\.{1,2}\//.test(program) || /^(?:make|just|task|sh|bash|source|\.)$/.test(program)) return true;
  if (recognised?.role === 'tools') return addsToManifest(recognised);
  if (recognised && /^(?:install|project|plan)$/.test(recognised.role)) return true;
  return command.args.some(({ value }) =>
    /^(?:init|new|create|create-.+|lock|import|shrinkwrap|compile|export|generate-lockfile|require|startproject)$/.test(
      value,
    ),
  );
}

/** `npm install express` records the package, `npm install -g typescript` and `pip install flask` do not. */
function addsToManifest({ ecosystem, flags, subcommand, invocation }: Recognised): boolean {
  if (!/^(?:npm|yarn|pnpm|bun|composer|uv|poetry|pdm|go|cargo)$/.test(ecosystem)) return false;
  if (['-g', '--global', '--location'].some((flag) => flags.has(flag))) return false;
  return (
    invocation.program === ecosystem &&
    !/^(?:exec|dlx|x|tool|python)$/.test(subcommand?.value ?? '') &&
    !invocation.args.some(({ value }) => value === 'global')
  );
}
