import type { Dockerfile } from '../../dockerfile/model';
import { mountOption } from '../../dockerfile/mount';
import { isPlatformArg } from '../../dockerfile/stages';

/** What a Dockerfile takes from whoever builds it. */
export interface BuildInputs {
  /** In the order of their first declaration. `fallback` is the first default, as written; undefined for none. */
  readonly args: readonly { readonly name: string; readonly fallback: string | undefined }[];
  /** Ids of `RUN --mount=type=secret`. */
  readonly secrets: readonly string[];
  /** Ids of `RUN --mount=type=ssh`. */
  readonly ssh: readonly string[];
}

export function buildInputs({ instructions }: Dockerfile): BuildInputs {
  const args = new Map<string, string | undefined>();
  const secrets = new Set<string>();
  const ssh = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.kind === 'ARG') {
      for (const { key, value } of instruction.pairs)
        if (!isPlatformArg(key.value)) args.set(key.value, args.get(key.value) ?? value?.value);
    } else if (instruction.kind === 'RUN') {
      for (const mount of instruction.mounts) {
        const id = mountOption(mount, 'id')?.value;
        if (mount.type === 'secret') secrets.add(id ?? mount.target?.split('/').at(-1) ?? '');
        if (mount.type === 'ssh') ssh.add(id ?? 'default');
      }
    }
  }
  secrets.delete('');
  return {
    args: [...args].map(([name, fallback]) => ({ name, fallback })),
    secrets: [...secrets],
    ssh: [...ssh],
  };
}
