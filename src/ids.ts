/** Every id the manifest and the code share. A command without a handler does not compile. */
export type CommandId = EngineCommandId | LanguageCommandId;

/** Handled in src/commands. */
export type EngineCommandId =
  | 'layerwright.buildImage'
  | 'layerwright.runImage'
  | 'layerwright.runImageInteractive'
  | 'layerwright.pullImage'
  | 'layerwright.tagImage'
  | 'layerwright.pushImage'
  | 'layerwright.removeImage'
  | 'layerwright.pruneImages'
  | 'layerwright.inspectImage'
  | 'layerwright.copyImageReference'
  | 'layerwright.startContainer'
  | 'layerwright.stopContainer'
  | 'layerwright.restartContainer'
  | 'layerwright.removeContainer'
  | 'layerwright.pruneContainers'
  | 'layerwright.inspectContainer'
  | 'layerwright.showContainerLogs'
  | 'layerwright.openContainerShell'
  | 'layerwright.openContainerInBrowser'
  | 'layerwright.refreshImages'
  | 'layerwright.refreshContainers'
  | 'layerwright.retryConnection';

/** Handled in src/language and by the composition root. */
export type LanguageCommandId =
  | 'layerwright.showOutput'
  | 'layerwright.openEngineSettings'
  | 'layerwright.fixAllSafe'
  | 'layerwright.fixAllOfRule'
  | 'layerwright.applyFix'
  | 'layerwright.suppressFinding'
  | 'layerwright.openRulePage'
  | 'layerwright.showLintStatus';

export type ViewId = 'layerwright.images' | 'layerwright.containers';

/** `none`: no view has been shown yet. */
/** `misconfigured`: what was chosen for the engine names none, so starting one would not help. */
export type EngineState = 'none' | 'connecting' | 'connected' | 'unreachable' | 'permission' | 'misconfigured';

export type ContextKey = 'layerwright.engineState' | 'layerwright.imagesEmpty' | 'layerwright.containersEmpty';

/** `contextValue` of tree items; menus match them. */
export type ContextValue =
  | 'image'
  | 'imageTag'
  | 'danglingImage'
  | 'imageRepository'
  | 'runningContainer'
  | 'pausedContainer'
  | 'stoppedContainer'
  | 'containerGroup';

export type SettingId =
  | 'layerwright.lint.enabled'
  | 'layerwright.lint.rules'
  | 'layerwright.lint.profile'
  | 'layerwright.lint.allRules'
  | 'layerwright.lint.configFile'
  | 'layerwright.shellcheck.path'
  | 'layerwright.engine.host'
  | 'layerwright.engine.context';
