import type { LabelType } from '../rule';
import type { ConfigEntry, ConfigProblem } from './config-file';

/** What the value of a label can be. */
export const labelTypes: readonly string[] = [
  'text',
  'url',
  'semver',
  'hash',
  'rfc3339',
  'spdx',
  'email',
] satisfies LabelType[];

/** `label-schema`: label → type, an empty one being text. */
export function readLabelSchema(entry: ConfigEntry, problems: ConfigProblem[]): Readonly<Record<string, LabelType>> {
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
