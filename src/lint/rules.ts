import type { Rule } from './rule';
import { absoluteWorkdir } from './rules/absolute-workdir';
import { addLocalArchive } from './rules/add-local-archive';
import { aptGetOverApt } from './rules/apt-get-over-apt';
import { archiveAcrossLayers } from './rules/archive-across-layers';
import { avoidLatestTag } from './rules/avoid-latest-tag';
import { avoidSudo } from './rules/avoid-sudo';
import { blankLineInInstruction } from './rules/blank-line-in-instruction';
import { buildkitFeatureWithoutSyntax } from './rules/buildkit-feature-without-syntax';
import { cacheMountDefeated } from './rules/cache-mount-defeated';
import { cacheMountHidesFiles } from './rules/cache-mount-hides-files';
import { cacheMountOptions } from './rules/cache-mount-options';
import { checkoutApartFromClone } from './rules/checkout-apart-from-clone';
import { cloneOfMovingRevision } from './rules/clone-of-moving-revision';
import { compilerCacheNotMounted } from './rules/compiler-cache-not-mounted';
import { compilersInImage } from './rules/compilers-in-image';
import { constantPlatform } from './rules/constant-platform';
import { copiedOnlyForInstall } from './rules/copied-only-for-install';
import { copyDestinationSlash } from './rules/copy-destination-slash';
import { copyFromKnownStage } from './rules/copy-from-known-stage';
import { copyIgnoredFile } from './rules/copy-ignored-file';
import { copySourceBeforeInstall } from './rules/copy-source-before-install';
import { copyWholeTree } from './rules/copy-whole-tree';
import { copyWithoutLink } from './rules/copy-without-link';
import { dataDownloadAfterSource } from './rules/data-download-after-source';
import { definitionDescription } from './rules/definition-description';
import { deleteInLaterLayer } from './rules/delete-in-later-layer';
import { dependenciesInBuildStep } from './rules/dependencies-in-build-step';
import { devDependenciesInFinalImage } from './rules/dev-dependencies-in-final-image';
import { downloadCacheLeftInLayer } from './rules/download-cache-left-in-layer';
import { downloadOfMovingVersion } from './rules/download-of-moving-version';
import { duplicateStageName } from './rules/duplicate-stage-name';
import { emulatedCompile } from './rules/emulated-compile';
import { envSelfReference } from './rules/env-self-reference';
import { execFormCommand } from './rules/exec-form-command';
import { exposeContainerPortOnly } from './rules/expose-container-port-only';
import { exposeProtocolCasing } from './rules/expose-protocol-casing';
import { fileCopiedTooEarly } from './rules/file-copied-too-early';
import { floatingBaseTag } from './rules/floating-base-tag';
import { fromAsCasing } from './rules/from-as-casing';
import { gitHistoryCopiedEarly } from './rules/git-history-copied-early';
import { independentStepAfterSource } from './rules/independent-step-after-source';
import { independentWorkInOneStage } from './rules/independent-work-in-one-stage';
import { indexUpdateApartFromInstall } from './rules/index-update-apart-from-install';
import { installAndBuildInOneRun } from './rules/install-and-build-in-one-run';
import { installScriptsNeedSource } from './rules/install-scripts-need-source';
import { installWithoutLockfile } from './rules/install-without-lockfile';
import { instructionCasing } from './rules/instruction-casing';
import { labelValue } from './rules/label-value';
import { lastUserNotRoot } from './rules/last-user-not-root';
import { legacyKeyValueFormat } from './rules/legacy-key-value-format';
import { mergeConsecutiveRuns } from './rules/merge-consecutive-runs';
import { metadataBeforeWork } from './rules/metadata-before-work';
import { missingCommand } from './rules/missing-command';
import { missingLabel } from './rules/missing-label';
import { noCopyFromOwnStage } from './rules/no-copy-from-own-stage';
import { noInlineSuppression } from './rules/no-inline-suppression';
import { noInteractiveCommand } from './rules/no-interactive-command';
import { noMaintainer } from './rules/no-maintainer';
import { nonInteractiveInstall } from './rules/non-interactive-install';
import { npmInstallInsteadOfCi } from './rules/npm-install-instead-of-ci';
import { numericUser } from './rules/numeric-user';
import { onbuildTriggerOrder } from './rules/onbuild-trigger-order';
import { oneDownloadTool } from './rules/one-download-tool';
import { onlyArgBeforeFrom } from './rules/only-arg-before-from';
import { outputInCacheMount } from './rules/output-in-cache-mount';
import { overriddenInstruction } from './rules/overridden-instruction';
import { packageCacheNotMounted } from './rules/package-cache-not-mounted';
import { packageIndexLeftInLayer } from './rules/package-index-left-in-layer';
import { packageManagerConfigMissing } from './rules/package-manager-config-missing';
import { parseError } from './rules/parse-error';
import { pathDependencyMissing } from './rules/path-dependency-missing';
import { permanentCacheBuster } from './rules/permanent-cache-buster';
import { permissionChangeAfterCopy } from './rules/permission-change-after-copy';
import { pinApkVersion } from './rules/pin-apk-version';
import { pinAptVersion } from './rules/pin-apt-version';
import { pinGemVersion } from './rules/pin-gem-version';
import { pinGoVersion } from './rules/pin-go-version';
import { pinNpmVersion } from './rules/pin-npm-version';
import { pinPipVersion } from './rules/pin-pip-version';
import { pinRpmVersion } from './rules/pin-rpm-version';
import { pinZypperVersion } from './rules/pin-zypper-version';
import { pipCacheInLayer } from './rules/pip-cache-in-layer';
import { pipefail } from './rules/pipefail';
import { placeholderSourceNotTouched } from './rules/placeholder-source-not-touched';
import { platformArgBeforeRun } from './rules/platform-arg-before-run';
import { preferCopyOverAdd } from './rules/prefer-copy-over-add';
import { projectInDependencyLayer } from './rules/project-in-dependency-layer';
import { quietWgetProgress } from './rules/quiet-wget-progress';
import { recommendedPackages } from './rules/recommended-packages';
import { recursivePermissionChange } from './rules/recursive-permission-change';
import { redundantTargetPlatform } from './rules/redundant-target-platform';
import { remoteAddWithoutChecksum } from './rules/remote-add-without-checksum';
import { requireHealthcheck } from './rules/require-healthcheck';
import { reservedStageName } from './rules/reserved-stage-name';
import { runWithoutEffect } from './rules/run-without-effect';
import { sameInstallInSeveralStages } from './rules/same-install-in-several-stages';
import { secretInImage } from './rules/secret-in-image';
import { serverInRun } from './rules/server-in-run';
import { shellOverShLink } from './rules/shell-over-sh-link';
import { shellProblem } from './rules/shell-problem';
import { stageNameCasing } from './rules/stage-name-casing';
import { stepReliesOnCacheMount } from './rules/step-relies-on-cache-mount';
import { swallowedFailure } from './rules/swallowed-failure';
import { systemPackagesAfterSource } from './rules/system-packages-after-source';
import { tagBaseImage } from './rules/tag-base-image';
import { testsInReleaseChain } from './rules/tests-in-release-chain';
import { toolchainInFinalImage } from './rules/toolchain-in-final-image';
import { trustedRegistry } from './rules/trusted-registry';
import { undefinedArgInFrom } from './rules/undefined-arg-in-from';
import { undefinedVariable } from './rules/undefined-variable';
import { unknownCheckOption } from './rules/unknown-check-option';
import { unknownLabel } from './rules/unknown-label';
import { unknownSuppression } from './rules/unknown-suppression';
import { unneededFileBeforeInstall } from './rules/unneeded-file-before-install';
import { unusedStage } from './rules/unused-stage';
import { unusedSuppression } from './rules/unused-suppression';
import { upgradeOfEverything } from './rules/upgrade-of-everything';
import { useraddFillsLoginLog } from './rules/useradd-fills-login-log';
import { validDefaultImage } from './rules/valid-default-image';
import { validLabelKey } from './rules/valid-label-key';
import { validOnbuildTrigger } from './rules/valid-onbuild-trigger';
import { validPort } from './rules/valid-port';
import { volatileArgBeforeRun } from './rules/volatile-arg-before-run';
import { volatileValueInLayer } from './rules/volatile-value-in-layer';
import { volatileWorkInStableRun } from './rules/volatile-work-in-stable-run';
import { wideCopyWithoutDockerignore } from './rules/wide-copy-without-dockerignore';
import { workdirBeforeRelativeCopy } from './rules/workdir-before-relative-copy';
import { workdirOverCd } from './rules/workdir-over-cd';
import { workspaceManifestsMissing } from './rules/workspace-manifests-missing';
import { yarnCacheInLayer } from './rules/yarn-cache-in-layer';

