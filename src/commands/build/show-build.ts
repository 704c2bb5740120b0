import type { ReplayLog } from '../logs/replay-log';
import type { Services } from '../services';

export interface BuildOutput {
  readonly key: string;
  readonly tag: string;
  readonly log: ReplayLog;
  readonly onInterrupt: () => void;
}

type ShowServices = Pick<Services, 'terminals' | 'builds' | 'buildPanel' | 'settings'>;

/** Of the last build, for as long as the window is open. */
let last: BuildOutput | undefined;

/** Where the person wants it when a build begins. */
export async function showOutput(services: ShowServices, output: BuildOutput): Promise<void> {
  last = output;
  const { output: place } = services.settings.build();
  if (place === 'terminal') return showTerminal(services, output);
  if (place === 'panel') return services.buildPanel.show();
}

/** Shown on request also where nothing opens by itself. */
export async function showBuild(services: ShowServices & Pick<Services, 'ui'>): Promise<void> {
  if (last && services.settings.build().output === 'terminal') return showTerminal(services, last);
  if (services.builds.all.length > 0) return services.buildPanel.show();
  void services.ui.info('Nothing has been built in this window yet.');
}

/** Builds of the same image one after the other share a terminal. Ctrl+C in it cancels, as it does with docker build. */
function showTerminal({ terminals }: Pick<Services, 'terminals'>, output: BuildOutput): Promise<void> {
  const { key, tag, log, onInterrupt } = output;
  return terminals.openStream({
    key,
    name: `${tag} (build)`,
    icon: 'package',
    onInterrupt,
    open: (signal) => log.read(signal),
  });
}
