import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { generateDockerfile } from './generate-dockerfile';
import { type Row, repositoryRoot } from './measure';

/** Files of a folder that the command line is given for the measurement of memory. */
const manyFiles = 5000;
const lines = 1000;
const starts = 7;

/** The same work done by both, in one process. */
export interface Columns {
  readonly ours: number;
  readonly theirs: number;
}

export interface LintFigures {
  readonly files: number;
  readonly findings: number;
  readonly problems: number;
  /** Milliseconds for all files: the first time, and each of the times behind it. */
  readonly cold: Columns;
  readonly warm: Columns;
  readonly p99: number;
  readonly longest: number;
}

/**
 * All rules over a folder of Dockerfiles (`--files DIR`; generated ones by default): the linter as it ships, in one process
 * with dockerfile-utils' validator, and the command line as a process. The bars stand beside the figures.
 */
export function lintFiles(options: { readonly folder: string | undefined }): readonly Row[] {
  const scratch = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  try {
    const texts = options.folder === undefined ? generated() : textsOf(options.folder);
    texts.forEach((text, index) => {
      writeFileSync(join(scratch, `${index}.Dockerfile`), text);
    });
    const figures = inOneProcess(scratch, longFiles(texts));
    const { cold, warm } = figures;
    return [
      ['texts', `${figures.files} ${options.folder === undefined ? 'generated Dockerfiles' : 'files'}`],
      [`all rules, ${figures.findings} findings`, coldAndWarm(cold.ours, warm.ours)],
      [`dockerfile-utils, ${figures.problems} problems`, coldAndWarm(cold.theirs, warm.theirs)],
      ['all rules by dockerfile-utils, the first time', `${(cold.ours / cold.theirs).toFixed(2)} ×`],
      ['all rules by dockerfile-utils', bar(warm.ours / warm.theirs, 1, '×')],
      ['99 of 100 files are done in', bar(figures.p99, 8, 'ms')],
      [`the slowest file of ${lines} lines`, bar(figures.longest, 50, 'ms')],
      ['command line, start to first finding', bar(startToFinding(scratch), 150, 'ms')],
      [`command line, memory for ${manyFiles} files`, bar(memory(scratch, texts), 200, 'MB')],
      ...hadolint(scratch, texts.length),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function generated(): readonly string[] {
  return Array.from({ length: 500 }, (_, index) => generateDockerfile(index));
}

function textsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /dockerfile/i.test(path) && statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
}

/** Files of a thousand lines, made of whole ones. */
function longFiles(texts: readonly string[]): readonly string[] {
  const long: string[] = [];
  let text = '';
  for (const next of texts) {
    text += `${next}\n`;
    if (text.split('\n').length < lines) continue;
    long.push(text.split('\n').slice(0, lines).join('\n'));
    text = '';
  }
  return long;
}

/** The linter bundled as it ships, with the other validator beside it. */
function inOneProcess(folder: string, long: readonly string[]): LintFigures {
  const entry = join(repositoryRoot, 'out', 'bench', 'lint.cjs');
  buildSync({
    entryPoints: [join(__dirname, 'lint-process.ts')],
    outfile: entry,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
  const longFolder = join(folder, 'long');
  const files = join(folder, 'long.json');
  writeFileSync(files, JSON.stringify(long));
  const output = execFileSync(process.execPath, [entry, folder, files], { encoding: 'utf8', cwd: repositoryRoot });
  rmSync(files);
  rmSync(longFolder, { recursive: true, force: true });
  return JSON.parse(output) as LintFigures;
}

function commandLine(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(repositoryRoot, 'dist', 'cli.js'), 'lint', '--no-shellcheck', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
}

/** Median milliseconds of a process that reports on one file. */
function startToFinding(folder: string): number {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: repositoryRoot, stdio: 'ignore' });
  const times = Array.from({ length: starts }, () => {
    const begin = performance.now();
    commandLine(join(folder, '0.Dockerfile'));
    return performance.now() - begin;
  });
  return times.sort((a, b) => a - b)[Math.floor(starts / 2)] ?? 0;
}

/** Megabytes at the peak, as the command line itself says. */
function memory(folder: string, texts: readonly string[]): number {
  for (let index = texts.length; index < manyFiles; index++)
    writeFileSync(join(folder, `${index}.Dockerfile`), texts[index % texts.length] ?? '');
  const { stderr } = commandLine('--stats', '--no-context', folder);
  return Number(/(\d+) MB at the peak/.exec(stderr)?.[1] ?? Number.NaN);
}

/** The other linter as a process over the same files, where it is installed. */
function hadolint(folder: string, count: number): readonly Row[] {
  const files = Array.from({ length: count }, (_, index) => join(folder, `${index}.Dockerfile`));
  const time = (program: string, args: readonly string[]) => {
    const begin = performance.now();
    const { error } = spawnSync(program, [...args, ...files], { maxBuffer: 1 << 30 });
    return error ? undefined : performance.now() - begin;
  };
  const theirs = time('hadolint', ['--no-fail']);
  if (theirs === undefined) return [['hadolint', 'is not installed']];
  const begin = performance.now();
  commandLine('--no-context', ...files);
  const ours = performance.now() - begin;
  return [
    ['command line over all files', `${ours.toFixed(0)} ms`],
    ['hadolint over all files', `${theirs.toFixed(0)} ms`],
  ];
}

function coldAndWarm(cold: number, warm: number): string {
  return `${warm.toFixed(0)} ms, the first time ${cold.toFixed(0)} ms`;
}

function bar(value: number, limit: number, unit: string): string {
  const figure = unit === '×' ? value.toFixed(2) : value.toFixed(value < 10 ? 1 : 0);
  return `${figure} ${unit}   bar ${limit} ${unit}: ${value <= limit ? 'held' : 'MISSED'}`;
}
