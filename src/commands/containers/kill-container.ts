import { listOf } from '../../shared/quantity';
import { isActive } from '../../views/containers/nodes';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { changeAll, type StateServices } from './change-state';
import { pickContainers } from './pick-container';

const other = 'Another signal…';

/** What people send by hand, most common first. */
const signals: readonly (readonly [name: string, meaning: string])[] = [
  ['SIGKILL', 'ends it at once; it cannot finish what it was doing'],
  ['SIGTERM', 'asks it to end'],
  ['SIGINT', 'what Ctrl+C sends'],
  ['SIGHUP', 'many servers read their configuration again'],
  ['SIGQUIT', 'many runtimes print their stacks'],
  ['SIGUSR1', 'what the program makes of it'],
  ['SIGUSR2', 'what the program makes of it'],
];

/** As `docker kill --signal`: the signal is chosen, the containers are named in the question. */
export async function killContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  const given = containerTargets(args);
  const pick = { title: 'Send signal to containers', where: isActive, empty: 'There is no running container.' };
  const targets = given.length > 0 ? given : await pickContainers(services, pick);
  if (targets.length === 0) return;
  const names = listOf(targets.map(({ name }) => name));
  const signal = await askSignal(services, `Send signal to ${names}`);
  if (signal === undefined) return;
  await changeAll(services, targets, {
    doing: `Sending ${signal} to`,
    did: `Sent ${signal} to`,
    change: (engine, { id }) => engine.containers.kill(id, signal),
  });
}

async function askSignal({ ui }: Pick<Services, 'ui'>, title: string): Promise<string | undefined> {
  const items = [
    ...signals.map(([name, meaning]) => ({ label: name, description: meaning, icon: 'zap', value: name })),
    { label: other, icon: 'edit', value: other },
  ];
  const chosen = await ui.pick(items, { title, placeholder: 'Which signal?' });
  if (chosen !== other) return chosen;
  const entered = await ui.input({
    title,
    prompt: 'Name or number of the signal',
    placeholder: 'SIGWINCH',
    validate: (text) =>
      /^(?:SIG)?[A-Z][A-Z0-9+-]*$|^\d{1,2}$/i.test(text) ? undefined : 'Enter a name such as SIGWINCH, or a number.',
  });
  return entered?.toUpperCase();
}
