import { type ContextServices, noSuchContext } from './context-services';
import { contextTargets } from './context-targets';

/** Writes the current context into the config of the docker command, as `docker context use` does. */
export async function useContextForDocker(services: ContextServices, args: readonly unknown[]): Promise<void> {
  const { ui, engines } = services;
  const { setDockerContext } = await import('../../engine/context-store');
  const { contexts, dockerCurrent } = await engines.places();
  const name =
    contextTargets(args)[0] ??
    (await ui.pick(
      contexts.map((context) => ({
        label: context.name,
        description: [context.name === dockerCurrent ? 'current' : undefined, context.host].filter(Boolean).join(' · '),
        icon: context.name === dockerCurrent ? 'pass-filled' : 'server',
        value: context.name,
      })),
      { title: 'Use context in docker commands', placeholder: 'What "docker context use" is to choose' },
    ));
  if (name === undefined) return;
  if (!contexts.some((context) => context.name === name)) throw noSuchContext(name);
  await setDockerContext(engines.machine(), name);
  engines.changed();
  void sayOverruled(services, name);
}

/** Variables of the environment go first, in terminals that have them. */
async function sayOverruled({ ui, engines }: ContextServices, name: string): Promise<void> {
  const { env } = engines.machine();
  const variable = env.DOCKER_HOST ? 'DOCKER_HOST' : env.DOCKER_CONTEXT ? 'DOCKER_CONTEXT' : undefined;
  const done = `Docker commands use the context ${name} from now on`;
  if (variable === undefined) return ui.statusMessage(`${done}.`);
  await ui.warn(`${done}, but not where ${variable} is set, as it is for this window.`);
}
