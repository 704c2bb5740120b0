/** Where an engine is, and why we think so. */
export interface Endpoint {
  /** What decided: shown to the person when the engine cannot be reached. */
  readonly source: 'setting' | 'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'config' | 'default' | 'found';
  /** Name of the Docker context, if one decided. */
  readonly context: string | undefined;
  readonly address: EndpointAddress;
}

export type EndpointAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsFiles | undefined }
  | { readonly kind: 'ssh'; readonly url: string };

/** Paths, read when connecting. */
export interface TlsFiles {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly skipVerify: boolean;
}

/** The address as DOCKER_HOST would say it. */
export function addressText(address: EndpointAddress): string {
  switch (address.kind) {
    case 'unix':
      return `unix://${address.path}`;
    case 'npipe':
      return `npipe://${address.path.replaceAll('\\', '/')}`;
    case 'tcp':
      return `tcp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    case 'ssh':
      return address.url;
  }
}

/** The address and what decided for it: `unix:///var/run/docker.sock, from the Docker context "desktop-linux"`. */
export function describeEndpoint(endpoint: Endpoint): string {
  const source = describeSource(endpoint);
  return source === undefined ? addressText(endpoint.address) : `${addressText(endpoint.address)}, ${source}`;
}

function describeSource({ source, context }: Endpoint): string | undefined {
  const named = context === undefined ? '' : `the Docker context "${context}"`;
  switch (source) {
    case 'setting':
      return context === undefined ? 'from the settings' : `from ${named} in the settings`;
    case 'DOCKER_HOST':
      return 'from DOCKER_HOST';
    case 'DOCKER_CONTEXT':
      return `from ${named} in DOCKER_CONTEXT`;
    case 'config':
      return `from ${named}`;
    case 'default':
      return 'the default';
    case 'found':
      return 'found on this machine';
  }
}
