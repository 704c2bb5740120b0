import type { RelatedCodes, Rule } from './rule';

const buildkitChecks = new Set([
  'ConsistentInstructionCasing',
  'CopyIgnoredFile',
  'DuplicateStageName',
  'ExposeInvalidFormat',
  'ExposeProtoCasing',
  'FromAsCasing',
  'FromPlatformFlagConstDisallowed',
  'InvalidBaseImagePlatform',
  'InvalidDefaultArgInFrom',
  'InvalidDefinitionDescription',
  'JSONArgsRecommended',
  'LegacyKeyValueFormat',
  'MaintainerDeprecated',
  'MultipleInstructionsDisallowed',
  'NoEmptyContinuation',
  'RedundantTargetPlatform',
  'ReservedStageName',
  'SecretsUsedInArgOrEnv',
  'StageNameCasing',
  'UndefinedArgInFrom',
  'UndefinedVar',
  'WorkdirRelativePath',
]);

/** Checks that BuildKit runs only if a file or a build names them, and that `skip` does not reach. */
export const experimentalChecks: ReadonlySet<string> = new Set(['InvalidDefinitionDescription']);

/** The names of BuildKit's checks. */
export function buildkitCheckNames(): Iterable<string> {
  return buildkitChecks.keys();
}

export function isBuildkitCheck(name: string): boolean {
  return buildkitChecks.has(name);
}

/** The codes of one source; empty where there are none. */
export function codes(related: RelatedCodes | undefined, source: keyof RelatedCodes): readonly string[] {
  const value = related?.[source];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** The codes of all sources. */
export function allCodes(related: RelatedCodes | undefined): readonly string[] {
  return [...codes(related, 'hadolint'), ...codes(related, 'buildkit'), ...codes(related, 'cache')];
}

/** The codes of other tools, as a regular expression that editors understand. */
export const foreignCodePattern = `^(?:DL[134]\\d{3}|SC\\d{4}|CACHE\\d{3}|${[...buildkitChecks].join('|')})$`;

const foreignCode = new RegExp(foreignCodePattern);

/**
 * The text is a code of hadolint, ShellCheck, BuildKit or the cache catalogue, whether a rule of ours carries it or not:
 * naming it somewhere is no mistake.
 */
export function isForeignCode(text: string): boolean {
  return foreignCode.test(text);
}

/** Whose code it is; undefined for ShellCheck's and for what is no code. */
export function sourceOf(code: string): keyof RelatedCodes | undefined {
  if (buildkitChecks.has(code)) return 'buildkit';
  return /^DL\d{4}$/.test(code) ? 'hadolint' : /^CACHE\d{3}$/.test(code) ? 'cache' : undefined;
}

export function rulesWithCode(rules: readonly Rule[], code: string): readonly Rule[] {
  return rules.filter((rule) => allCodes(rule.related).includes(code));
}
