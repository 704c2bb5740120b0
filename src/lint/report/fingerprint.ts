/**
 * A name for each finding that stays when lines move: made of the path, the rule, the message and how many equal ones come
 * before it. 32 hexadecimal digits; two findings of a report never share one.
 */
export function fingerprints(
  path: string,
  findings: readonly { readonly rule: string; readonly message: string }[],
): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, message }) => {
    const key = JSON.stringify([path, rule, message]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return hash(`${key}${before}`);
  });
}

/** FNV-1a over 128 bits: enough to tell findings apart, and the linter stays free of Node's modules. */
function hash(text: string): string {
  const mask = (1n << 128n) - 1n;
  let value = 0x6c62272e07bb014262b821756295c58dn;
  for (const byte of new TextEncoder().encode(text))
    value = ((value ^ BigInt(byte)) * 0x1000000000000000000013bn) & mask;
  return value.toString(16).padStart(32, '0');
}
