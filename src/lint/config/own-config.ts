import { isForeignCode } from '../codes';
import { nearestWord } from '../nearest-word';
import type { Severity } from '../rule';
import { type RuleId, ruleIds } from '../rule-ids';
import { isSeverity, severities } from '../severity';
import { type ConfigLayer, profiles } from './config';
import { configKeys } from './config-completion';
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

const keys = Object.keys(configKeys);

/**
 * Reads a `.layerwright.yaml`:
 *
 *     version: 1                 # of this format; may be left out
 *     rules:                     # id or foreign code → error, warning, info, style or off
 *       pin-apt-version: error
 *       DL3020: off
 *     profile: recommended       # or strict, hadolint, buildkit, cache
 *     all-rules: false           # also those that are off by default
 *     trusted-registries: ["*.example.com"] # images come from there, or from Docker Hub if docker.io is named
 *     label-schema:              # label → text, url, semver, hash, rfc3339, spdx or email
 *       org.opencontainers.image.version: semver
 *     strict-labels: false       # no labels but those
 *     fail-on: warning           # or never
 *     ignore-suppressions: false # comments switch nothing off
 */
export function parseOwnConfig(text: string): ParsedConfig {
  const { entries, problems: syntax } = readConfigText(text);
  const problems = [...syntax];
  const layer: Writable<ConfigLayer> = {};
  for (const entry of entries) {
    if (entry.key === 'version') checkVersion(entry, problems);
    else if (entry.key === 'rules') Object.assign(layer, readRules(entry, problems));
    else if (entry.key === 'profile') Object.assign(layer, readProfile(entry, problems));
    else if (entry.key === 'all-rules') layer.allRules = readBoolean(entry, problems) ?? false;
    else if (entry.key === 'trusted-registries')
      layer.trustedRegistries = readStrings(entry, problems).map(({ text }) => text);
    else if (entry.key === 'label-schema') layer.labelSchema = readLabelSchema(entry, problems);
    else if (entry.key === 'strict-labels') layer.strictLabels = readBoolean(entry, problems) ?? false;
    else if (entry.key === 'ignore-suppressions') layer.ignoreSuppressions = readBoolean(entry, problems) ?? false;
    else if (entry.key === 'fail-on') {
      const threshold = entry.value;
      if (threshold === 'never' || isSeverity(threshold)) layer.failOn = threshold;
      else {
        problems.push({ position: entry.position, message: `"fail-on" has to be ${severities.join(', ')} or never` });
      }
    } else problems.push(unknownKey(entry));
  }
  return { layer, problems: problems.sort(byPosition) };
}

/** What is wrong with a rule's name; undefined for an id or a foreign code. */
export function unknownRule(name: string): string | undefined {
  if (isRuleId(name) || isForeignCode(name)) return undefined;
  const meant = nearestWord(name, ruleIds);
  return `There is no rule "${name}"${meant ? `; "${meant}" is near` : ''}`;
}

export function isRuleId(name: string): name is RuleId {
  return (ruleIds as readonly string[]).includes(name);
}

function readProfile(entry: ConfigEntry, problems: ConfigProblem[]): Pick<ConfigLayer, 'profile'> {
  const profile = profiles.find((one) => one === entry.value);
  if (profile) return { profile };
  problems.push({ position: entry.position, message: `"profile" has to be one of ${profiles.join(', ')}` });
  return {};
}

function checkVersion(entry: ConfigEntry, problems: ConfigProblem[]): void {
  if (entry.value === 1) return;
  problems.push({ position: entry.position, message: 'Only version 1 of this format is known; update Layerwright' });
}

function readRules(entry: ConfigEntry, problems: ConfigProblem[]): Pick<ConfigLayer, 'severities' | 'codes'> {
  if (!entry.entries && !entry.empty) {
    problems.push({
      position: entry.position,
      message: '"rules" has to map rules to severities: "pin-apt-version: error"',
    });
  }
  const byId: Partial<Record<RuleId, Severity | 'off'>> = {};
  const byCode: Record<string, Severity | 'off'> = {};
  for (const { key, keyPosition, value, position } of entry.entries ?? []) {
    const unknown = unknownRule(key);
    const severity = value === false ? 'off' : value;
    if (unknown) problems.push({ position: keyPosition, message: unknown });
    else if (severity !== 'off' && !isSeverity(severity)) {
      problems.push({ position, message: `The severity of "${key}" has to be ${severities.join(', ')} or off` });
    } else if (isRuleId(key)) byId[key] = severity;
    else byCode[key] = severity;
  }
  return { severities: byId, codes: byCode };
}

function unknownKey({ key, keyPosition }: ConfigEntry): ConfigProblem {
  const meant = nearestWord(key, keys);
  const message = `There is no setting "${key}"; ${meant ? `"${meant}" is near` : `there are ${keys.join(', ')}`}`;
  return { position: keyPosition, message };
}
