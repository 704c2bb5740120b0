/**
 * Names of files are bytes, and most are UTF-8. A byte that is not stands as a character of U+F780 to U+F7FF, which no
 * name uses otherwise, so that every name can be shown, kept in a URI and given back as it was.
 */
export function nameFromBytes(bytes: Uint8Array): string {
  const text = lenient.decode(bytes);
  if (!text.includes('\uFFFD') && !standIns.test(text)) return text;
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) name += String.fromCharCode(0xf700 + (bytes[at] ?? 0));
    else name += lenient.decode(bytes.subarray(at, at + length));
    at += Math.max(1, length);
  }
  return name;
}

export function nameToBytes(name: string): Uint8Array {
  if (!standIns.test(name)) return encoder.encode(name);
  const bytes: number[] = [];
  for (const character of name) {
    if (standIns.test(character)) bytes.push(character.charCodeAt(0) - 0xf700);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** For people: what is no character is drawn as such. */
export function showName(name: string): string {
  return name.replaceAll(everyStandIn, '\uFFFD');
}

/** Programs and JSON take it as it is. */
export function isPlainName(name: string): boolean {
  return !standIns.test(name);
}

const standIns = /[\uF780-\uF7FF]/;
const everyStandIn = /[\uF780-\uF7FF]/g;
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Of the character that begins there; 0 when none does, or one that stands for a byte. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  const sequence = bytes.subarray(at, at + length);
  const character = lenient.decode(sequence);
  if (standIns.test(character)) return 0;
  // The replacement character itself may be in a name.
  return character.includes('\uFFFD') && encoder.encode('\uFFFD').some((byte, index) => byte !== sequence[index])
    ? 0
    : length;
}
