import type { ShellWord } from '../../shell/script';
import { type Call, readCall } from './call';
import type { Ecosystem, Match, Role } from './ecosystem';

const valueFlags = ['--only', '--target', '--path', '--overwrite', '--app', '--sha512'];

/** Roles of tasks; the first that matches counts. */
const tasks: readonly (readonly [RegExp, Role])[] = [
  [/^deps\.(?:get|compile|update)$/, 'install'],
  [/^(?:local\.hex|local\.rebar|archive\.install|escript\.install)$/, 'tools'],
  [/^(?:compile|release|assets\.(?:deploy|build|setup)|phx\.digest|escript\.build)$/, 'implicit'],
  [/^(?:test|format|credo|dialyzer|ecto\.\w+|phx\.\w+|run|setup)$/, 'project'],
];

export const mix: Ecosystem = {
  id: 'mix',
  name: 'Mix',
  family: 'elixir',
  manifests: ['mix.exs', 'apps/*/mix.exs'],
  locks: ['mix.lock'],
  configs: ['config/config.exs', 'config/prod.exs', '.tool-versions'],
  outputs: ['deps', '_build'],
  caches: ['/root/.hex', '/root/.cache/rebar3'],
  compileCaches: [],
  compiles: true,
  frozen: { kind: 'flag', flag: '--check-locked' },
  prime: 'mix deps.get --only prod && mix deps.compile',
  programs: ['mix'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    return call.has('--help', '-h') ? undefined : mixCommand(call);
  },
};

function mixCommand(call: Call): Match | undefined {
  const names = taskWords(call.operands);
  const found = names.flatMap((word): [ShellWord, Role][] => {
    const role = tasks.find(([pattern]) => pattern.test(word.value.replace(/,$/, '')))?.[1];
    return role ? [[word, role]] : [];
  });
  const first = found[0];
  if (!first) return undefined;
  // `mix do deps.get, compile` does both: what touches the source decides.
  const role = (['implicit', 'project', 'install', 'tools'] as const).find((candidate) =>
    found.some(([, own]) => own === candidate),
  );
  const packages = role === 'tools' ? call.operands.slice(call.operands.indexOf(first[0]) + 1) : [];
  const frozen = call.has('--check-locked');
  return { role: role ?? first[1], subcommand: found.at(-1)?.[0], packages, frozen, flags: call.flags };
}

/** The task of `mix task`; those of `mix do a, b + c`. */
function taskWords([first, ...rest]: Call['operands']): readonly ShellWord[] {
  if (!first) return [];
  if (first.value !== 'do') return [first];
  return rest.filter(
    (_, index) => index === 0 || /,$/.test(rest[index - 1]?.value ?? '') || /^[,+]$/.test(rest[index - 1]?.value ?? ''),
  );
}
