import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { codes } from '../../../../src/lint/codes';
import { type ConfigLayer, mergeConfig } from '../../../../src/lint/config/config';
import { parseHadolintConfig } from '../../../../src/lint/config/hadolint-config';
import { lint } from '../../../../src/lint/lint';
import { shell } from '../../support/shell';
import { decidedOtherwise } from './decided-otherwise';

/**
 * One line per Dockerfile of ours, with what hadolint 2.15.1 reported for it: `CODE:line`, a code as often as it was
 * reported, ShellCheck's left out. The last hundred are made at random. Files that hadolint cannot parse are not there.
 */
const cases = readFileSync(join(__dirname, 'hadolint.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Case => JSON.parse(line));

interface Case {
  readonly dockerfile: string;
  /** The text of a `.hadolint.yaml`. */
  readonly config?: string;
  readonly found: readonly string[];
}

/** Found on the instruction that is overridden, as BuildKit has it; hadolint reports the one that overrides. */
const onTheEarlierLine = new Set(['DL3012', 'DL4003', 'DL4004']);

describe('parity with hadolint', () => {
  it('reports under its profile what hadolint reports, on the same lines', () => {
    const different = cases.filter(({ dockerfile, config, found }) => {
      return comparable(findingsOf(dockerfile, { profile: 'hadolint' }, config)) !== comparable(found);
    });
    assert.equal(different.map(describeCase).join('\n\n'), '', `${different.length} of ${cases.length}`);
  });

  it('knows a case for and a case against every code', () => {
    const all = new Set(cases.flatMap(({ found }) => found.map(codeOf)));
    assert.equal(all.size, 71);
  });

  for (const { dockerfile, hadolint, ours, why } of decidedOtherwise) {
    it(`decides otherwise by default: ${why}`, () => {
      assert.equal(comparable(findingsOf(dockerfile, {})), comparable(ours));
      assert.equal(comparable(findingsOf(dockerfile, { profile: 'hadolint' })), comparable(hadolint));
    });
  }
});

function findingsOf(dockerfile: string, layer: ConfigLayer, hadolintConfig = ''): readonly string[] {
  const file = parseDockerfile(dockerfile);
  const config = mergeConfig(parseHadolintConfig(hadolintConfig).layer, layer);
  return lint(file, { shell: shell(), config }).flatMap(({ related, range: { start } }) => {
    const offset = file.lines.offsetAt(start);
    const inside = file.instructions.find(({ span }) => span.start <= offset && offset <= span.end);
    const line = inside ? file.lines.positionAt(inside.span.start).line : start.line;
    return codes(related, 'hadolint')
      .filter((code) => code !== 'DL1000')
      .map((code) => `${code}:${line + 1}`);
  });
}

function comparable(found: readonly string[]): string {
  return found
    .map((one) => (onTheEarlierLine.has(codeOf(one)) ? codeOf(one) : one))
    .sort()
    .join(' ');
}

function codeOf(found: string): string {
  return found.replace(/:.*/, '');
}

function describeCase({ dockerfile, config, found }: Case): string {
  const ours = comparable(findingsOf(dockerfile, { profile: 'hadolint' }, config));
  return `${dockerfile}${config ?? ''}hadolint: ${comparable(found)}\nours:     ${ours}`;
}
