import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';
import { inParallel } from '../src/shared/in-parallel';
import type { TestEngine } from '../test/support/engine';
import { socketRequest } from '../test/support/socket-http';

/** Puts so many real images and containers, which have never been started, into an engine of the tests. */
export async function fillEngine(
  engine: TestEngine,
  { images, containers }: { readonly images: number; readonly containers: number },
): Promise<void> {
  await loadImages(engine, images);
  await inParallel(
    Array.from({ length: containers }, (_, index) => index),
    8,
    async (index) => {
      const body = {
        Image: nameOf(index % images),
        Labels: {
          'com.docker.compose.project': `project-${Math.floor(index / 8)}`,
          'com.docker.compose.service': `service-${index % 8}`,
        },
      };
      await engine.call(`/containers/create?name=container-${index}`, { method: 'POST', body });
    },
  );
}

/** All from one archive, as `docker save` writes it: they share an empty layer and differ in their configuration. */
async function loadImages(engine: TestEngine, count: number): Promise<void> {
  const archive = pack();
  const layer = Buffer.alloc(1024);
  archive.entry({ name: 'layer.tar' }, layer);
  const manifest: object[] = [];
  for (let index = 0; index < count; index += 1) {
    const config = JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: new Date((1_760_000_000 + index * 3600) * 1000).toISOString(),
      config: { Cmd: ['server'], Labels: { 'org.opencontainers.image.version': `1.${index}` } },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
      history: [{ created_by: `COPY server-${index} /server # buildkit` }],
    });
    const name = `${sha256(config)}.json`;
    archive.entry({ name }, config);
    manifest.push({ Config: name, RepoTags: [nameOf(index)], Layers: ['layer.tar'] });
  }
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  archive.finalize();
  const headers = { 'Content-Type': 'application/x-tar' };
  const { status, text } = await socketRequest(engine.socketPath, '/images/load?quiet=1', {
    method: 'POST',
    body: archive,
    headers,
  });
  if (status !== 200 || /"error/.test(text)) throw new Error(`The images could not be loaded: ${text.slice(0, 500)}`);
}

function nameOf(index: number): string {
  return `registry.example:5000/team/service-${Math.floor(index / 10)}:1.${index % 10}`;
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
