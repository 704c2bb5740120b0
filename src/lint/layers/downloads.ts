import type { Scope } from '../../dockerfile/scope';
import { baseName, joinPath } from '../../shared/posix-path';
import type { ShellWord } from '../../shell/script';
import type { FlowCommand } from '../flow/flow';
import { pathOf } from '../flow/image-path';

/** Files that a curl or wget writes, where its words tell their names. */
export function downloadsOf({ call, command, directory }: FlowCommand, scope: Scope): readonly string[] {
  const at = (value: string) => pathOf(value, directory, scope);
  const redirected = command.redirects.filter(({ operator }) => operator === '>').flatMap(({ target }) => target ?? []);
  const names = call.program === 'curl' ? curlNames(call.args) : wgetNames(call.args);
  return [...names, ...redirected.map(({ value }) => value)].flatMap((name) =>
    name === '-' || name.startsWith('/dev/') ? [] : (at(name) ?? []),
  );
}

function curlNames(args: readonly ShellWord[]): readonly string[] {
  const values = args.map(({ value }) => value);
  const names: string[] = [];
  if (values.some((value) => /^--output-dir/.test(value))) return [];
  for (const [index, value] of values.entries()) {
    const next = values[index + 1];
    if (/^-[a-zA-Z#]*o$/.test(value) || value === '--output') names.push(...(next === undefined ? [] : [next]));
    else if (value.startsWith('--output=')) names.push(value.slice('--output='.length));
    else if (/^-o./.test(value)) names.push(value.slice(2));
  }
  if (values.some((value) => /^-[a-zA-Z#]*O[a-zA-Z#]*$/.test(value) || /^--remote-name(-all)?$/.test(value))) {
    names.push(...remoteNames(values));
  }
  return names;
}

function wgetNames(args: readonly ShellWord[]): readonly string[] {
  const values = args.map(({ value }) => value);
  let folder = '';
  for (const [index, value] of values.entries()) {
    const next = values[index + 1] ?? '';
    if (/^-[a-zA-Z]*O$/.test(value) || value === '--output-document') return [next];
    if (value.startsWith('--output-document=')) return [value.slice('--output-document='.length)];
    if (/^-[a-zA-Z]*O./.test(value) && !value.startsWith('--')) return [value.replace(/^-[a-zA-Z]*?O/, '')];
    if (/^-(r|m|i|-recursive|-mirror|-input-file)/.test(value) || value === '--spider') return [];
    if (/^-[a-zA-Z]*P$/.test(value) || value === '--directory-prefix') folder = next;
    else if (value.startsWith('--directory-prefix=')) folder = value.slice('--directory-prefix='.length);
  }
  return remoteNames(values).map((name) => (folder === '' ? name : joinPath(folder, name)));
}

/** What an address is called on disk: its last segment, if it has one without a query. */
function remoteNames(values: readonly string[]): readonly string[] {
  return values
    .filter((value) => /^[a-z]+:\/\/[^/]+\/./.test(value))
    .map((value) => baseName(value))
    .filter((name) => name !== '' && !/[?&#]/.test(name));
}
