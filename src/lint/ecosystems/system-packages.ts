import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';
import { asValue, type Call, isLocalPath } from './call';
import type { Match, Role } from './ecosystem';

/** Roles of a system package manager's subcommands. */
export type SystemVerbs = ReadonlyMap<string, Role>;

export function verbs(table: Partial<Record<Role, readonly string[]>>): SystemVerbs {
  return new Map(
    Object.entries(table).flatMap(([role, names]) => names.map((name): [string, Role] => [name, role as Role])),
  );
}

/** `manager [flags] verb [flags] packages`. */
export function systemCommand(call: Call, table: SystemVerbs, archive: RegExp): Match | undefined {
  const [subcommand, ...words] = call.operands;
  const role = subcommand && table.get(subcommand.value);
  if (!role) return undefined;
  // What follows `clean` says what to clean, not which packages.
  const named = role === 'system-clean' ? [] : words;
  return { role, subcommand, ...splitSystemPackages(named, archive), flags: call.flags };
}

export function splitSystemPackages(
  words: readonly ShellWord[],
  archive: RegExp,
): Pick<Match, 'packages' | 'localFiles'> {
  const local = words.filter(({ value }) => !/^[a-z]+:\/\//.test(value) && (isLocalPath(value) || archive.test(value)));
  return { packages: words.filter((word) => !local.includes(word)), localFiles: local.map(asValue) };
}

/** `rm -rf` of the manager's index or downloads. */
export function removal(invocation: Invocation, below: RegExp): Match | undefined {
  const target = invocation.args.find((word) => below.test(word.value));
  return target && { role: 'system-clean', subcommand: target };
}

/** Fields of an ecosystem that system package managers have no use for. */
export const noProject = {
  manifests: [],
  locks: [],
  configs: [],
  outputs: [],
  compileCaches: [],
  compiles: false,
} as const;
