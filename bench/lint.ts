import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { validate } from 'dockerfile-utils';
import { parseDockerfile } from '../src/dockerfile/parse';
import { lint } from '../src/lint/lint';
import { loadShellParser } from '../src/shell/parser';
import { generateDockerfile } from './generate-dockerfile';
import { milliseconds, type Row } from './measure';

const files = 500;
const rounds = 5;

/**
 * Time per file of the whole linter on a text (model, shell, all rules; no build context), beside dockerfile-utils' validator
 * on the same texts in the same process. The first round warms up and does not count.
 */
export async function lintFiles(): Promise<readonly Row[]> {
  const texts = Array.from({ length: files }, (_, index) => generateDockerfile(index));
  const { resolve } = createRequire(__filename);
  const begin = performance.now();
  const shell = await loadShellParser({
    runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    bash: readFileSync(resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
  });
  const loaded = performance.now() - begin;
  const ours: number[] = [];
  const theirs: number[] = [];
  let findings = 0;
  let problems = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const text of texts) {
      const first = performance.now();
      const found = lint(parseDockerfile(text), { shell });
      const second = performance.now();
      const validated = validate(text);
      const third = performance.now();
      if (round === 0) {
        findings += found.length;
        problems += validated.length;
        continue;
      }
      ours.push(second - first);
      theirs.push(third - second);
    }
  }
  const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
  return [
    ['texts', `${files} generated Dockerfiles of ${Math.round(lines / files)} lines on average`],
    [`our linter, ${findings} findings`, milliseconds(ours)],
    [`dockerfile-utils, ${problems} problems`, milliseconds(theirs)],
    ['loading the shell parser, once', `${loaded.toFixed(0)} ms`],
  ];
}
