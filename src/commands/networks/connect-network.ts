import type { ConnectOptions } from '../../engine/networks';
import { listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import { pickContainers } from '../containers/pick-container';
import { askOptions } from '../option-menu';
import type { Services } from '../services';
import { splitWords } from '../split-words';
import { containerTargets, findContainer } from '../targets';
import { checkAddress } from './addresses';
import { networkTargets } from './network-targets';
import { pickNetwork } from './pick-network';

/** Connects containers to a network; asks for what was not named: opened on a container the network, and the other way round. */
export async function connectNetwork(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  const [given] = networkTargets(args);
  const named = given ? [] : containerTargets(args);
  const containers = await engine.containers.list();
  const joined = named.map((target) => findContainer(containers, target)?.networks ?? []);
  const network =
    given ??
    (await pickNetwork(services, {
      title: named.length > 0 ? `Connect ${listOf(named.map(({ name }) => name))} to` : 'Connect to network',
      where: ({ name }) => name !== 'host' && name !== 'none' && !joined.some((names) => names.includes(name)),
      empty: 'There is no other network to connect to.',
    }));
  if (!network) return;
  const { name, subnets } = await engine.networks.inspect(network.id);
  const targets =
    named.length > 0
      ? named
      : await pickContainers(services, {
          title: `Connect containers to ${name}`,
          where: ({ networks }) => !networks.includes(name) && !networks.includes('host') && !networks.includes('none'),
          empty: 'There is no container that could be connected.',
        });
  if (targets.length === 0) return;
  const who = listOf(targets.map((target) => target.name));
  const options = await askOptions<ConnectOptions>(services, {
    title: 'Connect to network',
    action: () => `Connect ${who} to ${name}`,
    draft: {},
    options: [
      {
        label: 'Aliases',
        icon: 'tag',
        describe: ({ aliases = [] }) => (aliases.length > 0 ? aliases.join(' ') : 'none'),
        async edit(draft) {
          const prompt = 'Further names by which the others in the network find it, with spaces between.';
          const value = (draft.aliases ?? []).join(' ');
          const typed = await ui.input({ title: `Connect to ${name}: aliases`, prompt, value });
          return typed === undefined ? undefined : { ...draft, aliases: splitWords(typed) };
        },
      },
      ...(targets.length > 1
        ? []
        : [
            {
              label: 'Address',
              icon: 'symbol-ruler',
              describe: ({ address }: ConnectOptions) => address ?? 'chosen by the engine',
              async edit({ address: old = '', ...draft }: ConnectOptions) {
                const inside = subnets.map(({ subnet }) => subnet);
                const typed = await ui.input({
                  title: `Connect to ${name}: address`,
                  prompt: `An address in ${listOf(inside) || 'the network'}. Left empty, the engine chooses one.`,
                  value: old,
                  validate: (text) => checkAddress(text, inside),
                });
                if (typed === undefined) return undefined;
                return typed.trim() === '' ? draft : { ...draft, address: typed.trim() };
              },
            },
          ]),
    ],
  });
  if (!options) return;
  const outcome = await attemptAll(targets, 4, ({ id }) => engine.networks.connect(network.id, id, options));
  reportAll(services, outcome, `Connected to ${name}:`, 'containers');
}
