import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { milliseconds, packageExtension, type Row, repositoryRoot } from './measure';

const runs = 15;

/** Time to require the bundle in a fresh process, with a stand-in for VS Code's API that answers everything with itself. */
const program = `
const Module = require('node:module');
const standIn = new Proxy(class {}, { get: (target, name) => (name === 'prototype' ? target.prototype : standIn), apply: () => standIn });
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
const begin = performance.now();
require(process.argv[1]);
console.log(performance.now() - begin);
`;

export function load(): readonly Row[] {
  if (!existsSync(join(repositoryRoot, 'dist', 'meta.json'))) packageExtension();
  const bundle = join(repositoryRoot, 'dist', 'extension.js');
  const required = Array.from({ length: runs }, () => time(['-e', program, bundle]));
  const empty = Array.from({ length: runs }, () => elapsed(() => node(['-e', '0'])));
  const version = Array.from({ length: runs }, () =>
    elapsed(() => node([join(repositoryRoot, 'dist', 'cli.js'), '--version'])),
  );
  return [
    ['require dist/extension.js in a fresh Node', milliseconds(required)],
    ['layerwright --version, from start to end', milliseconds(version)],
    ['the same of an empty program, to compare', milliseconds(empty)],
  ];
}

function time(args: readonly string[]): number {
  return Number(node(args));
}

function node(args: readonly string[]): string {
  return execFileSync(process.execPath, args, { encoding: 'utf8', cwd: repositoryRoot });
}

function elapsed(work: () => void): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}
