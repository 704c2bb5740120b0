import { digestOf } from './file-digests';

export function linkDigest(target: string): string {
  return digestOf(`link\0${target}`);
}

/** Not hashed once more: there are many, and no other digest looks like it. */
export function fileDigest(mode: number, digest: string): string {
  return `${mode.toString(8)}:${digest}`;
}
