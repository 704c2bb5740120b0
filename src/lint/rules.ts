import type { Rule } from './rule';
import { absoluteWorkdir } from './rules/absolute-workdir';
import { archiveAcrossLayers } from './rules/archive-across-layers';
import { avoidLatestTag } from './rules/avoid-latest-tag';
import { checkoutApartFromClone } from './rules/checkout-apart-from-clone';
import { cloneOfMovingRevision } from './rules/clone-of-moving-revision';
import { copySourceBeforeInstall } from './rules/copy-source-before-install';
import { copyWholeTree } from './rules/copy-whole-tree';
import { deleteInLaterLayer } from './rules/delete-in-later-layer';
import { execFormCommand } from './rules/exec-form-command';
import { indexUpdateApartFromInstall } from './rules/index-update-apart-from-install';
import { installAndBuildInOneRun } from './rules/install-and-build-in-one-run';
import { installScriptsNeedSource } from './rules/install-scripts-need-source';
import { installWithoutLockfile } from './rules/install-without-lockfile';
import { missingCommand } from './rules/missing-command';
import { noMaintainer } from './rules/no-maintainer';
import { nonInteractiveInstall } from './rules/non-interactive-install';
import { packageManagerConfigMissing } from './rules/package-manager-config-missing';
import { parseError } from './rules/parse-error';
import { pathDependencyMissing } from './rules/path-dependency-missing';
import { pinApkVersion } from './rules/pin-apk-version';
import { pinAptVersion } from './rules/pin-apt-version';
import { pinRpmVersion } from './rules/pin-rpm-version';
import { pinZypperVersion } from './rules/pin-zypper-version';
import { preferCopyOverAdd } from './rules/prefer-copy-over-add';
import { serverInRun } from './rules/server-in-run';
import { systemPackagesAfterSource } from './rules/system-packages-after-source';
import { tagBaseImage } from './rules/tag-base-image';
import { unknownSuppression } from './rules/unknown-suppression';
import { unusedSuppression } from './rules/unused-suppression';
import { volatileArgBeforeRun } from './rules/volatile-arg-before-run';
import { wideCopyWithoutDockerignore } from './rules/wide-copy-without-dockerignore';
import { workspaceManifestsMissing } from './rules/workspace-manifests-missing';

/** Every rule, in alphabetical order. */
// biome-ignore format: one line per rule, so that additions do not collide.
export const rules: readonly Rule[] = [
  absoluteWorkdir,
  archiveAcrossLayers,
  avoidLatestTag,
  checkoutApartFromClone,
  cloneOfMovingRevision,
  copySourceBeforeInstall,
  copyWholeTree,
  deleteInLaterLayer,
  execFormCommand,
  indexUpdateApartFromInstall,
  installAndBuildInOneRun,
  installScriptsNeedSource,
  installWithoutLockfile,
  missingCommand,
  noMaintainer,
  nonInteractiveInstall,
  packageManagerConfigMissing,
  parseError,
  pathDependencyMissing,
  pinApkVersion,
  pinAptVersion,
  pinRpmVersion,
  pinZypperVersion,
  preferCopyOverAdd,
  serverInRun,
  systemPackagesAfterSource,
  tagBaseImage,
  unknownSuppression,
  unusedSuppression,
  volatileArgBeforeRun,
  wideCopyWithoutDockerignore,
  workspaceManifestsMissing,
];
