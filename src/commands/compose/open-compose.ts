import { EngineError } from '../../engine/errors';
import type { Services } from '../services';
import { composeEnvironment, findCompose, runCompose } from './compose-program';
import { type ComposeProject, filesHere } from './compose-project';

/** Compose files run programs and mount folders: nobody is to start one by opening a folder. */
export function refuseUntrusted({ workspace }: Pick<Services, 'workspace'>): void {
  if (!workspace.trusted)
    throw new EngineError('invalid', 'Compose is not run in a workspace that is not trusted.', {
      hint: 'Trust the workspace first.',
    });
}

/** Of a project that is there its name, files and variables; without a name compose takes the one that the files give it. */
export interface ComposeCall
  extends Pick<ComposeProject, 'folder' | 'environmentFiles'>,
    Partial<Pick<ComposeProject, 'name'>> {
  /** Of the terminal. */
  readonly title: string;
}

/** Runs compose on a project and shows what it prints. */
export async function openCompose(
  { engine, terminals, workspace }: Pick<Services, 'engine' | 'terminals' | 'workspace'>,
  { name, title, folder, environmentFiles }: ComposeCall,
  files: readonly string[],
  action: string,
  options: readonly string[],
): Promise<void> {
  const { endpoint } = await engine();
  const env = composeEnvironment(workspace.env, endpoint);
  const compose = await findCompose(env);
  const [here] = folder === undefined ? [] : await filesHere([folder]);
  const args = [
    ...(name === undefined ? [] : ['--project-name', name]),
    ...files.flatMap((file) => ['--file', file]),
    ...(here !== undefined && files.length > 0 ? ['--project-directory', here] : []),
    ...(files.length > 0 ? (await filesHere(environmentFiles)).flatMap((file) => ['--env-file', file]) : []),
    action,
    ...options,
  ];
  await terminals.openStream({
    key: `compose:${name ?? files.join()}`,
    name: `${title} (compose ${action})`,
    icon: 'multiple-windows',
    open: (signal) => runCompose({ ...compose, args, env, folder: here }, signal),
  });
}
