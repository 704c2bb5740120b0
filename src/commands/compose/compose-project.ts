import { access } from 'node:fs/promises';
import type { ContainerSummary } from '../../engine/engine';
import type { ContainerNode } from '../../views/containers/nodes';
import { compareNames } from '../../views/format';
import type { Services } from '../services';

/** A compose project as the labels of its containers tell of it. */
export interface ComposeProject {
  readonly name: string;
  readonly containers: readonly ContainerSummary[];
  /** Paths on the machine compose was run on; those of several files in their order. */
  readonly files: readonly string[];
  readonly folder: string | undefined;
  readonly environmentFiles: readonly string[];
}

const label = 'com.docker.compose.project';

/** The projects whose containers the engine has, by name. */
export function composeProjects(containers: readonly ContainerSummary[]): readonly ComposeProject[] {
  const members = new Map<string, ContainerSummary[]>();
  for (const container of containers) {
    const name = container.labels[label];
    if (name) members.set(name, [...(members.get(name) ?? []), container]);
  }
  return [...members].sort(([a], [b]) => compareNames(a, b)).map(([name, all]) => projectOf(name, all));
}

function projectOf(name: string, containers: readonly ContainerSummary[]): ComposeProject {
  // The newest was made by the latest run of compose.
  const [newest] = [...containers].sort((a, b) => b.created - a.created);
  const paths = (key: string) =>
    (newest?.labels[`${label}.${key}`] ?? '').split(',').filter((path) => path !== '' && path !== '-');
  return {
    name,
    containers: [...containers].sort((a, b) => compareNames(a.name, b.name)),
    files: paths('config_files'),
    folder: newest?.labels[`${label}.working_dir`] || undefined,
    environmentFiles: paths('environment_file'),
  };
}

/** The project of a command's row, or of its name; asked for when there is neither. Undefined when the person gave up. */
export async function chooseProject(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  [given]: readonly unknown[],
  title: string,
): Promise<ComposeProject | undefined> {
  const projects = composeProjects(await (await engine()).containers.list());
  const name = nameOf(given);
  if (name !== undefined) return projects.find((project) => project.name === name);
  return ui.pick(
    projects.map((project) => ({
      label: project.name,
      description: project.files.join(', '),
      icon: 'multiple-windows',
      value: project,
    })),
    { title, empty: 'There is no container of a compose project here.' },
  );
}

/** Those of its files that are on this machine. */
export async function filesHere(paths: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index]);
}

function nameOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const node = argument as ContainerNode | undefined;
  if (typeof node !== 'object' || node === null) return undefined;
  return node.kind === 'group' || node.kind === 'container' ? node.project : undefined;
}
