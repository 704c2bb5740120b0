import { EngineError } from '../../engine/errors';
import type { Services } from '../services';
import { containerTargets, findContainer } from '../targets';
import { pickContainer } from './pick-container';

/** As `docker port`: a container's ports and where they are published; the chosen one's address is copied. */
export async function showContainerPorts(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title: 'List ports of container',
      where: ({ ports }) => ports.length > 0,
      empty: 'There is no container with a port.',
    }));
  if (!target) return;
  const engine = await services.engine();
  const container = findContainer(await engine.containers.list(), target);
  if (!container) throw new EngineError('not-found', `The container ${target.name} is gone.`);
  const { name, ports } = container;
  const items = ports.map(({ containerPort, protocol, hostIp = '', hostPort }) => {
    const label = `${containerPort}/${protocol}`;
    if (hostPort === undefined) return { label, description: 'not published', icon: 'circle-slash', value: undefined };
    const address = `${hostIp.includes(':') ? `[${hostIp}]` : hostIp || '0.0.0.0'}:${hostPort}`;
    return { label, description: `published as ${address}`, icon: 'plug', value: address };
  });
  const address = await ui.pick<string | undefined>(items, {
    title: `Ports of ${name}`,
    placeholder: 'Choose one to copy its address',
    empty: container.state === 'running' ? 'It has no port.' : 'It has no port while it is not running.',
  });
  if (address === undefined) return;
  await ui.copy(address);
  ui.statusMessage(`Copied ${address}.`);
}
