import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';
import { repositoryRoot } from './scratch';
import { copyWorkspace } from './workspace';

/** An image with stand-ins for npm, pip, cargo and others, by the names of the real ones. */
export const standInImage = 'stand-ins:1';

/** Builds it from the busybox base. */
export async function buildStandIns(engine: Engine): Promise<void> {
  const root = copyWorkspace(join(repositoryRoot, 'test', 'support', 'stand-ins'));
  const programs = readdirSync(root).filter((name) => !name.includes('.'));
  const dockerfile = join(root, 'Dockerfile');
  writeFileSync(
    dockerfile,
    `FROM alpine:3.20\nCOPY common.sh /usr/local/lib/stand-ins/\nCOPY ${programs.join(' ')} /usr/local/bin/\nRUN chmod 755 /usr/local/bin/*\n`,
  );
  const signal = AbortSignal.timeout(60_000);
  for await (const event of engine.images.build({ root, dockerfile }, { tags: [standInImage], signal })) void event;
}