/** Every rule, in alphabetical order. */
// biome-ignore format: one line per rule, so that additions do not collide.
export const rules: readonly Rule[] = [
  absoluteWorkdir,
  addLocalArchive,
  aptGetOverApt,
  archiveAcrossLayers,
  avoidLatestTag,
  avoidSudo,
  blankLineInInstruction,
  buildkitFeatureWithoutSyntax,
  cacheMountDefeated,
  cacheMountHidesFiles,
  cacheMountOptions,
  checkoutApartFromClone,
  cloneOfMovingRevision,
  compilerCacheNotMounted,
  compilersInImage,
  constantPlatform,
  copiedOnlyForInstall,
  copyDestinationSlash,
  copyFromKnownStage,
  copyIgnoredFile,
  copySourceBeforeInstall,
  copyWholeTree,
  copyWithoutLink,
  dataDownloadAfterSource,
  definitionDescription,
  deleteInLaterLayer,
  dependenciesInBuildStep,
  devDependenciesInFinalImage,
  downloadCacheLeftInLayer,
  downloadOfMovingVersion,
  duplicateStageName,
  emulatedCompile,
  envSelfReference,
  execFormCommand,
  exposeContainerPortOnly,
  exposeProtocolCasing,
  fileCopiedTooEarly,
  floatingBaseTag,
  fromAsCasing,
  gitHistoryCopiedEarly,
  independentStepAfterSource,
  independentWorkInOneStage,
  indexUpdateApartFromInstall,
  installAndBuildInOneRun,
  installScriptsNeedSource,
  installWithoutLockfile,
  instructionCasing,
  labelValue,
  lastUserNotRoot,
  legacyKeyValueFormat,
  mergeConsecutiveRuns,
  metadataBeforeWork,
  missingCommand,
  missingLabel,
  noCopyFromOwnStage,
  noInlineSuppression,
  noInteractiveCommand,
  noMaintainer,
  nonInteractiveInstall,
  npmInstallInsteadOfCi,
  numericUser,
  onbuildTriggerOrder,
  oneDownloadTool,
  onlyArgBeforeFrom,
  outputInCacheMount,
  overriddenInstruction,
  packageCacheNotMounted,
  packageIndexLeftInLayer,
  packageManagerConfigMissing,
  parseError,
  pathDependencyMissing,
  permanentCacheBuster,
  permissionChangeAfterCopy,
  pinApkVersion,
  pinAptVersion,
  pinGemVersion,
  pinGoVersion,
  pinNpmVersion,
  pinPipVersion,
  pinRpmVersion,
  pinZypperVersion,
  pipCacheInLayer,
  pipefail,
  placeholderSourceNotTouched,
  platformArgBeforeRun,
  preferCopyOverAdd,
  projectInDependencyLayer,
  quietWgetProgress,
  recommendedPackages,
  recursivePermissionChange,
  redundantTargetPlatform,
  remoteAddWithoutChecksum,
  requireHealthcheck,
  reservedStageName,
  runWithoutEffect,
  sameInstallInSeveralStages,
  secretInImage,
  serverInRun,
  shellOverShLink,
  shellProblem,
  stageNameCasing,
  stepReliesOnCacheMount,
  swallowedFailure,
  systemPackagesAfterSource,
  tagBaseImage,
  testsInReleaseChain,
  toolchainInFinalImage,
  trustedRegistry,
  undefinedArgInFrom,
  undefinedVariable,
  unknownCheckOption,
  unknownLabel,
  unknownSuppression,
  unneededFileBeforeInstall,
  unusedStage,
  unusedSuppression,
  upgradeOfEverything,
  useraddFillsLoginLog,
  validDefaultImage,
  validLabelKey,
  validOnbuildTrigger,
  validPort,
  volatileArgBeforeRun,
  volatileValueInLayer,
  volatileWorkInStableRun,
  wideCopyWithoutDockerignore,
  workdirBeforeRelativeCopy,
  workdirOverCd,
  workspaceManifestsMissing,
  yarnCacheInLayer,
];
