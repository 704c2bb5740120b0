import type { Builds } from '../builds/builds';
import type { LastBuilds } from '../builds/last-builds';
import type { NextBuilds } from '../builds/next-builds';
import type { Forecaster } from '../cache/forecaster';
import type { ContainerFiles } from '../container-files/container-files';
import type { Engine, EngineEvent } from '../engine/engine';
import type { Engines } from '../host/engines';
import type { InspectDocuments } from '../host/inspect-documents';
import type { Log } from '../host/log';
import type { Memory } from '../host/memory';
import type { RewriteDocuments } from '../host/rewrite-documents';
import type { Secrets } from '../host/secrets';
import type { Settings } from '../host/settings';
import type { Terminals } from '../host/terminals';
import type { Ui } from '../host/ui';
import type { Webviews } from '../host/webview';
import type { Workspace } from '../host/workspace';
import type { CommandId } from '../ids';
import type { Rewriter } from '../optimise/rewriter';
import type { Registries } from '../registry/registries';
import type { Event } from '../shared/emitter';

/** What commands get. Each names what it uses: `Pick<Services, 'engine' | 'ui'>`. */
export interface Services {
  /** The connected engine; connects on first use, rejects with an EngineError. */
  readonly engine: () => Promise<Engine>;
  /** Files of the engine's containers; loaded on first use. */
  readonly files: () => Promise<ContainerFiles>;
  /** Engines to choose from. */
  readonly engines: Engines;
  readonly ui: Ui;
  readonly terminals: Terminals;
  readonly log: Log;
  readonly memory: Memory;
  readonly settings: Settings;
  /** What was built in this window, and what goes on. */
  readonly builds: Builds;
  /** What the next build will do, and the records it is told from. */
  readonly forecaster: Pick<Forecaster, 'forecast'>;
  readonly lastBuilds: LastBuilds;
  readonly nextBuilds: NextBuilds;
  /** Steps and output of builds. */
  readonly buildPanel: { show(): Promise<void> };
  readonly secrets: Secrets;
  readonly workspace: Workspace;
  readonly webviews: Webviews;
  readonly inspect: InspectDocuments;
  /** What Dockerfiles would become. */
  readonly rewriter: Rewriter;
  readonly rewriteDocuments: RewriteDocuments;
  /** Loaded on first use. */
  readonly registries: () => Promise<Registries>;
  /** What happens at the engine. Listening connects. */
  readonly events: Event<EngineEvent>;
  /** Runs a registered command, for the actions of messages: its failure is shown where all failures are. */
  readonly run: (id: CommandId, ...args: readonly unknown[]) => Promise<unknown>;
}
