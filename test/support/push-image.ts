import { createHash } from 'node:crypto';
import { request } from 'node:http';

export interface SmallImage {
  readonly platform: string;
  /** `2026-03-01T12:00:00Z` */
  readonly created: string;
  /** Content of its only layer. */
  readonly layer: string;
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** Pushes images of a few bytes over the registry's interface, without an engine; returns digests. */
export function pusherTo(url: string, headers: Readonly<Record<string, string>> = {}) {
  const put = (path: string, type: string, body: string) =>
    send('PUT', `${url}${path}`, { ...headers, 'Content-Type': type }, body);

  async function blob(repository: string, text: string) {
    const digest = digestOf(text);
    const { location } = await send('POST', `${url}/v2/${repository}/blobs/uploads/`, headers);
    const upload = new URL(location ?? '', url);
    upload.searchParams.set('digest', digest);
    await send('PUT', upload.href, { ...headers, 'Content-Type': 'application/octet-stream' }, text);
    return { digest, size: Buffer.byteLength(text) };
  }

  async function manifest(repository: string, { platform, created, layer }: SmallImage) {
    const [os, architecture, variant] = platform.split('/');
    const config = await blob(repository, JSON.stringify({ os, architecture, variant, created }));
    const layers = [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...(await blob(repository, layer)) }];
    const type = 'application/vnd.oci.image.config.v1+json';
    return JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: type, ...config },
      layers,
    });
  }

  return {
    /** One image under each of the tags. */
    async image(repository: string, tags: readonly string[], image: SmallImage): Promise<string> {
      const text = await manifest(repository, image);
      for (const tag of tags) await put(`/v2/${repository}/manifests/${tag}`, manifestType, text);
      return digestOf(text);
    },
    /** An index with an image for each platform, and an attestation as builders add it. */
    async index(repository: string, tag: string, images: readonly SmallImage[]): Promise<string> {
      const manifests = [];
      for (const image of images) {
        const text = await manifest(repository, image);
        const digest = digestOf(text);
        await put(`/v2/${repository}/manifests/${digest}`, manifestType, text);
        const [os, architecture, variant] = image.platform.split('/');
        manifests.push({ mediaType: manifestType, digest, size: text.length, platform: { os, architecture, variant } });
      }
      const [first] = manifests;
      const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
      if (first) manifests.push({ ...first, annotations, platform: { os: 'unknown', architecture: 'unknown' } });
      const text = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
      await put(`/v2/${repository}/manifests/${tag}`, indexType, text);
      return digestOf(text);
    },
  };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function send(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<{ location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('error', reject).on('end', () => {
          const { statusCode: status = 0, headers: found } = answer;
          if (status >= 300) return reject(new Error(`${method} ${url}: HTTP ${status} ${text}`));
          resolve({ location: found.location });
        });
      },
    );
    call.on('error', reject).end(body);
  });
}
