/**
 * Every rule's id: also its file, its test, its page in docs/rules and its key in settings. A list, so that configuration
 * and suppressions can be checked without loading the rules.
 */
export const ruleIds = [
  'absolute-workdir', // DL3000
  'add-local-archive', // DL3010
  'apt-get-over-apt', // DL3027
  'archive-across-layers', // CACHE037
  'avoid-latest-tag', // DL3007
  'avoid-sudo', // DL3004
  'blank-line-in-instruction', // NoEmptyContinuation
  'buildkit-feature-without-syntax', // CACHE058
  'cache-mount-defeated', // CACHE019
  'cache-mount-hides-files', // CACHE033
  'cache-mount-options', // CACHE034
  'checkout-apart-from-clone', // CACHE026
  'clone-of-moving-revision', // CACHE017
  'compiler-cache-not-mounted', // CACHE007
  'compilers-in-image', // CACHE055
  'constant-platform', // DL3029, FromPlatformFlagConstDisallowed
  'copied-only-for-install', // CACHE047
  'copy-destination-slash', // DL3021
  'copy-from-known-stage', // DL3022
  'copy-ignored-file', // CopyIgnoredFile
  'copy-source-before-install', // CACHE001
  'copy-whole-tree', // DL3067, CACHE022
  'copy-without-link', // CACHE046
  'data-download-after-source', // CACHE062
  'definition-description', // InvalidDefinitionDescription
  'delete-in-later-layer', // CACHE014
  'dependencies-in-build-step', // CACHE002
  'dev-dependencies-in-final-image', // CACHE016
  'download-cache-left-in-layer', // CACHE011
  'download-of-moving-version', // CACHE018
  'duplicate-stage-name', // DL3024, DuplicateStageName
  'emulated-compile', // CACHE045
  'env-self-reference', // DL3044, UndefinedVar
  'exec-form-command', // DL3025, JSONArgsRecommended
  'expose-container-port-only', // ExposeInvalidFormat
  'expose-protocol-casing', // ExposeProtoCasing
  'file-copied-too-early', // CACHE040
  'floating-base-tag', // CACHE024
  'from-as-casing', // FromAsCasing
  'git-history-copied-early', // CACHE036
  'independent-step-after-source', // CACHE004
  'independent-work-in-one-stage', // CACHE042
  'index-update-apart-from-install', // CACHE012
  'install-and-build-in-one-run', // CACHE015
  'install-scripts-need-source', // CACHE028
  'install-without-lockfile', // CACHE009
  'instruction-casing', // ConsistentInstructionCasing
  'label-value', // DL3051-DL3056, DL3058
  'last-user-not-root', // DL3002
  'legacy-key-value-format', // LegacyKeyValueFormat
  'merge-consecutive-runs', // DL3059, CACHE050
  'metadata-before-work', // CACHE052
  'missing-command',
  'missing-label', // DL3049
  'no-copy-from-own-stage', // DL3023
  'no-inline-suppression', // DL1001
  'no-interactive-command', // DL3001
  'no-maintainer', // DL4000, MaintainerDeprecated
  'non-interactive-install', // DL3014, DL3030, DL3034, DL3038
  'npm-install-instead-of-ci', // CACHE025
  'numeric-user', // DL3066
  'onbuild-trigger-order', // CACHE057
  'one-download-tool', // DL4001
  'only-arg-before-from', // DL3061
  'output-in-cache-mount', // CACHE032
  'overridden-instruction', // DL3012, DL4003, DL4004, MultipleInstructionsDisallowed
  'package-cache-not-mounted', // CACHE006
  'package-index-left-in-layer', // DL3009, DL3019, DL3032, DL3036, DL3040, CACHE011
  'package-manager-config-missing', // CACHE030
  'parse-error',
  'path-dependency-missing', // CACHE029
  'permanent-cache-buster', // CACHE056
  'permission-change-after-copy', // CACHE038
  'pin-apk-version', // DL3018
  'pin-apt-version', // DL3008
  'pin-gem-version', // DL3028
  'pin-go-version', // DL3062, CACHE017
  'pin-npm-version', // DL3016, CACHE017
  'pin-pip-version', // DL3013, CACHE017
  'pin-rpm-version', // DL3033, DL3041
  'pin-zypper-version', // DL3037
  'pip-cache-in-layer', // DL3042, CACHE011
  'pipefail', // DL4006, CACHE059
  'placeholder-source-not-touched', // CACHE031
  'platform-arg-before-run', // CACHE044
  'prefer-copy-over-add', // DL3020
  'project-in-dependency-layer', // CACHE020
  'quiet-wget-progress', // DL3047
  'recommended-packages', // DL3015, CACHE054
  'recursive-permission-change', // CACHE010
  'redundant-target-platform', // DL3065, RedundantTargetPlatform
  'remote-add-without-checksum', // CACHE039
  'require-healthcheck', // DL3057
  'reserved-stage-name', // DL3063, ReservedStageName
  'run-without-effect', // CACHE061
  'same-install-in-several-stages', // CACHE043
  'secret-in-image', // DL3064, SecretsUsedInArgOrEnv, CACHE048
  'server-in-run',
  'shell-over-sh-link', // DL4005
  'shell-problem', // SC*
  'stage-name-casing', // StageNameCasing
  'step-relies-on-cache-mount', // CACHE035
  'swallowed-failure', // CACHE059
  'system-packages-after-source', // CACHE003
  'tag-base-image', // DL3006
  'tests-in-release-chain', // CACHE041
  'toolchain-in-final-image', // CACHE013
  'trusted-registry', // DL3026
  'undefined-arg-in-from', // UndefinedArgInFrom, InvalidDefaultArgInFrom
  'undefined-variable', // UndefinedVar
  'unknown-check-option',
  'unknown-label', // DL3050
  'unknown-suppression',
  'unneeded-file-before-install', // CACHE021
  'unused-stage', // CACHE061
  'unused-suppression',
  'upgrade-of-everything', // DL3035, CACHE023
  'useradd-fills-login-log', // DL3046
  'valid-default-image', // InvalidDefaultArgInFrom
  'valid-label-key', // DL3048
  'valid-onbuild-trigger', // DL3043
  'valid-port', // DL3011
  'volatile-arg-before-run', // CACHE005
  'volatile-value-in-layer', // CACHE049
  'volatile-work-in-stable-run', // CACHE051
  'wide-copy-without-dockerignore', // CACHE008, CACHE053
  'workdir-before-relative-copy', // DL3045
  'workdir-over-cd', // DL3003
  'workspace-manifests-missing', // CACHE027
  'yarn-cache-in-layer', // DL3060, CACHE011
] as const;

export type RuleId = (typeof ruleIds)[number];
