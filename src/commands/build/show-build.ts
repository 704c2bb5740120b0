import type { ReplayLog } from '../logs/replay-log';
import type { Services } from '../services';

export interface BuildOutput {
  readonly key: string;
  readonly tag: string;
  readonly log: ReplayLog;
  readonly onInterrupt: () => void;
}

/** Of the last build, for as long as the window is open. */
let last: BuildOutput | undefined;

/** Builds of the same image one after the other share a terminal. Ctrl+C in it cancels, as it does with docker build. */
export function showOutput({ terminals }: Pick<Services, 'terminals'>, output: BuildOutput): Promise<void> {
  last = output;
  const { key, tag, log, onInterrupt } = output;
  return terminals.openStream({
    key,
    name: `${tag} (build)`,
    icon: 'package',
    onInterrupt,
    open: (signal) => log.read(signal),
  });
}

export async function showBuild(services: Pick<Services, 'terminals' | 'ui'>): Promise<void> {
  if (last) return showOutput(services, last);
  void services.ui.info('Nothing has been built in this window yet.');
}
