import { addressText } from '../../engine/endpoints';
import { EngineError } from '../../engine/errors';
import { parseHost } from '../../engine/parse-host';
import type { PickItem } from '../../host/ui';
import { contextNodes, nameSocket, presentNode } from '../../views/contexts/nodes';
import type { Services } from '../services';
import { type ContextServices, noSuchContext } from './context-services';
import { type PlaceTarget, placeTargets } from './context-targets';

type Choice = PlaceTarget | 'automatic' | 'address' | 'create';

/** Which engine Layerwright talks to from now on; docker commands elsewhere are not touched. */
export async function useContext(
  services: ContextServices & Pick<Services, 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, engines } = services;
  const choice: Choice | undefined = placeTargets(args)[0] ?? (await ask(services));
  if (choice === undefined) return;
  if (choice === 'create') return void (await services.run('layerwright.createContext'));
  if (choice === 'automatic') {
    await engines.choose({});
    return ui.statusMessage('Layerwright uses the engine that docker commands use.');
  }
  const target = choice === 'address' ? await askAddress(services) : choice;
  if (!target) return;
  if ('host' in target) await engines.choose({ host: target.host });
  else {
    const { contexts } = await engines.places();
    if (!contexts.some(({ name }) => name === target.context)) throw noSuchContext(target.context);
    await engines.choose({ context: target.context });
  }
  ui.statusMessage(`Layerwright uses ${target.name} now.`);
}

async function ask({ ui, engines }: ContextServices): Promise<Choice | undefined> {
  const { host, context } = engines.setting;
  return ui.pick(
    engines.places().then((places): PickItem<Choice>[] => {
      const automatic = !host && !context;
      const rows = contextNodes(places).flatMap((node): PickItem<Choice>[] => {
        const { label, description = '', icon } = presentNode(node);
        const item = { label, description, icon: icon?.id ?? 'server' };
        if (node.kind === 'context') {
          const { name, description: detail } = node.context;
          return [{ ...item, ...(detail ? { detail } : {}), value: { context: name, name } }];
        }
        if (node.kind !== 'socket') return [];
        return [{ ...item, value: { host: addressText(node.address), name: nameSocket(node.address) } }];
      });
      return [
        ...rows,
        {
          label: 'As docker commands do',
          description: automatic ? 'in use' : `now ${places.dockerCurrent}`,
          detail: 'Follows DOCKER_HOST, DOCKER_CONTEXT and "docker context use".',
          icon: automatic ? 'pass-filled' : 'sync',
          value: 'automatic',
        },
        { label: 'Enter an address…', icon: 'edit', value: 'address' },
        { label: 'Create a context…', icon: 'add', value: 'create' },
      ];
    }),
    { title: 'Use engine', placeholder: 'Which engine is Layerwright to talk to?' },
  );
}

async function askAddress({ ui, engines }: ContextServices): Promise<PlaceTarget | undefined> {
  const { platform } = engines.machine();
  const host = await ui.input({
    title: 'Use engine: address',
    prompt: 'As in DOCKER_HOST: unix:///path/of/the/socket, tcp://host:port or ssh://user@host',
    value: engines.setting.host ?? '',
    validate: (text) => (text.trim() === '' ? 'An address is needed.' : hostProblem(text, platform)),
  });
  return host === undefined ? undefined : { host: host.trim(), name: host.trim() };
}

/** What is wrong with an address, while typing. */
export function hostProblem(text: string, platform: NodeJS.Platform): string | undefined {
  try {
    parseHost(text, 'This', platform, false);
    return undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [error.message, error.hint].filter(Boolean).join(' ');
  }
}
