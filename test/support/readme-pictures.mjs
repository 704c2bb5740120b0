// Makes the pictures of the README anew from the screenshots of the window tests, smaller where pngquant is installed:
// npm run test:host, and then  node test/support/readme-pictures.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './tools.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const pictures = {
  layerwright: 'walk-02-quick-fix',
  run: 'run-form-dark',
  stats: 'observe-stats-light',
  'views-1': 'readme-views-1',
  'views-2': 'readme-views-2',
};

for (const [name, screenshot] of Object.entries(pictures)) {
  const picture = join(root, 'docs', 'images', `${name}.png`);
  copyFileSync(join(root, 'test', 'host', 'screenshots', `${screenshot}.png`), picture);
  if (findProgram('pngquant')) execFileSync('pngquant', ['--force', '--strip', '--output', picture, '128', picture]);
}
