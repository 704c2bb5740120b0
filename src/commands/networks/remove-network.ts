import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { groupUsers, nameUsers } from '../../views/container-user';
import { isActive } from '../../views/containers/nodes';
import { attemptAll, reportAll } from '../batch';
import type { Services } from '../services';
import { type NetworkTarget, networkTargets } from './network-targets';
import { pickNetworks } from './pick-network';

interface Going extends NetworkTarget {
  readonly users: readonly ContainerSummary[];
}

/** Names what goes and who is connected; running containers are taken off only when that is what was chosen. */
export async function removeNetwork(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const given = networkTargets(args);
  const targets =
    given.length > 0
      ? given
      : await pickNetworks(services, {
          title: 'Remove networks',
          where: ({ predefined }) => !predefined,
          empty: "There is no network but the engine's own.",
        });
  if (targets.length === 0) return;
  const engine = await services.engine();
  const going = await describe(engine, targets);
  const chosen = await ask(services, going);
  if (!chosen) return;
  const title = `Removing ${listOf(chosen.map(({ name }) => name))}`;
  const outcome = await services.ui.progress(title, (_report, signal) =>
    attemptAll(chosen, 4, async ({ id, users }) => {
      if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
      for (const container of users.filter(isActive)) await engine.networks.disconnect(id, container.id);
      await engine.networks.remove(id);
    }),
  );
  reportAll(services, outcome, 'Removed', 'networks');
}

async function describe(engine: Engine, targets: readonly NetworkTarget[]): Promise<readonly Going[]> {
  const [networks, containers] = await Promise.all([engine.networks.list(), engine.containers.list()]);
  const users = groupUsers(containers, (container) => container.networks);
  const found = targets.flatMap(
    (target) => networks.find(({ id, name }) => id === target.id || name === target.id) ?? [],
  );
  if (found.length === 0) {
    throw new EngineError('not-found', `${listOf(targets.map(({ name }) => name))}: no such network.`);
  }
  const own = found.filter(({ predefined }) => predefined).map(({ name }) => name);
  if (own.length === found.length) {
    throw new EngineError(
      'invalid',
      `${listOf(own)} cannot be removed: the engine itself needs ${own.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return found
    .filter(({ predefined }) => !predefined)
    .map(({ id, name }) => ({ id, name, users: users.get(name) ?? [] }));
}

/** Which of them go; undefined when none. */
async function ask({ ui }: Pick<Services, 'ui'>, going: readonly Going[]): Promise<readonly Going[] | undefined> {
  const [only] = going;
  const busy = going.filter(({ users }) => users.some(isActive));
  const idle = going.filter(({ users }) => !users.some(isActive));
  const message =
    only && going.length === 1 ? `Remove the network ${only.name}?` : `Remove ${plural(going.length, 'network')}?`;
  const stopped = idle.some(({ users }) => users.length > 0);
  const lines = going.map(({ name, users }) => (users.length > 0 ? `${name}: used by ${nameUsers(users, 6)}` : name));
  const parts = [
    going.length > 1 || busy.length > 0 || stopped ? lines.join('\n') : undefined,
    stopped
      ? 'A stopped container whose network is gone does not start until it is connected to another one.'
      : undefined,
    busy.length > 0
      ? 'A running container has to be disconnected first, and cannot be reached over the network then.'
      : undefined,
  ].filter((part) => part !== undefined);
  const detail = parts.length > 0 ? { detail: parts.join('\n\n') } : {};
  if (busy.length === 0) return (await ui.confirm({ message, ...detail, action: 'Remove' })) ? going : undefined;
  const all = 'Disconnect and remove';
  const rest = `Remove the ${idle.length} not in use`;
  const chosen = await ui.choose({ message, ...detail, actions: idle.length > 0 ? [rest, all] : [all] });
  if (chosen === undefined) return undefined;
  return chosen === all ? going : idle;
}
