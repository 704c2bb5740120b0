import { basename, dirname, join, parse } from 'node:path';
import { EngineError } from '../../engine/errors';
import type { Services } from '../services';
import { chooseProject, filesHere } from './compose-project';
import { openCompose, refuseUntrusted } from './open-compose';

type ComposeServices = Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>;

/**
 * `docker compose up -d`: creates what is missing, and anew what has changed. Of a project's row with the files it was made
 * from; of a file with that file, and what overrides it beside it.
 */
export async function composeUp(services: ComposeServices, args: readonly unknown[]): Promise<void> {
  refuseUntrusted(services);
  const file = filePath(args[0]);
  if (file !== undefined) return upFile(services, file);
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
  await openCompose(services, { ...project, title: project.name }, files, 'up', ['-d']);
}

async function upFile(services: ComposeServices, file: string): Promise<void> {
  await services.workspace.save(file);
  const { dir: folder, name, ext } = parse(file);
  const overrides = await filesHere(['.yaml', '.yml'].map((ending) => join(folder, `${name}.override${ending}`)));
  const files = [file, ...overrides.slice(0, 1)];
  const title = basename(dirname(file)) || `${name}${ext}`;
  await openCompose(services, { title, folder, environmentFiles: [] }, files, 'up', ['-d']);
}

/** Menus of editors and of the Explorer hand a URI over. */
function filePath(argument: unknown): string | undefined {
  const path = typeof argument === 'object' && argument !== null && 'fsPath' in argument ? argument.fsPath : undefined;
  return typeof path === 'string' ? path : undefined;
}
