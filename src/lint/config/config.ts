import type { LabelType, Severity } from '../rule';
import type { RuleId } from '../rule-ids';

/** What a team decided, merged from `.layerwright.yaml`, `.hadolint.yaml`, settings and the command line. */
export interface LintConfig {
  readonly severities: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /**
   * The same by foreign code (`DL3008`, `JSONArgsRecommended`, `CACHE012`): for findings that carry the code. What
   * `severities` says about the rule goes first.
   */
  readonly codes: Readonly<Record<string, Severity | 'off'>>;
  /** Which rules are on where nothing else is said. */
  readonly profile: Profile;
  /** Turn on what is off by default. */
  readonly allRules: boolean;
  /** hadolint's `disable-ignore-pragma`, and our own comments. */
  readonly ignoreSuppressions: boolean;
  /** Exit status 1 from this severity up. */
  readonly failOn: Severity | 'never';
  /** Patterns of registries that images may come from; empty: all. */
  readonly trustedRegistries: readonly string[];
  /** Label → what its value has to be. */
  readonly labelSchema: Readonly<Record<string, LabelType>>;
  /** No labels but those of the schema. */
  readonly strictLabels: boolean;
}

/**
 * `recommended`: all that is not off by default. `strict`: everything. The others: what hadolint or BuildKit would report,
 * as they would, or the cache rules, each without the rest.
 */
export const profiles = ['recommended', 'strict', 'hadolint', 'buildkit', 'cache'] as const;

export type Profile = (typeof profiles)[number];

/** What one source says; what it leaves out is decided by the sources before it. */
export type ConfigLayer = Partial<LintConfig>;

export const defaultConfig: LintConfig = {
  severities: {},
  codes: {},
  profile: 'recommended',
  allRules: false,
  ignoreSuppressions: false,
  failOn: 'info',
  trustedRegistries: [],
  labelSchema: {},
  strictLabels: false,
};

/** Later layers win; records are merged key by key, lists replaced. */
export function mergeConfig(...layers: readonly ConfigLayer[]): LintConfig {
  let merged = defaultConfig;
  for (const layer of layers) {
    merged = {
      ...merged,
      ...layer,
      severities: { ...merged.severities, ...layer.severities },
      codes: { ...merged.codes, ...layer.codes },
      labelSchema: { ...merged.labelSchema, ...layer.labelSchema },
    };
  }
  return merged;
}
