import type { Severity } from '../rule';
import { isSeverity, severities } from '../severity';
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
import { readLabelSchema } from './label-schema';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
  if (schema) layer.labelSchema = readLabelSchema(schema, problems);
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
