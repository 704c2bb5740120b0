import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** A second argument that is a text is the new name; else it is asked for. */
export async function renameContainer(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Rename container', empty: 'There is no container here yet.' }));
  if (!target) return;
  const engine = await services.engine();
  const taken = new Map((await engine.containers.list()).map(({ name, id }) => [name, id]));
  const current = [...taken].find(([name, id]) => id === target.id || name === target.id)?.[0] ?? target.name;
  const given = typeof args[1] === 'string' ? args[1] : undefined;
  const entered =
    given ??
    (await ui.input({
      title: `Rename ${current}`,
      prompt: 'New name. Other containers on its networks reach it under that name.',
      value: current,
      validate: (value) => problemOf(value.trim(), current, taken),
    }));
  if (entered === undefined) return;
  await engine.containers.rename(target.id, entered.trim());
  ui.statusMessage(`Renamed ${current} to ${entered.trim()}.`);
}

function problemOf(name: string, current: string, taken: ReadonlyMap<string, string>): string | undefined {
  if (name === current) return 'The container has this name already.';
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    return 'A name has at least two letters, digits, dots, dashes or underscores, and begins with a letter or digit.';
  return taken.has(name) ? `Another container is called ${name}.` : undefined;
}
