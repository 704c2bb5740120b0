import { scopeBefore } from '../../dockerfile/scope';
import type { LintFile } from '../rule';
import type { ProjectInstall } from './project-installs';

/** `npm ci`, `bundle`, as a person would say it. */
export function installName({ recognised }: ProjectInstall): string {
  const { program, args } = recognised.invocation;
  const end = recognised.subcommand ? args.indexOf(recognised.subcommand) + 1 : 0;
  const words = args.slice(0, end).map(({ value }) => value);
  return [program ?? recognised.ecosystem, ...words.filter((word) => !word.startsWith('-'))].join(' ');
}

/** Arguments of the command as written. */
export function argumentsOf({ recognised }: ProjectInstall): readonly string[] {
  return recognised.invocation.args.map(({ value }) => value);
}

/** A variable is set for the command, by the Dockerfile or in front of it, and not to something that means no. */
export function isSet(file: LintFile, { step, command }: ProjectInstall, ...names: readonly string[]): boolean {
  const { variables } = scopeBefore(file.dockerfile, step.instruction);
  return names.some((name) => {
    const assigned = command.command.assignments.find((assignment) => assignment.name === name)?.value?.value;
    const value = assigned ?? (variables.has(name) ? (variables.get(name)?.value ?? '1') : undefined);
    return value !== undefined && !/^(?:|0|false|no)$/i.test(value);
  });
}

/** Development dependencies are left out. */
export function isProduction(file: LintFile, install: ProjectInstall): boolean {
  const { step, command } = install;
  const node = command.command.assignments.find(({ name }) => name === 'NODE_ENV')?.value?.value;
  const environment = node ?? scopeBefore(file.dockerfile, step.instruction).variables.get('NODE_ENV')?.value;
  const args = argumentsOf(install).join(' ');
  return (
    environment === 'production' ||
    /--(?:production|prod)(?:\s|$|=true)|--omit[= ]dev|--only[= ]prod|(?:^|\s)-P\b/.test(args)
  );
}

/**
 * The same dependencies are installed once more further down, where more of the project may be there: what the first install
 * lacked only costs time.
 */
export function isRepeatedLater({ stage, step, recognised, directory }: ProjectInstall): boolean {
  const after = stage.steps.slice(stage.steps.indexOf(step) + 1);
  if (!after.some((other) => other.kind === 'copy')) return false;
  return after.some(
    (other) =>
      other.kind === 'run' &&
      other.commands.some(
        (command) =>
          command.recognised?.ecosystem === recognised.ecosystem &&
          (command.directory === undefined || command.directory === directory) &&
          (command.recognised.role === 'install' ||
            (command.recognised.role === 'finish' &&
              /^(?:ci|i|install|sync)$/.test(command.recognised.subcommand?.value ?? 'install'))),
      ),
  );
}
