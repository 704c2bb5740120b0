import { equal } from 'node:assert/strict';
import { type Recognised, recognise } from '../../../../src/lint/ecosystems/recognise';
import { at, plain, testShellParser } from '../../shell/support';

/** What the last command of a script is to the build cache. */
export async function recognised(text: string): Promise<Recognised | undefined> {
  const { commands } = (await testShellParser()).parse(plain(text));
  const command = commands.at(-1);
  return command && recognise(command);
}

/**
 * Compares commands with what they are: `ecosystem role` with `frozen` and `offline`, then the words to underline in
 * brackets if they are not the whole command, and details as `packages=a,b`. `-`: nothing.
 */
export async function checkRecognised(expectations: Readonly<Record<string, string>>): Promise<void> {
  const found: Record<string, string> = {};
  for (const text of Object.keys(expectations)) found[text] = described(text, await recognised(text));
  equal(table(found), table(expectations));
}

function described(text: string, found: Recognised | undefined): string {
  if (!found) return '-';
  const underlined = at(text, found.span);
  const list = (name: string, values: readonly { readonly value: string }[]) =>
    values.length > 0 ? `${name}=${values.map(({ value }) => value).join(',')}` : '';
  const parts = [
    `${found.ecosystem} ${found.role}`,
    found.frozen ? 'frozen' : '',
    found.offline ? 'offline' : '',
    underlined === text ? '' : `[${underlined}]`,
    list('packages', found.packages),
    list('manifests', found.manifestArgs),
    list('local', found.localFiles),
    found.directory ? `in=${found.directory.value}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function table(rows: Readonly<Record<string, string>>): string {
  return Object.entries(rows)
    .map(([text, result]) => `${text}\n    ${result}`)
    .join('\n');
}
