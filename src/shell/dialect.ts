const posixShells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'busybox']);

/**
 * Whether the words of SHELL (or of a `#!`) name a POSIX shell, started directly or by another program
 * (`conda run -n env bash -c`). Undefined, the platform's default, counts as one.
 */
export function isPosixShell(words: readonly string[] | undefined): boolean {
  return !words || words.some((word) => isShellName(baseName(word)));
}

/** Whether a program of this base name runs POSIX shell scripts. */
export function isShellName(name: string): boolean {
  return posixShells.has(name);
}

/** `other` when the first line names a program that is no POSIX shell (`#!/usr/bin/env python3`). */
export function scriptDialect(text: string): 'posix' | 'other' {
  if (!text.startsWith('#!')) return 'posix';
  const line = /^#!([^\r\n]*)/.exec(text)?.[1] ?? '';
  const words = line.trim().split(/\s+/).filter(Boolean);
  if (words[0] !== undefined && baseName(words[0]) === 'env') {
    words.shift();
    while (words[0] !== undefined && /^-|=/.test(words[0])) words.shift();
  }
  return words[0] === undefined || isPosixShell(words) ? 'posix' : 'other';
}

/** The last part of a path; both slashes separate, and `.exe` is left out. */
export function baseName(path: string): string {
  const name = path.includes('/') || path.includes('\\') ? path.replace(/^.*[/\\]/, '') : path;
  return name.includes('.') ? name.replace(/\.exe$/i, '') : name;
}
