import { listOf } from '../../shared/quantity';
import { describeGoing } from '../containers/container-removal';
import type { Services } from '../services';
import { type ComposeProject, chooseProject, filesHere } from './compose-project';
import { openCompose, refuseUntrusted } from './open-compose';

type ComposeServices = Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>;

/** `docker compose down`, after naming what goes. Compose finds it by its labels, also where the files are gone. */
export async function composeDown(services: ComposeServices, args: readonly unknown[]): Promise<void> {
  refuseUntrusted(services);
  const project = await chooseProject(services, args, 'Compose down');
  if (!project) return;
  const networks = networksOf(project);
  const agreed = await services.ui.confirm({
    message: `Take the compose project ${project.name} down?`,
    detail: [
      describeGoing(project.containers),
      networks.length === 0
        ? undefined
        : `The ${networks.length === 1 ? 'network' : 'networks'} ${listOf(networks, 8)} ${networks.length === 1 ? 'goes' : 'go'}, too.`,
    ]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    action: 'Down',
  });
  if (!agreed) return;
  const files = await filesHere(project.files);
  const known = files.length === project.files.length ? files : [];
  await openCompose(services, { ...project, title: project.name }, known, 'down', []);
}

/** Compose names the networks it makes after the project. */
function networksOf({ name, containers }: ComposeProject): readonly string[] {
  const all = new Set(containers.flatMap(({ networks }) => networks));
  return [...all].filter((network) => network.startsWith(`${name}_`)).sort();
}
