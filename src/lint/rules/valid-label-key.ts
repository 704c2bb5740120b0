import type { Dockerfile, PairsInstruction, Word } from '../../dockerfile/model';
import { expand, scopeBefore } from '../../dockerfile/scope';
import { instructionsOf } from '../facts/instructions-of';
import type { Fix, Rule } from '../rule';

/** What Docker's conventions for label keys allow. */
const shape = /^[a-z](?:[0-9a-z._/-]*[0-9a-z])?$/;
const reserved = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

/** Tools look labels up by exact keys. */
export const validLabelKey: Rule = {
  id: 'valid-label-key',
  summary: 'Write label keys in lower case with dots and single hyphens',
  category: 'style',
  severity: 'style',
  since: '0.1.0',
  related: { hadolint: 'DL3048' },
  docs: {
    why: 'Label keys are looked up exactly as written, by tools that expect lower-case letters, digits, dots, hyphens, underscores and slashes, starting with a letter and ending in a letter or digit. The prefixes `com.docker.`, `io.docker.` and `org.dockerproject.` belong to Docker.',
    notes: 'The fix for upper case is not safe: whoever reads the label by its old key no longer finds it.',
    bad: ['FROM node:22\nLABEL Team="shop"\n', 'FROM node:22\nLABEL com.docker.team="shop"\n'],
    good: ['FROM node:22\nLABEL team="shop" com.example.shop.build-date="2025-01-31"\n'],
  },
  when: { has: ['LABEL'] },
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3048');
    for (const instruction of instructionsOf(dockerfile, 'LABEL')) {
      const nameOf = (key: Word) =>
        asked || key.variables.length === 0 ? key.value : known(dockerfile, instruction, key);
      const bad = instruction.pairs.map(({ key }) => key).filter((key) => !isValid(nameOf(key)));
      const [first, ...others] = bad;
      if (!first) continue;
      yield {
        span: first.span,
        message: `The label key "${first.value}" ${reasonFor(nameOf(first) ?? first.value)}, so tools may not find it.`,
        related: others.map(({ span, value }) => ({ span, message: `So does "${value}".` })),
        fixes: () => lowerCase(bad),
      };
    }
  },
};

function isValid(key: string | undefined): boolean {
  return key === undefined || (shape.test(key) && !reserved.test(key) && !/\.\.|--/.test(key));
}

function known(file: Dockerfile, instruction: PairsInstruction, key: Word): string | undefined {
  return expand(key, scopeBefore(file, instruction));
}

function reasonFor(key: string): string {
  if (reserved.test(key)) return 'has a prefix that belongs to Docker';
  if (/\.\.|--/.test(key)) return 'repeats a dot or hyphen';
  if (/[A-Z]/.test(key)) return 'has upper-case letters';
  if (!/^[a-z]/.test(key)) return 'does not start with a letter';
  return /[^0-9a-z._/-]/.test(key)
    ? 'has characters other than letters, digits, dots, hyphens, underscores and slashes'
    : 'does not end in a letter or digit';
}

/** Where nothing but the case is wrong. */
function lowerCase(keys: readonly Word[]): readonly Fix[] {
  if (keys.some(({ value, variables }) => variables.length > 0 || !isValid(value.toLowerCase()))) return [];
  const edits = keys.map(({ span, raw }) => ({ span, newText: raw.toLowerCase() }));
  return [{ title: `Write ${keys.map(({ value }) => value.toLowerCase()).join(' and ')}`, safe: false, edits }];
}
