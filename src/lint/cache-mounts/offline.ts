import type { Dockerfile } from '../../dockerfile/model';
import type { ShellWord } from '../../shell/script';
import { removeWord } from '../edits/remove-parts';
import type { FlowCommand } from '../flow/flow';
import type { SpanEdit } from '../rule';

/** What tells each program to download nothing. */
const offline: ReadonlyMap<string, RegExp> = new Map([
  ['npm', /^--offline$/],
  ['yarn', /^--offline$/],
  ['pnpm', /^--offline$/],
  ['uv', /^--offline$/],
  ['cargo', /^--(?:offline|frozen)$/],
  ['mvn', /^(?:-o|--offline)$/],
  ['mvnw', /^(?:-o|--offline)$/],
  ['gradle', /^--offline$/],
  ['gradlew', /^--offline$/],
  ['dotnet', /^--no-restore$/],
  ['dart', /^--offline$/],
  ['flutter', /^--offline$/],
]);

/** The word that keeps a package manager from the network. */
export function offlineWord({ call, recognised }: FlowCommand): ShellWord | undefined {
  const pattern = recognised && offline.get(call.program ?? '');
  return pattern && call.args.find(({ value }) => pattern.test(value));
}

/** The command with the network allowed: the cache first, where the manager has such a way. */
export function withoutOffline(
  file: Dockerfile,
  { call, command }: FlowCommand,
  word: ShellWord,
): SpanEdit | undefined {
  if (command.nested) return undefined;
  if (/^(?:npm|yarn|pnpm)$/.test(call.program ?? '')) return { span: word.span, newText: '--prefer-offline' };
  if (word.value === '--frozen') return { span: word.span, newText: '--locked' };
  return removeWord(file, command, word);
}
