/** Bundled to out/host/mocha-entry.js and called by VS Code in its extension host. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

export function run(): Promise<void> {
  const root = join(__dirname, '..', '..');
  const grep = process.env.LAYERWRIGHT_GREP;
  const mocha = new Mocha({
    timeout: 60_000,
    color: process.env.LAYERWRIGHT_COLOR === '1',
    reporter: join(root, 'test', 'support', 'count-reporter.cjs'),
    ...(grep ? { grep } : {}),
  });
  const suite = join(__dirname, 'suite');
  for (const name of readdirSync(suite).sort()) if (name.endsWith('.test.js')) mocha.addFile(join(suite, name));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(`${failures} failed`)) : resolve()));
  });
}
