import { basename } from 'node:path';
import { openContext } from '../../context/open-context';
import type { Api } from './api';
import type { Preparation, PreparedBuild } from './build';
import { createBuildkitDecoder } from './buildkit-progress';
import { openBuildSession } from './session/session';

/** BuildKit asks for the files it needs, and for everything else, over a session. */
export async function prepareSession(
  api: Api,
  { context, options, stop, signal }: Preparation,
): Promise<PreparedBuild> {
  const opened = await openContext(context);
  const session = await openBuildSession(api, { context, opened, options, onError: stop, signal });
  const query = {
    dockerfile: basename(context.dockerfile),
    remote: 'client-session',
    session: session.id,
    version: '2',
  };
  return { call: { query }, decoder: createBuildkitDecoder(), close: session.close };
}
