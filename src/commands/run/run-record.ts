import { flagKeys, flagOf } from '../../docker-run/flags';
import { optionOf, type RunOptions, readRunOptions, withOption } from '../../docker-run/run-options';
import { looksSecret } from '../../docker-run/secrets';
import { splitAt } from '../../docker-run/values';
import { maskText } from '../../shared/secrets';
import type { Services } from '../services';

/** The last run of an image. */
export interface LastRun {
  readonly options: RunOptions;
  /** What was left out because it looks like a secret: names of variables, flags, or `the command`. */
  readonly forgotten: readonly string[];
  /** Variables whose value came out of the editor's secret storage. */
  readonly kept: readonly string[];
}

type RecordServices = Pick<Services, 'memory' | 'secrets'>;

interface RunRecord {
  readonly options: unknown;
  readonly forgotten: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Remembers a run for the next one of its image. A value that looks like a secret is not written down: those of variables
 * named in `keep` go to the editor's secret storage, the others are forgotten.
 */
export async function rememberRun(
  { memory, secrets }: RecordServices,
  options: RunOptions,
  keep: readonly string[],
): Promise<void> {
  const key = runKey(options.image);
  const forgotten: string[] = [];
  const kept: Record<string, string> = {};
  let safe = options;
  const env = (options.env ?? []).map((word) => {
    const [name, value] = splitAt(word, '=');
    if (value === undefined || value === '' || !looksSecret(word)) return word;
    if (keep.includes(name)) kept[name] = value;
    else forgotten.push(name);
    return `${name}=`;
  });
  safe = withOption(safe, 'env', env);
  for (const flag of flagKeys) {
    const value = optionOf(safe, flag);
    const words = typeof value === 'object' ? value : [String(value ?? '')];
    if (flag === 'env' || !words.some((word) => looksSecretElsewhere(word))) continue;
    safe = withOption(safe, flag, undefined);
    forgotten.push(`--${flagOf(flag).name}`);
  }
  if (maskText(options.command.join(' ')).count > 0) {
    safe = { ...safe, command: [] };
    forgotten.push('the command');
  }
  const record: RunRecord = { options: safe, forgotten, kept: Object.keys(kept) };
  await memory.set(key, record);
  if (record.kept.length > 0) await secrets.set(key, JSON.stringify(kept));
  else await secrets.delete(key);
}

/** Undefined when the image was not run from here yet. */
export async function recallRun({ memory, secrets }: RecordServices, image: string): Promise<LastRun | undefined> {
  const key = runKey(image);
  const record = memory.get<RunRecord>(key);
  const options = readRunOptions(record?.options);
  if (!record || !options) return undefined;
  const kept = texts(record.kept);
  const values = kept.length > 0 ? readValues(await secrets.get(key)) : {};
  const env = (options.env ?? []).map((word) => {
    const [name] = splitAt(word, '=');
    const value = values[name];
    return kept.includes(name) && typeof value === 'string' ? `${name}=${value}` : word;
  });
  const lost = kept.filter((name) => typeof values[name] !== 'string');
  return {
    options: withOption({ ...options, image }, 'env', env),
    forgotten: [...texts(record.forgotten), ...lost],
    kept: kept.filter((name) => !lost.includes(name)),
  };
}

function runKey(image: string): string {
  return `run:${image}`;
}

/** Labels, flags and the like; a name such as `db-secret:/run/secret` is none. */
function looksSecretElsewhere(word: string): boolean {
  return maskText(word).count > 0;
}

function readValues(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
