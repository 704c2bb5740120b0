import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { failureReason } from './discover';

export type ReadResult =
  | {
      readonly text: string;
      /** It starts with a byte order mark, which is not in the text. */
      readonly bom: boolean;
      /** What is wrong with the file although it can be read: it is not written back then. */
      readonly problem?: string;
    }
  | { readonly error: string };

const maximumSize = 1024 * 1024;

/** Text of a Dockerfile, or a sentence that says why it is none. Never waits for the writer of a pipe. */
export function readDockerfile(file: string): ReadResult {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const refusal = refuse(fstatSync(descriptor));
    return refusal === undefined ? decodeDockerfile(readFileSync(descriptor)) : { error: refusal };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      error: `It could not be read: ${missing && isLink(file) ? 'it is a link to nothing' : failureReason(error)}`,
    };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

export function decodeDockerfile(bytes: Uint8Array): ReadResult {
  if (bytes.length > maximumSize) return { error: tooLarge(bytes.length) };
  if (bytes.includes(0)) return { error: 'It is binary, not text' };
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = decoded.startsWith('\ufeff');
    const text = bom ? decoded.slice(1) : decoded;
    return text.trim() === '' ? { error: 'It is empty' } : { text, bom };
  } catch {
    // Builders take any bytes; mostly it is an old comment. A letter a byte keeps every position right.
    const text = Buffer.from(bytes).toString('latin1');
    return { text, bom: false, problem: 'It is not UTF-8 text and was read as Latin-1; save it as UTF-8' };
  }
}

function refuse(stats: Stats): string | undefined {
  if (stats.isDirectory()) return 'It is a directory, not a file';
  if (stats.isFIFO()) return 'It is a named pipe, not a file; to lint what a program writes, use - and standard input';
  if (!stats.isFile()) return 'It is a device or a socket, not a file';
  return stats.size > maximumSize ? tooLarge(stats.size) : undefined;
}

function tooLarge(size: number): string {
  return `It has ${(size / maximumSize).toFixed(1)} MiB; a Dockerfile of more than 1 MiB is taken for a mistake`;
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

export function textOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
