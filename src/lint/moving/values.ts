import type { RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import type { ShellWord } from '../../shell/script';
import type { LintFile } from '../rule';

/** What the words of a RUN come to, as far as ARG, ENV and defaults in the words say. */
export interface RunValues {
  /** Undefined when it depends on the build or on the script itself. */
  resolve(text: string): string | undefined;
  /** The words of the instruction that name variables of the Dockerfile only, so that an ADD can take them as they are. */
  builderKnows(word: ShellWord): boolean;
  readonly scope: Scope;
}

export function valuesOf(file: LintFile, run: RunInstruction): RunValues {
  const scope = scopeBefore(file.dockerfile, run);
  const { start, end } = run.span;
  let own: ReadonlySet<string> | undefined;
  const setInRun = (name: string) => {
    own ??= assignedIn(file.dockerfile.text.slice(start, end));
    return own.has(name);
  };
  return {
    scope,
    resolve: (text) => resolve(text, scope, setInRun),
    builderKnows: ({ value }) =>
      !/\$\(|`|[*?]/.test(value) &&
      Array.from(value.matchAll(/\$\{?(\w+)([^\w}])?/g)).every(
        ([whole, name, next]) =>
          name !== undefined && !(whole.startsWith('${') && next) && scope.variables.has(name) && !setInRun(name),
      ),
  };
}

/** Variables the script sets itself. */
function assignedIn(text: string): ReadonlySet<string> {
  const names = text.matchAll(
    /(?:^|[\s;&|(])(?:([A-Za-z_]\w*)\+?=|for\s+([A-Za-z_]\w*)\s+in\b|read\s+(?:-\w+\s+)*([A-Za-z_]\w*))/g,
  );
  return new Set(Array.from(names, ([, set, loop, read]) => set ?? loop ?? read ?? ''));
}

function resolve(text: string, scope: Scope, setInRun: (name: string) => boolean): string | undefined {
  if (/\$\(|`/.test(text)) return undefined;
  let known = true;
  const value = text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^${}]*))?\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, fallback?: string, bare?: string) => {
      const name = braced ?? bare ?? '';
      if (setInRun(name)) known = false;
      const found = scope.variables.get(name);
      const own = found?.value !== '' ? found?.value : undefined;
      const result = own ?? (found === undefined || found.unset || found.value === '' ? fallback : undefined);
      if (result === undefined) known = false;
      return result ?? '';
    },
  );
  return known && !value.includes('$') ? value : undefined;
}
