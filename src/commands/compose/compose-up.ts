import { EngineError } from '../../engine/errors';
import type { Services } from '../services';
import { chooseProject, filesHere } from './compose-project';
import { openCompose, refuseUntrusted } from './open-compose';

type ComposeServices = Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>;

/** `docker compose up -d` with the files the project was made from: creates what is missing, and anew what has changed. */
export async function composeUp(services: ComposeServices, args: readonly unknown[]): Promise<void> {
  refuseUntrusted(services);
  const project = await chooseProject(services, args, 'Compose up');
  if (!project) return;
  const files = await filesHere(project.files);
  if (files.length === 0 || files.length < project.files.length) {
    const missing = project.files.filter((file) => !files.includes(file));
    throw new EngineError(
      'not-found',
      missing.length === 0
        ? `The containers of ${project.name} do not say which compose files they were made from.`
        : `${missing.join(', ')} of the project ${project.name} ${missing.length === 1 ? 'is' : 'are'} not on this machine.`,
      { hint: 'Run docker compose up where the files are.' },
    );
  }
  await openCompose(services, project, files, 'up', ['-d']);
}
