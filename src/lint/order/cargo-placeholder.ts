import { resolvePath } from '../../shared/posix-path';
import type { FlowCommand } from '../flow/flow';

const sourceFile = /(?:^|\/)[\w-]+\.rs$/;

/** `echo … > src/main.rs`, `touch src/lib.rs`, `cargo new`. */
export function writesStub({ command, call }: FlowCommand): boolean {
  if (call.program === 'cargo') {
    const [verb] = call.args.filter(({ value }) => !/^[-+]/.test(value));
    return verb?.value === 'new' || verb?.value === 'init';
  }
  if (call.program === 'touch') return call.args.some(({ value }) => sourceFile.test(value));
  if (call.program === 'tee') return call.args.some(({ value }) => sourceFile.test(value));
  return (
    /^(?:echo|printf|cat|true|:)$/.test(call.program ?? '') &&
    command.redirects.some(({ operator, target }) => operator.startsWith('>') && sourceFile.test(target?.value ?? ''))
  );
}

/** Where the placeholder is; undefined when that is not static. */
export function stubPath({ command, call, directory }: FlowCommand): string | undefined {
  const redirect = command.redirects.find(({ target }) => sourceFile.test(target?.value ?? ''))?.target;
  const word = redirect ?? call.args.find(({ value }) => sourceFile.test(value));
  return word?.literal && directory !== undefined ? resolvePath(directory, word.value) : undefined;
}

/** With the real source in place this makes it new. */
export function touches({ call }: FlowCommand): boolean {
  return call.program === 'touch' && call.args.some(({ value }) => /\.rs$|[*?]|\bsrc\b/.test(value));
}

/** Removes what was built, or touches whatever it finds. */
export function freshens(entry: FlowCommand): boolean {
  const { call } = entry;
  const words = call.args.map(({ value }) => value);
  if (call.program === 'rm')
    return words.some((word) => /(?:^|\/)target(?:\/|$)|\.fingerprint|\/deps\/|\/release\/|\/debug\//.test(word));
  if (call.program === 'find') return words.includes('touch') || words.includes('-delete') || words.includes('rm');
  if (call.program === 'cargo') return words.includes('clean');
  return false;
}

const compiles = /^(?:build|b|install|rustc|run|r|zigbuild|auditable)$/;

/** It compiles the project for good: no test, no check. */
export function isBuild({ recognised }: FlowCommand): boolean {
  return (
    recognised?.ecosystem === 'cargo' &&
    recognised.role === 'implicit' &&
    compiles.test(recognised.subcommand?.value ?? '')
  );
}

/** What decides where the result lands: profile and target. */
export function outcome({ call, recognised }: FlowCommand): string {
  const words = call.args.map(({ value }) => value);
  const installs = recognised?.subcommand?.value === 'install';
  const release = installs ? !words.includes('--debug') : words.some((word) => word === '--release' || word === '-r');
  const others = words.flatMap((word, at) =>
    /^--(?:profile|target|target-dir)$/.test(word)
      ? [`${word}=${words[at + 1]}`]
      : /^--(?:profile|target|target-dir)=/.test(word)
        ? [word]
        : [],
  );
  return [release ? 'release' : 'debug', ...others.sort()].join(' ');
}
