const binary = ['', 'k', 'm', 'g', 't', 'p'];

/** Bytes of `512m`, `1.5GiB` or `1024`; undefined when it is no size. */
export function readBytes(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  if (number === '') return undefined;
  return Math.floor(Number(number) * 1024 ** binary.indexOf(unit.toLowerCase()));
}

const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Nanoseconds of `1m30s` or `500ms`; undefined when it is no duration. */
export function readDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g))
    sum += Number(number) * (nanoseconds[unit] ?? 0);
  return Math.round(sum);
}

/** A whole number, also a negative one. */
export function readInteger(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

/** Billionths of a processor. */
export function readCpus(text: string): number | undefined {
  return /^\d*\.?\d+$/.test(text.trim()) ? Math.round(Number(text) * 1e9) : undefined;
}

/** What stands before and behind the first separator; undefined behind it when there is none. */
export function splitAt(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** `a=b` words as an object; a word without `=` has an empty value. */
export function readPairs(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [name, value = ''] = splitAt(word, '=');
      return [name, value];
    }),
  );
}

/** Fields of one line of comma-separated values, with `"` around those that hold a comma; undefined when a quote is open. */
export function readCsv(text: string): readonly string[] | undefined {
  const fields: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = quoted ? undefined : /^([^",]*)(,|$)/.exec(rest);
    const found = quoted ?? plain;
    if (!found) return undefined;
    fields.push((found[1] ?? '').replace(/""/g, '"'));
    if (found[2] !== ',') return fields;
    rest = rest.slice(found[0].length);
  }
}

/** `name=value` fields in order; a field without `=` has no value. */
export function readFields(text: string): readonly (readonly [name: string, value: string | undefined])[] | undefined {
  return readCsv(text)?.map((field) => {
    const [name, value] = splitAt(field, '=');
    return [name.trim().toLowerCase(), value];
  });
}

export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** `nofile=1024:2048`, -1 for no limit. */
export function readUlimit(text: string): Ulimit | undefined {
  const [, name = '', soft, hard = soft] = /^([a-z]+)=(-1|\d+)(?::(-1|\d+))?$/.exec(text.trim()) ?? [];
  return name === '' ? undefined : { name, soft: Number(soft), hard: Number(hard) };
}

export interface Restart {
  readonly name: string;
  readonly retries: number;
}

/** `always`, `on-failure:3`. */
export function readRestart(text: string): Restart | undefined {
  const [, name = '', retries = '0'] = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(text.trim()) ?? [];
  if (name === '' || (name !== 'on-failure' && text.includes(':'))) return undefined;
  return { name, retries: Number(retries) };
}

export interface Gpus {
  /** -1: all. */
  readonly count: number;
  readonly driver: string;
  readonly ids: readonly string[];
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** `all`, `2`, `device=0`, `"device=0,1",capabilities=utility`. */
export function readGpus(text: string): Gpus | undefined {
  let gpus: Gpus = { count: 0, driver: '', ids: [], capabilities: ['gpu'], options: {} };
  for (const field of readCsv(text.trim()) ?? ['']) {
    const [name, value] = splitAt(field, '=');
    const count = value === undefined ? name : name === 'count' ? value : undefined;
    if (count !== undefined) {
      const number = count === 'all' ? -1 : readInteger(count);
      if (number === undefined) return undefined;
      gpus = { ...gpus, count: number };
    } else if (name === 'device') gpus = { ...gpus, ids: (value ?? '').split(',') };
    else if (name === 'driver') gpus = { ...gpus, driver: value ?? '' };
    else if (name === 'capabilities') gpus = { ...gpus, capabilities: ['gpu', ...(value ?? '').split(',')] };
    else if (name === 'options') gpus = { ...gpus, options: readPairs((value ?? '').split(',')) };
    else return undefined;
  }
  return gpus.ids.length === 0 && gpus.count === 0 ? { ...gpus, count: 1 } : gpus;
}

/** `path:value`, as the limits of devices are written. */
export function readDeviceLimit(text: string): readonly [path: string, value: string] | undefined {
  const [, path = '', value = ''] = /^(\/dev\/[^:]+):(.+)$/.exec(text.trim()) ?? [];
  return path === '' ? undefined : [path, value];
}
