import { UsageError } from './io';

export function readBuilder(text: string | undefined): 'buildkit' | 'legacy' | undefined {
  if (text === undefined || text === 'buildkit' || text === 'legacy') return text;
  throw new UsageError(`--builder takes buildkit or legacy, not "${text}".`);
}

/** As docker does it: a name alone takes its value from the environment, and is left out where there is none. */
export function readBuildArgs(list: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.flatMap((text) => {
      const equals = text.indexOf('=');
      if (equals > 0) return [[text.slice(0, equals), text.slice(equals + 1)]];
      if (equals === 0) throw new UsageError(`--build-arg takes NAME=VALUE, not "${text}".`);
      const value = process.env[text];
      return value === undefined ? [] : [[text, value]];
    }),
  );
}
