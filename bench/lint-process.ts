/** The process `bench/lint.ts` measures in: FOLDER of Dockerfiles and a JSON file of long texts in, figures as JSON out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parseDockerfile } from '../src/dockerfile/parse';
import { lint } from '../src/lint/lint';
import { loadShellParser } from '../src/shell/parser';
import type { LintFigures } from './lint';

const rounds = 3;

async function measure(folder: string, longFile: string): Promise<LintFigures> {
  const wasm = (name: string) => readFileSync(join('node_modules', name));
  const shell = await loadShellParser({
    runtime: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    bash: wasm('tree-sitter-bash/tree-sitter-bash.wasm'),
  });
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.Dockerfile'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const time = (work: () => unknown) => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  };
  const check = (text: string) => lint(parseDockerfile(text), { shell });
  const all = (work: (text: string) => unknown) => time(() => texts.forEach(work));
  // The first round is a figure of its own: what runs once, as a process of the command line does.
  const cold = { ours: all(check), theirs: all(validate) };
  const ours: number[] = [];
  let theirs = 0;
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) ours.push(time(() => check(text)));
    for (const text of texts) theirs += time(() => validate(text));
  }
  const long = JSON.parse(readFileSync(longFile, 'utf8')) as readonly string[];
  const best = long.map((text) => Math.min(...Array.from({ length: 3 }, () => time(() => check(text)))));
  const sorted = [...ours].sort((a, b) => a - b);
  return {
    files: texts.length,
    findings: texts.reduce((sum, text) => sum + check(text).length, 0),
    problems: texts.reduce((sum, text) => sum + validate(text).length, 0),
    cold,
    warm: { ours: ours.reduce((sum, one) => sum + one, 0) / rounds, theirs: theirs / rounds },
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    longest: Math.max(0, ...best),
  };
}

measure(process.argv[2] ?? '', process.argv[3] ?? '').then(
  (figures) => process.stdout.write(JSON.stringify(figures)),
  (error: unknown) => {
    process.stderr.write(String(error));
    process.exitCode = 1;
  },
);
