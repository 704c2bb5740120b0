import type { ShellWord } from '../../shell/script';
import type { EcosystemId } from '../ecosystems/ecosystem';
import type { FlowCommand } from './flow';

export interface RemovedPackages {
  readonly manager: EcosystemId;
  readonly words: readonly { readonly name: string; readonly word: ShellWord }[];
}

/** Packages that a command removes by name: `apt-get purge gcc`, `apk del .build-deps`, `pip uninstall x`. */
export function removedBy({ call, recognised }: FlowCommand): RemovedPackages | undefined {
  if (recognised?.role === 'system-remove') {
    const words = recognised.packages.map((word) => ({ name: packageName(word.value), word }));
    return words.length > 0 ? { manager: recognised.ecosystem, words } : undefined;
  }
  if (call.args[0]?.value !== 'uninstall' || !/^pip[\d.]*$/.test(call.program ?? '')) return undefined;
  const words = call.args.slice(1).filter(({ value }) => /^[A-Za-z]/.test(value));
  return words.length > 0
    ? { manager: 'pip', words: words.map((word) => ({ name: packageName(word.value), word })) }
    : undefined;
}

/** Names of packages that a command installs with the manager, those of apk's virtual packages among them. */
export function installedBy({ call, recognised, command }: FlowCommand, manager: EcosystemId): readonly string[] {
  if (recognised?.ecosystem !== manager || command.conditional) return [];
  if (recognised.role !== 'system-install' && recognised.role !== 'tools') return [];
  const names = recognised.packages.map(({ value }) => packageName(value));
  const virtual = call.args.flatMap(({ value }, index) => {
    if (manager !== 'apk') return [];
    if (/^(-t|--virtual|-\w*t)$/.test(value)) return call.args[index + 1]?.value ?? [];
    return value.startsWith('--virtual=') ? [value.slice('--virtual='.length)] : [];
  });
  return [...names, ...virtual];
}

/** Without version, architecture and extras. */
function packageName(value: string): string {
  return value.replace(/[=<>~!@:[].*$/, '').toLowerCase();
}
