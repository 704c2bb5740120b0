import type { ConfigLayer } from './config';
import {
  byPosition,
  type ConfigEntry,
  type ConfigProblem,
  type ParsedConfig,
  readBoolean,
  readConfigText,
  readStrings,
} from './config-file';
import type { LabelType, Severity } from './rule';
import { isSeverity, severities } from './severity';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const labelTypes: readonly string[] = [
  'text',
  'url',
  'semver',
  'hash',
  'rfc3339',
  'spdx',
  'email',
] satisfies LabelType[];

/**
 * Reads a `.hadolint.yaml` as hadolint does, so that a team can switch over without editing a file. What concerns only
 * hadolint's output (`format`, `no-color`, `verbose`, …) and keys nobody knows are passed over.
 */
export function parseHadolintConfig(text: string): ParsedConfig {
  const { entries, problems: syntax } = readConfigText(text);
  const problems = [...syntax];
  const layer: Writable<ConfigLayer> = {};
  const codes: Record<string, Severity | 'off'> = {};
  const entry = (key: string) => entries.find((one) => one.key === key);

  const override = entry('override');
  if (override) readOverrides(override, codes, problems);
  const ignored = entry('ignored');
  for (const { text: code } of ignored ? readStrings(ignored, problems) : []) codes[code] = 'off';
  layer.codes = codes;

  const threshold = entry('failure-threshold');
  if (threshold) layer.failOn = readThreshold(threshold, problems);
  const noFail = entry('no-fail');
  if (noFail && readBoolean(noFail, problems)) layer.failOn = 'never';
  const disablePragma = entry('disable-ignore-pragma');
  if (disablePragma) layer.ignoreSuppressions = readBoolean(disablePragma, problems) ?? false;
  const registries = entry('trustedRegistries');
  if (registries) layer.trustedRegistries = readStrings(registries, problems).map(({ text: pattern }) => pattern);
  const schema = entry('label-schema');
  if (schema) layer.labelSchema = readLabels(schema, problems);
  const strict = entry('strict-labels');
  if (strict) layer.strictLabels = readBoolean(strict, problems) ?? false;
  return { layer, problems: problems.sort(byPosition) };
}

/** A code in several lists gets the most severe. */
function readOverrides(entry: ConfigEntry, codes: Record<string, Severity | 'off'>, problems: ConfigProblem[]): void {
  if (!entry.entries) {
    problems.push({ position: entry.position, message: `"override" has to hold lists named ${severities.join(', ')}` });
    return;
  }
  for (const severity of severities) {
    const list = entry.entries.find(({ key }) => key === severity);
    for (const { text } of list ? readStrings(list, problems) : []) codes[text] ??= severity;
  }
  for (const { key, keyPosition } of entry.entries) {
    if (isSeverity(key)) continue;
    problems.push({ position: keyPosition, message: `"${key}" is no severity; there are ${severities.join(', ')}` });
  }
}

/** `ignore` and `none` let every finding fail the run, in hadolint as here. */
function readThreshold(entry: ConfigEntry, problems: ConfigProblem[]): Severity {
  if (isSeverity(entry.value)) return entry.value;
  if (entry.value === 'ignore' || entry.value === 'none') return 'style';
  problems.push({
    position: entry.position,
    message: `"failure-threshold" has to be ${severities.join(', ')} or none`,
  });
  return 'info';
}

function readLabels(entry: ConfigEntry, problems: ConfigProblem[]): Readonly<Record<string, LabelType>> {
  if (!entry.entries && !entry.empty) {
    problems.push({
      position: entry.position,
      message: '"label-schema" has to map labels to types: "version: semver"',
    });
  }
  const schema: Record<string, LabelType> = {};
  for (const { key, value, position } of entry.entries ?? []) {
    const type = value === null || value === '' ? 'text' : value;
    if (isLabelType(type)) schema[key] = type;
    else problems.push({ position, message: `The type of label "${key}" has to be ${labelTypes.join(', ')}` });
  }
  return schema;
}

function isLabelType(text: unknown): text is LabelType {
  return labelTypes.includes(text as string);
}
