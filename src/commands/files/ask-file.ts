import { cleanPath, pathProblem } from '../../container-files/paths';
import { pickContainer } from '../containers/pick-container';
import type { Services } from '../services';
import { type ContainerTarget, containerTargets } from '../targets';
import { type FileTarget, fileTargets } from './file-targets';

export interface AskFileOptions {
  readonly title: string;
  readonly prompt: string;
  /** What is proposed; default: the last path that was entered for the container. */
  readonly value?: string;
}

/** The file that is meant: of a row, or asked for by container and path. */
export async function askFile(
  services: Pick<Services, 'engine' | 'ui' | 'memory'>,
  args: readonly unknown[],
  options: AskFileOptions,
): Promise<FileTarget | undefined> {
  const [given] = fileTargets(args);
  if (given) return given;
  const container =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: options.title, empty: 'There is no container here yet.' }));
  return container && askPath(services, container, options);
}

export async function askPath(
  { ui, memory }: Pick<Services, 'ui' | 'memory'>,
  container: ContainerTarget,
  { title, prompt, value }: AskFileOptions,
): Promise<FileTarget | undefined> {
  const key = `containerPath:${container.name}`;
  const typed = await ui.input({
    title: `${title}: path in ${container.name}`,
    prompt,
    value: value ?? memory.get<string>(key) ?? '/',
    validate: pathProblem,
  });
  if (typed === undefined) return undefined;
  const path = cleanPath(typed);
  await memory.set(key, path);
  return { container, path, folder: undefined };
}
