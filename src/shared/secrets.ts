/** What stands where a value is hidden. Its length says nothing of the value's. */
export const hidden = '••••••••';

const words =
  /(?:^|[^a-z])(?:pass|secrets?|tokens?|(?:api|access|private|secret|encryption|signing|account)[_-]?keys?|auth|credentials?|creds?|bearer|cookie|dsn|connection[_-]?strings?)(?:$|[^a-z])|pass(?:word|wd|phrase)(?!less)|[^a-z]pwd$/;

/** Names of the same words that say where a secret is, not what. */
const places =
  /(?:^|[^a-z])(?:file|path|dir|name|id|url|uri|host|port|user|type|length|size|ttl|timeout|expiry|enabled|method|mode|realm|sock)$/;

/** Whether a variable, label or option of this name usually holds a secret: `DB_PASSWORD`, `npm-token`, `apiKey`. */
export function isSecretKey(name: string): boolean {
  const spread = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.test(spread) && !places.test(spread);
}

/** Values that are secrets whatever they are called: keys of clouds and forges, private keys, signed tokens. */
const tokens =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}|\bglpat-[A-Za-z0-9_-]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bnpm_[A-Za-z0-9]{30,}|\bdckr_pat_[A-Za-z0-9_-]{20,}|\bsk-[A-Za-z0-9_-]{32,}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** `user:password@` of an address. */
const userinfo = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}:)([^\s/@]{1,500})(?=@)/gi;

/** `--password=x`, `NAME_SECRET=x` in a command line; what is quoted goes as a whole. */
const assigned = /((?:^|[\s;&|"'(])-{0,2}([A-Za-z_][\w.-]{0,80})=)("[^"]*"|'[^']*'|[^\s;&|"')]+)/g;

/** `--token x` */
const option = /((?:^|\s)--?([A-Za-z][\w.-]{0,80})\s)("[^"]*"|'[^']*'|[^\s;&|"')-][^\s;&|"')]*)/g;

export interface Masked<T> {
  readonly value: T;
  /** How many values are hidden. */
  readonly count: number;
}

/** Hides what looks like a secret in a text of any kind: a log line, a command line, an address. */
export function maskText(text: string): Masked<string> {
  let count = 0;
  const hide = () => {
    count += 1;
    return hidden;
  };
  const hideNamed = (whole: string, before: string, name: string, secret: string) =>
    isSecretKey(name) && !secret.includes(hidden) && !/^["']?\$/.test(secret) ? `${before}${hide()}` : whole;
  const value = text
    .replace(tokens, hide)
    .replace(userinfo, (whole, before: string, password: string) =>
      password === hidden ? whole : `${before}${hide()}`,
    )
    .replace(assigned, hideNamed)
    .replace(option, hideNamed);
  return { value, count };
}

/** The same for data as engines give it: `NAME=value` in lists, values under telling names, options of command lines. */
export function maskData(data: unknown): Masked<unknown> {
  let count = 0;
  const text = (value: string): string => {
    const masked = maskText(value);
    count += masked.count;
    return masked.value;
  };
  const secret = (value: string): string => {
    if (value === '') return value;
    count += 1;
    return hidden;
  };
  const item = (value: unknown, before: unknown): unknown => {
    if (typeof value !== 'string') return walk(value);
    // `--password`, `x` as two words of a command.
    if (
      typeof before === 'string' &&
      /^--?[A-Za-z]/.test(before) &&
      !before.includes('=') &&
      isSecretKey(before.replace(/^-+/, ''))
    )
      return value.startsWith('-') ? text(value) : secret(value);
    const pair = /^(-{0,2})([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(value);
    return pair && isSecretKey(pair[2] ?? '') ? `${pair[1]}${pair[2]}=${secret(pair[3] ?? '')}` : text(value);
  };
  function walk(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map((one, index) => item(one, value[index - 1]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === 'string' && isSecretKey(key) ? secret(inner) : walk(inner),
      ]),
    );
  }
  return { value: walk(data), count };
}
