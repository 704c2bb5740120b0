import { EngineError } from './errors';

/** Where a build puts its result, as `--output` of the docker command says it. */
export interface BuildOutput {
  /** `local`, `tar`, `oci`, `docker`, `image`, `registry`, … */
  readonly type: string;
  /** Path of a file or a folder; undefined: nothing is written on this machine. */
  readonly dest: string | undefined;
}

/** `type=local,dest=out`; a path alone is a folder. */
export function readOutput(text: string): BuildOutput {
  const fields = fieldsOf(text);
  const [only] = fields;
  if (fields.length === 1 && only !== undefined && !only.startsWith('type='))
    return { type: only === '-' ? 'tar' : 'local', dest: only };
  return { type: valueIn(fields, 'type') ?? 'local', dest: valueIn(fields, 'dest') };
}

/** With the path it names made absolute. Throws EngineError `invalid` for the standard output, which nobody reads. */
export function outputBelow(text: string, join: (path: string) => string): string {
  const { dest } = readOutput(text);
  if (dest === '-')
    throw new EngineError('invalid', `The output "${text}" goes to the standard output, which nobody reads here.`, {
      hint: 'Name a file or a folder: type=tar,dest=out.tar.',
    });
  if (dest === undefined) return text;
  const fields = fieldsOf(text);
  if (fields.length === 1 && !text.startsWith('type=')) return `type=local,${field(`dest=${join(dest)}`)}`;
  return withPath(fields, 'dest', join);
}

/** `type=local,src=…` of `--cache-from`, `type=local,dest=…` of `--cache-to`, made absolute; everything else is as it was. */
export function cacheBelow(text: string, join: (path: string) => string): string {
  const fields = fieldsOf(text);
  if (valueIn(fields, 'type') !== 'local') return text;
  return withPath(withPathFields(fields, 'src', join), 'dest', join);
}

/** One field of a value that is read as comma-separated. */
export function field(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function withPath(fields: readonly string[], name: string, join: (path: string) => string): string {
  return withPathFields(fields, name, join).map(field).join(',');
}

function withPathFields(fields: readonly string[], name: string, join: (path: string) => string): readonly string[] {
  return fields.map((one) => (nameOf(one) === name ? `${name}=${join(one.slice(one.indexOf('=') + 1))}` : one));
}

function valueIn(fields: readonly string[], name: string): string | undefined {
  const found = fields.find((one) => nameOf(one) === name);
  return found?.slice(found.indexOf('=') + 1).trim();
}

function nameOf(text: string): string {
  return text
    .slice(0, Math.max(0, text.indexOf('=')))
    .trim()
    .toLowerCase();
}

/** Fields in quotes may hold commas, and a quote as two. */
function fieldsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
