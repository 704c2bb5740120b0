import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCommandPage } from '../../src/build/command-page';
import { configSchema } from '../../src/build/config-schema';
import { manifestParts } from '../../src/build/manifest-parts';
import { renderRuleDocs } from '../../src/build/rule-page';
import { ruleSettingId, ruleSettings } from '../../src/build/rule-settings';
import { createMemoryContext } from '../../src/context/memory-context';
import { createExampleFixer } from '../../src/lint/example-fixer';
import { rules } from '../../src/lint/rules';
import { loadShell, shell } from '../unit/support/shell';

/** Writes every generated file that is committed. */
async function update(): Promise<void> {
  await loadShell();
  const fixExample = createExampleFixer({ shell: shell(), contextOf: createMemoryContext });
  writeDirectory(join(__dirname, '../../docs/rules'), renderRuleDocs(rules, fixExample));
  updateManifest();
  writeFileSync(join(__dirname, '../../docs/commands.md'), renderCommandPage());
  writeFileSync(
    join(__dirname, '../../schemas/layerwright.schema.json'),
    `${JSON.stringify(configSchema(rules), null, 2)}\n`,
  );
}

/** Commands, menus, views, and the severities that one can set, rule by rule. */
function updateManifest(): void {
  const file = join(__dirname, '../../package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(manifest.contributes, manifestParts());
  for (const { properties } of manifest.contributes.configuration)
    if (ruleSettingId in properties) properties[ruleSettingId].properties = ruleSettings(rules);
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The directory holds these files and no others. */
function writeDirectory(directory: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) if (!files.has(name)) rmSync(join(directory, name));
  for (const [name, text] of files) writeFileSync(join(directory, name), text);
}

void update();
