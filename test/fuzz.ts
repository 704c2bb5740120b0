// `npm run fuzz -- [--seconds N] [--seed N] [--strict-time] [DIRECTORY]`: see docs/contributing.md.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { generateDockerfile, generator } from '../bench/generate-dockerfile';
import { parseDockerfile } from '../src/dockerfile/parse';
import { mergeConfig } from '../src/lint/config/config';
import { rules } from '../src/lint/rules';
import { runRules } from '../src/lint/run-rules';
import { suppressEdit } from '../src/lint/suppress/suppress-edit';
import { type Broken, brokenFixes, brokenRanges, type Lint } from './support/fix-properties';
import { fuzzInput, kinds } from './support/fuzz-inputs';
import { repositoryRoot, scratchRoot } from './support/scratch';
import { loadShell, shell } from './unit/support/shell';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, 'strict-time': { type: 'boolean' } },
});
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const directory = positionals[0] ?? join(repositoryRoot, 'test', 'fixtures');

const limits = {
  /** Milliseconds that one file may take. */
  file: 50,
  /** Characters up to which that holds. */
  length: 100_000,
  /** Characters up to which every fix is tried: each costs two more runs of the linter. */
  fixes: 6_000,
  /** Seconds after which something hangs. */
  hang: 30,
};
const config = mergeConfig({ allRules: true });
let watch: Worker | undefined;
const lint: Lint = (text) => {
  watch?.postMessage(text);
  return runRules(parseDockerfile(text), rules, {
    shell: shell(),
    config,
    onRuleError: (rule, error) => {
      throw new Error(`${rule.id} threw`, { cause: error });
    },
  });
};

async function main(): Promise<void> {
  await loadShell();
  mkdirSync(scratchRoot, { recursive: true });
  const seeds = readSeeds(directory);
  console.log(`seed ${seed}, ${seconds} s, ${seeds.length} files of ${directory}`);
  for (let number = 0; number < 200; number += 1) lint(generateDockerfile(number));
  const random = generator(seed);
  watch = startWatch();
  const seen = new Map<string, number>();
  const slow: { readonly milliseconds: number; readonly length: number; readonly file: string }[] = [];
  const counts = new Map<string, number>();
  const end = performance.now() + seconds * 1000;
  let slowest = 0;
  for (let number = 0; performance.now() < end; number += 1) {
    const kind = kinds[number % kinds.length] ?? 'mutated';
    const text = fuzzInput(kind, random, seeds);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const broken of examine(text)) {
      const key = [broken.rule, broken.promise].join(': ');
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      if (times === 1)
        console.log(
          `${key}${broken.fix ? ` ("${broken.fix}")` : ''}: ${save(`broken-${seen.size}`, reduce(text, broken))}`,
        );
    }
    const milliseconds = text.length > limits.length ? 0 : time(text);
    if (milliseconds > limits.file || milliseconds > slowest) {
      slowest = Math.max(slowest, milliseconds);
      slow.push({ milliseconds, length: text.length, file: save(`slow-${slow.length}`, text) });
    }
  }
  await watch.terminate();
  report(counts, slow, seen);
  const tooSlow = slow.filter(({ milliseconds }) => milliseconds > limits.file).length;
  if (tooSlow > 0) console.log(`${tooSlow} inputs took more than ${limits.file} ms`);
  process.exitCode = seen.size > 0 || (values['strict-time'] && tooSlow > 0) ? 1 : 0;
}

function report(
  counts: ReadonlyMap<string, number>,
  slow: readonly { readonly milliseconds: number; readonly length: number; readonly file: string }[],
  seen: ReadonlyMap<string, number>,
): void {
  for (const [key, times] of seen) if (times > 1) console.log(`${times} times: ${key}`);
  for (const { milliseconds, length, file } of slow.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 5))
    console.log(`${milliseconds.toFixed(1)} ms for ${length} characters: ${file}`);
  console.log([...counts].map(([kind, count]) => `${count} ${kind}`).join(', '));
  console.log(`${seen.size} promises broken`);
}

/** Every promise the linter does not keep on a text. */
function examine(text: string): readonly Broken[] {
  try {
    const findings = lint(text);
    const file = parseDockerfile(text);
    for (const finding of findings.slice(0, 50)) suppressEdit(file, finding);
    return [...brokenRanges(text, findings), ...(text.length > limits.fixes ? [] : brokenFixes(text, lint))];
  } catch (error) {
    const place = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return [{ rule: String(error), promise: `never throws (${String(place)})` }];
  }
}

/** Without the lines that a broken promise does not need. */
function reduce(text: string, { rule, promise }: Broken): string {
  const end = performance.now() + 5000;
  let lines = text.split('\n');
  for (let at = 0; at < lines.length && performance.now() < end; ) {
    const fewer = lines.toSpliced(at, 1);
    if (examine(fewer.join('\n')).some((one) => one.rule === rule && one.promise === promise)) lines = fewer;
    else at += 1;
  }
  return lines.join('\n');
}

/** Milliseconds that linting costs: of a text that seems slow the best of three, as others use the machine, too. */
function time(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let left = 3; left > 0 && best > limits.file; left -= 1) {
    const begin = performance.now();
    try {
      lint(text);
    } catch {
      return 0;
    }
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

function save(name: string, text: string): string {
  const file = join(scratchRoot, `fuzz-${seed}-${name}.Dockerfile`);
  writeFileSync(file, text);
  return file;
}

function readSeeds(root: string): readonly string[] {
  return readdirSync(root, { recursive: true })
    .map((path) => join(root, String(path)))
    .filter(
      (path) => /(?:docker|container)file/i.test(path) && statSync(path).isFile() && statSync(path).size < 100_000,
    )
    .sort()
    .map((path) => readFileSync(path, 'utf8'));
}

/** A thread that is told every input, and ends the process with the last one saved when no other follows in time. */
function startWatch(): Worker {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { writeFileSync, writeSync } = require('node:fs');
    let timer;
    parentPort.on('message', (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        writeFileSync(workerData.file, text);
        writeSync(2, 'It hangs: ' + workerData.file + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }, workerData.milliseconds);
    });`;
  const file = join(scratchRoot, `fuzz-${seed}-hang.Dockerfile`);
  return new Worker(code, { eval: true, execArgv: [], workerData: { file, milliseconds: limits.hang * 1000 } });
}

void main();
