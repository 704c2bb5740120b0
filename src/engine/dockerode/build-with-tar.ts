import { finished } from 'node:stream';
import { packContext } from '../../context/tar-context';
import type { Api } from './api';
import type { Preparation, PreparedBuild } from './build';
import { createLegacyDecoder } from './legacy-progress';
import { configHeader } from './registry-auth';

/** The builder that came before BuildKit, and Podman's, take the whole context at once. */
export async function prepareTar(api: Api, { context, options, stop, signal }: Preparation): Promise<PreparedBuild> {
  const { podman } = await api.negotiated(signal);
  const { stream, dockerfilePath } = await packContext({ ...context, podman, signal });
  let sent = 0;
  stream.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    context.onSent?.(sent);
  });
  stream.pause();
  let over = false;
  // Whoever pipes it into the request would wait for the rest for ever.
  finished(stream, { writable: false }, (error) => {
    if (error && !over) stop(error);
  });
  return {
    call: {
      query: { dockerfile: dockerfilePath },
      headers: { 'Content-Type': 'application/x-tar', ...configHeader(options.auths) },
      upload: stream,
    },
    decoder: createLegacyDecoder(),
    close() {
      over = true;
      stream.destroy();
    },
  };
}
