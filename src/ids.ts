/** Every id the manifest and the code share. A command without a handler does not compile. */
export type CommandId = EngineCommandId | HostCommandId | LanguageCommandId;

/** Handled in src/commands: each family in its folder, which is read when one of its commands is first called. */
export const engineCommandIds = {
  build: [
    'layerwright.buildImage',
    'layerwright.buildImageWithOptions',
    'layerwright.buildStage',
    'layerwright.runStage',
    'layerwright.showBuild',
    'layerwright.showBlastRadius',
    'layerwright.toggleBlastRadius',
    'layerwright.toggleInlineCosts',
  ],
  optimise: ['layerwright.optimiseDockerfile', 'layerwright.applyRewrite', 'layerwright.proveRewrite'],
  run: [
    'layerwright.runImage',
    'layerwright.runImageAgain',
    'layerwright.runImageInteractive',
    'layerwright.runContainerAgain',
    'layerwright.runLine',
  ],
  image: [
    'layerwright.tagImage',
    'layerwright.removeImage',
    'layerwright.pruneImages',
    'layerwright.inspectImage',
    'layerwright.copyImageReference',
    'layerwright.copyImageId',
    'layerwright.copyImageDigest',
    'layerwright.showImageHistory',
    'layerwright.saveImages',
    'layerwright.loadImages',
    'layerwright.importImage',
    'layerwright.refreshImages',
  ],
  registry: [
    'layerwright.pullImage',
    'layerwright.pullImageForPlatform',
    'layerwright.pushImage',
    'layerwright.pushImageTo',
    'layerwright.logInToRegistry',
    'layerwright.logOutOfRegistry',
    'layerwright.addRegistry',
    'layerwright.removeRegistry',
    'layerwright.addRepository',
    'layerwright.removeRepository',
    'layerwright.copyRemoteReference',
    'layerwright.copyPinnedReference',
    'layerwright.copyRemoteDigest',
    'layerwright.deleteRemoteTag',
    'layerwright.openRegistryInBrowser',
    'layerwright.loadMoreFromRegistry',
    'layerwright.refreshRegistries',
  ],
  container: [
    'layerwright.startContainer',
    'layerwright.stopContainer',
    'layerwright.restartContainer',
    'layerwright.removeContainer',
    'layerwright.pruneContainers',
    'layerwright.inspectContainer',
    'layerwright.pauseContainer',
    'layerwright.unpauseContainer',
    'layerwright.killContainer',
    'layerwright.waitForContainer',
    'layerwright.showContainerPorts',
    'layerwright.renameContainer',
    'layerwright.updateContainer',
    'layerwright.commitContainer',
    'layerwright.exportContainer',
    'layerwright.showContainerChanges',
    'layerwright.copyContainerId',
    'layerwright.copyContainerName',
    'layerwright.openContainerInBrowser',
    'layerwright.refreshContainers',
  ],
  terminal: [
    'layerwright.openContainerShell',
    'layerwright.openContainerShellAs',
    'layerwright.execInContainer',
    'layerwright.attachContainer',
    'layerwright.startContainerAttached',
  ],
  monitoring: ['layerwright.showContainerStats', 'layerwright.showContainerProcesses', 'layerwright.showEngineEvents'],
  log: [
    'layerwright.showContainerLogs',
    'layerwright.showContainerLogsWithOptions',
    'layerwright.searchContainerLogs',
    'layerwright.saveContainerLogs',
  ],
  arrange: [
    'layerwright.filterImages',
    'layerwright.clearImageFilter',
    'layerwright.groupImages',
    'layerwright.sortImages',
    'layerwright.filterContainers',
    'layerwright.clearContainerFilter',
    'layerwright.groupContainers',
    'layerwright.sortContainers',
  ],
  context: [
    'layerwright.useContext',
    'layerwright.useContextForDocker',
    'layerwright.createContext',
    'layerwright.inspectContext',
    'layerwright.removeContext',
    'layerwright.refreshContexts',
  ],
  disk: [
    'layerwright.showDiskUsage',
    'layerwright.refreshDiskUsage',
    'layerwright.pruneBuildCache',
    'layerwright.pruneSystem',
  ],
  volume: [
    'layerwright.createVolume',
    'layerwright.inspectVolume',
    'layerwright.removeVolume',
    'layerwright.pruneVolumes',
    'layerwright.refreshVolumes',
  ],
  network: [
    'layerwright.createNetwork',
    'layerwright.connectNetwork',
    'layerwright.disconnectNetwork',
    'layerwright.inspectNetwork',
    'layerwright.removeNetwork',
    'layerwright.pruneNetworks',
    'layerwright.refreshNetworks',
  ],
  compose: ['layerwright.composeUp', 'layerwright.composeDown'],
  /** Files of containers. */
  file: [
    'layerwright.openContainerFile',
    'layerwright.openContainerFolder',
    'layerwright.newContainerFile',
    'layerwright.newContainerFolder',
    'layerwright.renameContainerFile',
    'layerwright.deleteContainerFile',
    'layerwright.copyFromContainer',
    'layerwright.copyToContainer',
    'layerwright.copyContainerPath',
    'layerwright.refreshContainerFiles',
  ],
} as const;
export type CommandFamily = keyof typeof engineCommandIds;
export type CommandIdOf<Family extends CommandFamily> = (typeof engineCommandIds)[Family][number];
export type EngineCommandId = CommandIdOf<CommandFamily>;
export type BuildCommandId = CommandIdOf<'build'>;
export type OptimiseCommandId = CommandIdOf<'optimise'>;
export type RunCommandId = CommandIdOf<'run'>;
export type ImageCommandId = CommandIdOf<'image'>;
export type RegistryCommandId = CommandIdOf<'registry'>;
export type ContainerCommandId = CommandIdOf<'container'>;
export type TerminalCommandId = CommandIdOf<'terminal'>;
export type MonitoringCommandId = CommandIdOf<'monitoring'>;
export type LogCommandId = CommandIdOf<'log'>;
export type ArrangeCommandId = CommandIdOf<'arrange'>;
export type ContextCommandId = CommandIdOf<'context'>;
export type DiskCommandId = CommandIdOf<'disk'>;
export type VolumeCommandId = CommandIdOf<'volume'>;
export type NetworkCommandId = CommandIdOf<'network'>;
export type ComposeCommandId = CommandIdOf<'compose'>;
export type FileCommandId = CommandIdOf<'file'>;

