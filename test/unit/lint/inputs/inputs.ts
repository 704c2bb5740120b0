import type { InstallInputs } from '../../../../src/lint/inputs/install-inputs';
import { findInstallInputs } from '../../../../src/lint/inputs/install-inputs-of';
import { memoryContext } from '../../support/memory-context';

interface Call {
  readonly project?: string;
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
}

/** What an install of the ecosystem reads from a context of these files; objects become JSON. */
export function inputsOf(
  ecosystem: string,
  files: Readonly<Record<string, string | object>>,
  { project = '', flags = [], args = [] }: Call = {},
): InstallInputs {
  const context = memoryContext(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
    ),
  );
  return findInstallInputs(context, project, { ecosystem, manifestArgs: args, flags: new Set(flags) });
}

/** Path dependencies as `spec → path (kind)`. */
export function paths(inputs: InstallInputs): readonly string[] {
  return inputs.pathDependencies.map(({ spec, path, kind }) => `${spec} → ${path ?? 'outside'} (${kind})`);
}

export function configs(inputs: InstallInputs): readonly string[] {
  return inputs.configs.map(({ path, secret }) => (secret ? `${path} (secret)` : path));
}
