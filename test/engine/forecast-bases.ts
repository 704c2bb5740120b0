import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';

/** A tag that is moved from image to image. */
export const retagged = 'layerwright-forecast/base:1';

const dockerfiles = [
  'FROM alpine:3.20\n',
  'FROM alpine:3.20\nLABEL only=label\n',
  'FROM alpine:3.20\nENV A=base\nWORKDIR /based\nSHELL ["/bin/sh", "-ec"]\n',
  'FROM alpine:3.20\nRUN echo base > /base\nONBUILD COPY a /from-base\n',
];

/** Lets the tag stand for another image: the same layers with other settings, or another layer with a trigger. */
export async function retag(engine: Engine, number: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'layerwright-base-'));
  const dockerfile = join(root, 'Dockerfile');
  try {
    writeFileSync(dockerfile, dockerfiles[number % dockerfiles.length] ?? '');
    const signal = AbortSignal.timeout(60_000);
    for await (const event of engine.images.build({ root, dockerfile }, { tags: [retagged], signal })) void event;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
