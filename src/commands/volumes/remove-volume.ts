import { EngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { groupUsers, nameUsers } from '../../views/container-user';
import { attemptAll, reportAll } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { pickVolumes } from './pick-volume';
import { volumeTargets } from './volume-targets';

/** Names what goes. What a container uses stays, and its containers are named: engines have no force for that. */
export async function removeVolume(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const given = volumeTargets(args);
  const targets = given.length > 0 ? given : await pickVolumes(services, 'Remove volumes');
  if (targets.length === 0) return;
  const { ui } = services;
  const { volumes, containers } = await services.engine();
  const users = groupUsers(await containers.list(), (container) => container.volumes);
  const used = targets.filter(({ id }) => users.has(id));
  const free = targets.filter(({ id }) => !users.has(id));
  const kept = used.map(({ id, name }) => `${name} is used by ${nameUsers(users.get(id) ?? [], 4)}`);
  if (free.length === 0) {
    throw new EngineError('conflict', `${listOf(kept)}, so ${used.length === 1 ? 'it stays' : 'they stay'}.`, {
      hint: `Remove ${used.length === 1 && users.get(used[0]?.id ?? '')?.length === 1 ? 'that container' : 'those containers'} first.`,
    });
  }
  const [only] = free;
  const detail = [
    ...(free.length > 1 ? [nameLines(free.map(({ name }) => name))] : []),
    `${free.length === 1 ? 'What is in it is' : 'What is in them is'} lost.`,
    ...(kept.length > 0 ? [`Not removed: ${listOf(kept, 4)}.`] : []),
  ].join('\n\n');
  const agreed = await ui.confirm({
    message: only && free.length === 1 ? `Remove the volume ${only.name}?` : `Remove ${plural(free.length, 'volume')}?`,
    detail,
    action: 'Remove',
  });
  if (!agreed) return;
  const title = `Removing ${listOf(free.map(({ name }) => name))}`;
  const outcome = await ui.progress(title, (_report, signal) =>
    attemptAll(free, 4, async ({ id }) => {
      if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
      await volumes.remove(id);
    }),
  );
  reportAll(services, outcome, 'Removed', 'volumes');
}
