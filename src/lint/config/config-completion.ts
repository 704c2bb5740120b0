import type { Rule } from '../rule';
import { severities } from '../severity';
import { profiles } from './config';
import { labelTypes } from './label-schema';

/** Something that can stand at a place in a `.layerwright.yaml`. */
export interface ConfigSuggestion {
  readonly label: string;
  /** What is inserted for the word in front of the cursor. */
  readonly text: string;
  readonly detail: string;
  /** Markdown. */
  readonly documentation?: string;
}

const switches: readonly ConfigSuggestion[] = [
  { label: 'true', text: 'true', detail: 'Yes' },
  { label: 'false', text: 'false', detail: 'No' },
];

const levels: readonly ConfigSuggestion[] = severities.map((text) => ({
  label: text,
  text,
  detail: 'Report it as this',
}));

const profileDetails: Readonly<Record<(typeof profiles)[number], string>> = {
  recommended: 'What a good reviewer would say',
  strict: 'Every rule there is',
  hadolint: 'What hadolint reports, as hadolint decides it',
  buildkit: 'What BuildKit’s build checks report',
  cache: 'The rules about the build cache and layers',
};

/** The keys of the file: what they are for, what may stand behind them. The schema is made of this list, too. */
export const configKeys: Readonly<
  Record<string, { readonly detail: string; readonly values: readonly ConfigSuggestion[] }>
> = {
  version: { detail: 'Version of this format', values: [{ label: '1', text: '1', detail: 'The only one' }] },
  profile: {
    detail: 'Which rules are on where nothing else is said',
    values: profiles.map((text) => ({ label: text, text, detail: profileDetails[text] })),
  },
  rules: { detail: 'Severity of rules, by id or by a code of another tool', values: [] },
  'trusted-registries': { detail: 'Patterns of registries that images may come from', values: [] },
  'label-schema': { detail: 'What the value of a label has to be', values: [] },
  'strict-labels': { detail: 'No labels but those of the schema', values: switches },
  'all-rules': { detail: 'Also the rules that are off by default', values: switches },
  'fail-on': {
    detail: 'Exit status 1 from this severity up',
    values: [...levels, { label: 'never', text: 'never', detail: 'Findings never fail the run' }],
  },
  'ignore-suppressions': { detail: 'Comments in Dockerfiles switch nothing off', values: switches },
};

/** Keys whose values stand below them. */
const opens = new Set(['rules', 'trusted-registries', 'label-schema']);

/**
 * What fits at a cursor: a key of the file, a value of one, a rule below `rules`, or its severity. Works on lines, because
 * a file that is being written is seldom valid.
 */
export function suggestConfig(
  text: string,
  position: { readonly line: number; readonly character: number },
  rules: readonly Rule[],
): readonly ConfigSuggestion[] {
  const lines = text.split(/\r?\n/);
  const before = (lines[position.line] ?? '').slice(0, position.character);
  if (before.includes('#')) return [];
  const value = /^(\s*)(["']?)([\w-]+)\2:\s+\S*$/.exec(before);
  const parent = /^\s/.test(before) ? parentKey(lines, position.line) : undefined;
  const inside = parent === 'rules';
  if (value) {
    if (inside) return [...levels, { label: 'off', text: 'off', detail: 'Do not report it' }];
    if (parent === 'label-schema')
      return labelTypes.map((text) => ({ label: text, text, detail: 'The value has to be this' }));
    return value[1] === '' ? (configKeys[value[3] ?? '']?.values ?? []) : [];
  }
  if (!/^\s*[\w-]*$/.test(before)) return [];
  if (inside) return rules.map(suggestRule);
  if (/^\s/.test(before)) return [];
  const present = new Set(lines.map((line) => /^([\w-]+):/.exec(line)?.[1]));
  return Object.entries(configKeys)
    .filter(([key]) => !present.has(key))
    .map(([key, { detail }]) => ({ label: key, text: opens.has(key) ? `${key}:\n  ` : `${key}: `, detail }));
}

function suggestRule({ id, summary, docs }: Rule): ConfigSuggestion {
  return { label: id, text: `${id}: `, detail: summary, documentation: docs.why };
}

/** The key without indentation that the line stands below. */
function parentKey(lines: readonly string[], line: number): string | undefined {
  for (let at = line - 1; at >= 0; at--) {
    const key = /^([\w-]+):/.exec(lines[at] ?? '');
    if (key) return key[1];
  }
  return undefined;
}
