import { foreignCodePattern } from '../lint/codes';
import { configKeys } from '../lint/config/config-completion';
import { labelTypes } from '../lint/config/label-schema';
import type { Rule } from '../lint/rule';
import { severities } from '../lint/severity';

/** A JSON schema of `.layerwright.yaml`, for editors: `schemas/layerwright.schema.json`. */
export function configSchema(rules: readonly Rule[]): object {
  const severity = { enum: [...severities, 'off', false] };
  const properties = Object.entries(configKeys).map(([key, { detail, values }]) => {
    const description = `${detail}.`;
    if (key === 'trusted-registries')
      return [key, { description, type: ['array', 'string', 'null'], items: { type: 'string' } }] as const;
    if (key === 'label-schema') {
      return [
        key,
        { description, type: ['object', 'null'], additionalProperties: { enum: [...labelTypes, '', null] } },
      ] as const;
    }
    if (key !== 'rules') return [key, { description, enum: values.map(({ text }) => literal(text)) }] as const;
    const known = rules.map(({ id, summary }) => [id, { description: `${summary}.`, ...severity }] as const);
    return [
      key,
      {
        description,
        type: ['object', 'null'],
        properties: Object.fromEntries(known),
        patternProperties: { [foreignCodePattern]: severity },
        additionalProperties: false,
      },
    ] as const;
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Layerwright: which rules hold in this repository',
    type: ['object', 'null'],
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

function literal(text: string): string | number | boolean {
  return text === 'true' ? true : text === 'false' ? false : /^\d+$/.test(text) ? Number(text) : text;
}
