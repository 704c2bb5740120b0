import type { Endpoint } from '../../engine/endpoints';
import type { ContainerSummary, PublishedPort } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import type { ContainerNode } from '../../views/containers/nodes';
import type { Services } from '../services';
import { containerTargets, findContainer } from '../targets';
import { pickContainer } from './pick-container';

/** A published port's page; asks which one when there are several. */
export async function openContainerInBrowser(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const port = portNode(args[0]);
  if (port) return ui.openExternal(urlOf(port, (await services.engine()).endpoint));
  const title = 'Open container in browser';
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title,
      where: (container) => container.state === 'running' && pagesOf(container).length > 0,
      empty: 'There is no running container with a published port.',
    }));
  if (!target) return;
  const engine = await services.engine();
  const container = findContainer(await engine.containers.list(), target);
  if (!container) throw new EngineError('not-found', `The container ${target.name} is gone.`);
  const pages = pagesOf(container);
  if (pages.length === 0) {
    throw new EngineError(
      'invalid',
      `${container.name} publishes no TCP port${container.state === 'running' ? '' : ' while it is not running'}.`,
      {
        hint: container.state === 'running' ? 'Run its image again and publish one.' : 'Start it first.',
      },
    );
  }
  const page =
    pages.length === 1
      ? pages[0]
      : await ui.pick(
          pages.map((port) => ({
            label: urlOf(port, engine.endpoint),
            description: `container port ${port.containerPort}`,
            icon: 'globe',
            value: port,
          })),
          { title, placeholder: `Which port of ${container.name}?` },
        );
  if (page) await ui.openExternal(urlOf(page, engine.endpoint));
}

/** The row of a port names the page by itself. */
function portNode(argument: unknown): PublishedPort | undefined {
  const node = argument as ContainerNode | undefined;
  return typeof node === 'object' && node?.kind === 'port' ? node.port : undefined;
}

/** Published TCP ports, each once. */
export function pagesOf({ ports }: Pick<ContainerSummary, 'ports'>): readonly PublishedPort[] {
  const pages = ports.filter(({ protocol, hostPort }) => protocol === 'tcp' && hostPort !== undefined);
  return [...new Map(pages.map((port) => [port.hostPort, port])).values()].sort(
    (a, b) => a.containerPort - b.containerPort,
  );
}

function urlOf({ hostIp, hostPort, containerPort }: PublishedPort, endpoint: Endpoint): string {
  const everywhere = hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::';
  const host = everywhere ? hostOf(endpoint) : hostIp;
  const scheme = containerPort === 443 || containerPort === 8443 ? 'https' : 'http';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${hostPort}/`;
}

/** Where ports that an engine publishes are reached. */
function hostOf({ address }: Endpoint): string {
  if (address.kind === 'tcp') return address.host;
  if (address.kind !== 'ssh') return 'localhost';
  return URL.canParse(address.url) ? new URL(address.url).hostname : 'localhost';
}
