/**
 * Every rule's id: also its file, its test, its page in docs/rules and its key in settings. A list, so that configuration
 * and suppressions can be checked without loading the rules.
 */
export const ruleIds = [
  'absolute-workdir', // DL3000
  'tag-base-image', // DL3006
  'avoid-latest-tag', // DL3007
  'pin-apt-version', // DL3008
  'prefer-copy-over-add', // DL3020
  'exec-form-command', // DL3025, JSONArgsRecommended
  'no-maintainer', // DL4000, MaintainerDeprecated
  'server-in-run',
  'missing-command',
  'copy-source-before-install', // CACHE001
  'system-packages-after-source', // CACHE003
  'volatile-arg-before-run', // CACHE005
  'wide-copy-without-dockerignore', // CACHE008
  'install-without-lockfile', // CACHE009
  'index-update-apart-from-install', // CACHE012
  'install-and-build-in-one-run', // CACHE015
  'workspace-manifests-missing', // CACHE027
  'install-scripts-need-source', // CACHE028
  'path-dependency-missing', // CACHE029
  'package-manager-config-missing', // CACHE030
  'parse-error',
  'unknown-suppression',
] as const;

export type RuleId = (typeof ruleIds)[number];
