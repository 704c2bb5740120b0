import { flowOf } from '../flow/flow-of';
import { frontendAllows } from '../instructions/frontend';
import type { Fix, LintFile } from '../rule';
import { hasCommentsInside, liftable } from './as-instruction';
import type { Clone } from './clones';
import { cloneDirectory, gitCall } from './git';
import { valuesOf } from './values';

/** `ADD https://…git#ref dir` for a clone that needs no key and whose directory stays. */
export function addInsteadOfClone(file: LintFile, { run, clone, entry, target: place }: Clone): Fix | undefined {
  const { instruction } = run;
  const lifted = liftable(file, run, entry.command);
  if (!lifted || entry.command.redirects.length > 0) return undefined;
  if (
    instruction.mounts.some(({ type }) => type === 'ssh' || type === 'secret') ||
    !frontendAllows(file.dockerfile, { minor: 6 })
  )
    return undefined;
  const values = valuesOf(file, instruction);
  const words = [clone.repository, clone.directory, clone.ref?.word].filter((word) => word !== undefined);
  if (clone.git.directory || !words.every((word) => values.builderKnows(word))) return undefined;
  if (clone.flags.some((flag) => !harmless.test(flag)) || entry.call.programWord !== entry.command.name)
    return undefined;
  const address = addAddress(clone.repository.value);
  const written = clone.directory?.value ?? cloneDirectory(clone);
  const directory = lifted.first ? written : place?.replace(/^(?!\/).*$/, '');
  if (!address || !directory || /[\s"'<>]/.test(address + directory) || removes(run, directory)) return undefined;
  if (clone.ref && !/^[\w./${}-]+$/.test(clone.ref.value)) return undefined;
  const user = values.scope.user;
  const flags = [
    ...(usesGit(file, run, entry) ? ['--keep-git-dir=true '] : []),
    ...(user && !/^(?:root|0)(?::|$)/.test(user) ? [`--chown=${user} `] : []),
  ].join('');
  const target = `${address}${clone.ref ? `#${clone.ref.value}` : ''} ${directory}`;
  const edits = lifted.edits('ADD', flags + target);
  return hasCommentsInside(file, edits.slice(1))
    ? undefined
    : { title: 'Let the builder fetch it with ADD', safe: false, edits };
}

const harmless =
  /^(?:--depth|--branch|-b|--single-branch|-q|--quiet|--recursive|--recurse-submodules|--progress|-v|--verbose|--no-tags|-j|--jobs)$/;

/** An address that the builder takes for a repository: it has to end in `.git`. */
function addAddress(repository: string): string | undefined {
  if (!/^https:\/\/[^@\s]+$/.test(repository) || /[?#]/.test(repository)) return undefined;
  const trimmed = repository.replace(/\/+$/, '');
  if (trimmed.endsWith('.git')) return trimmed;
  return /^https:\/\/(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)\/[\w.-]+\/[\w.-]+$/.test(trimmed)
    ? `${trimmed}.git`
    : undefined;
}

function removes({ commands }: Clone['run'], directory: string): boolean {
  return commands.some(
    ({ call }) =>
      /^(?:rm|mv)$/.test(call.program ?? '') &&
      call.args.some(
        ({ value }) =>
          value.replace(/\/+$/, '').endsWith(directory.replace(/^.*\//, '')) || /[*~]|\.git$|^\.\.?$/.test(value),
      ),
  );
}

/** Something behind it in the stage asks git, or may: a build that takes its version from there. */
function usesGit(file: LintFile, run: Clone['run'], entry: Clone['entry']): boolean {
  // Their images are built in by a script that runs later.
  if (/^gcr\.io\/oss-fuzz-base\//.test(run.stage.from.image?.text ?? '')) return true;
  const steps = flowOf(file).stages[run.stage.index]?.steps ?? [];
  const behind = steps.filter((step) => step.kind === 'run' && step.instruction.index >= run.instruction.index);
  return behind.some(
    (step) =>
      step.kind === 'run' &&
      step.commands
        .slice(step === run ? run.commands.indexOf(entry) + 1 : 0)
        .some(({ call }) => (call.program === 'git' ? gitCall(call)?.subcommand.value !== 'clone' : builds(call))),
  );
}

/** A build or a script of the project. */
function builds({ program, programWord, args }: Clone['entry']['call']): boolean {
  if (program === undefined || /^(?:make|cmake|meson|ninja|bazel|cargo|go|mvn|gradle|sbt|rake)$/.test(program))
    return true;
  if (/^python[\d.]*$/.test(program)) return args[0]?.value.endsWith('.py') === true;
  if (/^(?:pip[\d.]*|uv|npm|yarn|pnpm|gem|composer)$/.test(program))
    return (
      args.some(({ value }) => /^(?:\.|\/|-e$|--editable$)/.test(value)) || program === 'npm' || program === 'yarn'
    );
  if (/^(?:sh|bash|dash|source|\.)$/.test(program)) return args.some(({ value }) => !value.startsWith('-'));
  return /^\.{0,2}\/(?!usr\/|bin\/|sbin\/)/.test(programWord.value);
}
