import type { Handler } from '../host/register-commands';
import { type CommandFamily, type CommandIdOf, type EngineCommandId, engineCommandIds } from '../ids';
import { createLateFamilies } from './late-families';
import type { Services } from './services';
import type { ViewActions } from './view-actions';

export type EngineCommands = Readonly<Record<EngineCommandId, Handler>>;

/** What reads a family, and has a handler for each of its ids. */
type Families = {
  readonly [Family in CommandFamily]: () => Promise<Readonly<Record<CommandIdOf<Family>, Handler>>>;
};

/** Every command that talks to the engine. Registering them reads none: a family is read with its first call. */
export function createCommands(services: Services, views: ViewActions): EngineCommands {
  const families: Families = {
    build: async () => (await import('./build/build-commands')).buildCommands(services),
    optimise: async () => (await import('./optimise/optimise-commands')).optimiseCommands(services),
    run: async () => (await import('./run/run-commands')).runCommands(services),
    image: async () => (await import('./images/image-commands')).imageCommands(services, views),
    registry: async () => (await import('./registries/registry-commands')).registryCommands(services, views),
    container: async () => (await import('./containers/container-commands')).containerCommands(services, views),
    terminal: async () => (await import('./terminals/terminal-commands')).terminalCommands(services),
    log: async () => (await import('./logs/log-commands')).logCommands(services),
    file: async () => (await import('./files/file-commands')).fileCommands(services),
    monitoring: async () => (await import('./monitoring/monitoring-commands')).monitoringCommands(services),
    arrange: async () => (await import('./arrange/arrange-commands')).arrangeCommands(services, views),
    volume: async () => (await import('./volumes/volume-commands')).volumeCommands(services, views),
    network: async () => (await import('./networks/network-commands')).networkCommands(services, views),
    compose: async () => (await import('./compose/compose-commands')).composeCommands(services),
    context: async () => (await import('./contexts/context-commands')).contextCommands(services, views),
    disk: async () => (await import('./disk-usage/disk-commands')).diskCommands(services, views),
  };
  const late = createLateFamilies();
  const register = <Family extends CommandFamily>(family: Family) =>
    late<CommandIdOf<Family>>(engineCommandIds[family], families[family]);
  return Object.assign({}, ...(Object.keys(families) as CommandFamily[]).map(register));
}
