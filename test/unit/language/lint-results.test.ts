import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LintSettings } from '../../../src/host/settings';
import type { LintDocument } from '../../../src/language/lint-document';
import { createLintResults } from '../../../src/language/lint-results';
import type { Linter } from '../../../src/language/linter';
import { mergeConfig } from '../../../src/lint/config/config';
import { parseOwnConfig } from '../../../src/lint/config/own-config';
import { temporaryFolder } from './temporary-folder';

describe('language/lint-results', () => {
  it('lints a version once, whoever asks', async () => {
    const { results, linted } = fake();
    await Promise.all([results.of(text(1)), results.of(text(1))]);
    await results.of(text(2));
    assert.deepEqual(linted, [1, 2]);
  });

  it('lints again after something it depends on changed', async () => {
    const { results, linted } = fake();
    await results.of(text(1));
    results.invalidate();
    await results.of(text(1));
    assert.deepEqual(linted, [1, 1]);
  });

  it('does not load the linter when linting is off', async () => {
    const { results, loaded } = fake({ enabled: false });
    assert.equal(await results.of(text(1)), undefined);
    assert.equal(loaded(), 0);
  });

  it('tells a failure to who asked, and tries again', async () => {
    const { results, failLoading } = fake();
    failLoading(true);
    await assert.rejects(results.of(text(1)), /no wasm/);
    failLoading(false);
    assert.equal((await results.of(text(1)))?.version, 1);
  });

  it('takes the nearest configuration file, and lets the settings win', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'svc', 'deep'), { recursive: true });
    const file = join(folder, 'svc', '.layerwright.yaml');
    writeFileSync(join(folder, '.layerwright.yaml'), 'all-rules: true\n');
    writeFileSync(file, 'rules:\n  absolute-workdir: error\n  pin-apt-version: error\n');
    const { results } = fake({ rules: { 'pin-apt-version': 'off' } });
    const result = await results.of(text(1, join(folder, 'svc', 'deep', 'Dockerfile')));
    assert.equal(result?.configFile, file);
    assert.deepEqual(result.config.severities, { 'absolute-workdir': 'error', 'pin-apt-version': 'off' });
    assert.equal(result.config.allRules, false);
  });

  it('looks no further than the root of the repository', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'repository', '.git'), { recursive: true });
    writeFileSync(join(folder, '.layerwright.yaml'), 'all-rules: true\n');
    const { results } = fake();
    assert.equal((await results.of(text(1, join(folder, 'repository', 'Dockerfile'))))?.configFile, undefined);
  });

  it('says when the file named in the settings is not there', async () => {
    const { results } = fake({ configFile: '/no/such/file.yaml' });
    const result = await results.of(text(1));
    assert.deepEqual(result?.settingProblems, ['There is no file /no/such/file.yaml']);
  });
});

function text(version: number, path?: string): LintDocument {
  return { uri: 'untitled:1', version, path, text: 'FROM scratch\n' };
}

function fake(settings: Partial<LintSettings> = {}) {
  const linted: number[] = [];
  let loads = 0;
  let failing = false;
  const linter = {
    lint: (document: LintDocument) => {
      linted.push(document.version);
      return [];
    },
    scripts: () => [],
    parseConfig: (_path: string, written: string) => parseOwnConfig(written),
    parseRuleSettings: (rules: object) => ({ layer: { severities: rules, codes: {} }, problems: [] }),
    mergeConfig,
  } as unknown as Linter;
  const results = createLintResults({
    loadLinter: async () => {
      loads++;
      if (failing) throw new Error('no wasm');
      return linter;
    },
    shell: { known: () => [], learn: async () => false, reset() {} },
    settings: () => ({
      enabled: true,
      rules: {},
      profile: undefined,
      allRules: undefined,
      configFile: undefined,
      ...settings,
    }),
    resolveConfigPath: (_uri, path) => path,
  });
  return {
    results,
    linted,
    loaded: () => loads,
    failLoading: (value: boolean) => {
      failing = value;
    },
  };
}