/** Handled by the composition root. */
export type HostCommandId = 'layerwright.retryConnection' | 'layerwright.openEngineSettings' | 'layerwright.showOutput';

/** Handled in src/language. */
export type LanguageCommandId =
  | 'layerwright.fixAllSafe'
  | 'layerwright.fixAllOfRule'
  | 'layerwright.applyFix'
  | 'layerwright.suppressFinding'
  | 'layerwright.openRulePage'
  | 'layerwright.showLintStatus';

/** Views that can be grouped, sorted and filtered. */
export const arrangedViewIds = ['layerwright.images', 'layerwright.containers'] as const;
export type ArrangedViewId = (typeof arrangedViewIds)[number];

export type ViewId = EngineViewId | 'layerwright.registries' | 'layerwright.contexts';

/** What the engine has: empty without one. */
export type EngineViewId =
  | 'layerwright.images'
  | 'layerwright.containers'
  | 'layerwright.volumes'
  | 'layerwright.networks'
  | 'layerwright.diskUsage';

/**
 * `none`: no view has been shown yet.
 * `incompatible`: what answers is no engine, one that is too old or too new, or one that failed.
 * `misconfigured`: what was chosen for the engine names none, so starting one would not help.
 */
export type EngineState =
  | 'none'
  | 'connecting'
  | 'connected'
  | 'unreachable'
  | 'permission'
  | 'incompatible'
  | 'misconfigured';

/** `…Empty`: listed, and there is nothing. `…Filtered`: a filter is set. `terminalDetaches`: the active terminal has detach keys. `hasBuilds`: something was built in this window. */
export type ContextKey =
  | 'layerwright.engineState'
  | 'layerwright.terminalDetaches'
  | 'layerwright.hasBuilds'
  | `${EngineViewId}Empty`
  | `${ArrangedViewId}Filtered`;

/** `contextValue` of tree items; menus match them. */
export type ContextValue =
  | 'image'
  | 'imageTag'
  | 'danglingImage'
  | 'imageRepository'
  | 'imageGroup'
  | 'runningContainer'
  | 'pausedContainer'
  | 'stoppedContainer'
  | 'containerGroup'
  | 'looseContainerGroup'
  | 'containerPort'
  | 'context'
  | 'currentContext'
  | 'defaultContext'
  | 'currentDefaultContext'
  | 'socket'
  | 'imageUsage'
  | 'containerUsage'
  | 'volumeUsage'
  | 'buildCacheUsage'
  | 'imageUsageItem'
  | 'containerUsageItem'
  | 'volumeUsageItem'
  | 'volume'
  | 'anonymousVolumes'
  | 'volumeUser'
  | 'network'
  | 'predefinedNetwork'
  | 'networkUser'
  | 'containerFiles'
  | 'containerFolder'
  | 'containerFile'
  | 'containerSpecialFile'
  | 'registry'
  | 'remoteRepository'
  | 'namedRepository'
  | 'remoteTag'
  | 'remotePlatform';

export type SettingId =
  | 'layerwright.lint.enabled'
  | 'layerwright.lint.rules'
  | 'layerwright.lint.profile'
  | 'layerwright.lint.allRules'
  | 'layerwright.lint.configFile'
  | 'layerwright.shellcheck.path'
  | 'layerwright.build.inlineCosts'
  | 'layerwright.build.output'
  | 'layerwright.build.codeLens'
  | 'layerwright.build.forecast'
  | 'layerwright.build.blastRadius'
  | 'layerwright.engine.host'
  | 'layerwright.engine.context';
