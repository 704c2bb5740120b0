/** An image as a registry has it. */
export interface RemoteImage {
  /** `sha256:…` */
  readonly digest: string;
  /** One for each platform; empty for what is no image, such as a chart or a signature. */
  readonly platforms: readonly RemotePlatform[];
  /** Seconds since the epoch. */
  readonly created: number | undefined;
}

export interface RemotePlatform {
  /** `linux/arm64/v8`; undefined when neither manifest nor configuration tell. */
  readonly platform: string | undefined;
  /** Of its own manifest. */
  readonly digest: string;
  /** Compressed, as it is pulled. */
  readonly bytes: number | undefined;
}

/** What we can read, best first. */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export interface Manifest {
  /** Of an index. */
  readonly platforms: readonly { readonly platform: string | undefined; readonly digest: string }[] | undefined;
  /** Digest of the configuration of an image. */
  readonly config: string | undefined;
  readonly bytes: number | undefined;
}

/** Anything that is no manifest gives one that says nothing. */
export function readManifest(body: Buffer): Manifest {
  const json = parse(body);
  const index = list(json.manifests);
  if (index) {
    const platforms = index
      .filter(isImage)
      .map((entry) => ({ platform: platformText(object(entry.platform)), digest: text(entry.digest) }));
    return { platforms, config: undefined, bytes: undefined };
  }
  const config = object(json.config);
  const layers = list(json.layers);
  if (!layers) return { platforms: undefined, config: undefined, bytes: undefined };
  const bytes = [config, ...layers].reduce((sum, { size }) => sum + (typeof size === 'number' ? size : 0), 0);
  const readable = /image\.config|container\.image\.v1\+json/.test(text(config.mediaType));
  return { platforms: undefined, config: readable ? text(config.digest) : undefined, bytes };
}

/** Platform and date of an image's configuration. */
export function readConfig(body: Buffer): {
  readonly platform: string | undefined;
  readonly created: number | undefined;
} {
  const json = parse(body);
  const created = Date.parse(text(json.created)) / 1000;
  return { platform: platformText(json), created: Number.isFinite(created) && created > 0 ? created : undefined };
}

/** Builders add attestations to an index as manifests for an unknown platform. */
function isImage({ digest, platform, annotations }: Json): boolean {
  if (!/^sha256:[0-9a-f]{64}$/.test(text(digest))) return false;
  return object(annotations)['vnd.docker.reference.type'] === undefined && object(platform).os !== 'unknown';
}

function platformText({ os, architecture, variant }: Json): string | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === '') return undefined;
  return [os, architecture, variant].filter((part) => typeof part === 'string' && part !== '').join('/');
}

type Json = Readonly<Record<string, unknown>>;

function parse(body: Buffer): Json {
  try {
    return object(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function list(value: unknown): readonly Json[] | undefined {
  return Array.isArray(value) ? value.map(object) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
