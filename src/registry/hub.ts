import type { RegistryAuth } from '../engine/engine';
import { EngineError, isEngineError } from '../engine/errors';
import { createSharedWork } from '../engine/shared-work';
import { hubHost } from './address';
import { answerFailure, networkFailure } from './failures';
import type { Http, HttpAnswer } from './http';
import type { RemoteImage, RemotePlatform } from './manifest';
import { type Part, readPages } from './pages';
import { CatalogueError, type Registry, type RemoteTag } from './registry';

export interface HubOptions {
  readonly http: Http;
  readonly credentials: (signal: AbortSignal | undefined) => Promise<RegistryAuth | undefined>;
  /** The interface of the website, which lists what the registry does not. For tests another one. */
  readonly website?: string;
  /** The registry itself. */
  readonly registry: Registry;
}

const pageSize = 100;

/** Docker Hub: lists come from its website's interface, which also tells sizes and dates and does not count against the rate limit of pulls. */
export function createHub({ http, credentials, website = 'https://hub.docker.com', registry }: HubOptions): Registry {
  let session = createSharedWork(signIn);
  let user: string | undefined;

  /** The person's credentials for Docker Hub, exchanged for a token of its website. */
  async function signIn(signal: AbortSignal): Promise<string | undefined> {
    const auth = await credentials(signal);
    if (auth?.username === undefined) return undefined;
    const body = JSON.stringify({ identifier: auth.username, secret: auth.password ?? '' });
    const url = new URL('/v2/auth/token', website);
    const answer = await http.send({
      url,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal,
    });
    const token: unknown = answer.status === 200 ? json(answer).access_token : undefined;
    if (typeof token !== 'string')
      throw new EngineError('unauthorised', `Docker Hub does not accept the credentials of ${auth.username}.`, {
        cause: new Error(`HTTP ${answer.status}`),
        hint: 'Log in to the registry again.',
      });
    user = auth.username;
    return token;
  }

  async function send(
    path: string,
    what: string,
    { method = 'GET', signal }: { readonly method?: 'GET' | 'DELETE'; readonly signal: AbortSignal | undefined },
  ): Promise<HttpAnswer> {
    const ask = (token: string | undefined) => {
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      return http.send({ url: new URL(path, website), method, headers, signal });
    };
    try {
      // What is public can be read whatever becomes of the account: the website takes fewer kinds of credentials than pulls.
      const token = await session.get(signal).catch((error) => {
        if (method === 'GET' && isEngineError(error, 'unauthorised')) return undefined;
        throw error;
      });
      let answer = await ask(token);
      if (answer.status === 401 && token !== undefined) {
        // A token is good for minutes only.
        session = createSharedWork(signIn);
        answer = await ask(await session.get(signal));
      }
      if (answer.status < 200 || answer.status >= 300) throw answerFailure(hubHost, answer, what);
      return answer;
    } catch (cause) {
      throw cause instanceof EngineError ? cause : networkFailure(hubHost, cause);
    }
  }

  async function list<T>(
    path: string,
    what: string,
    signal: AbortSignal | undefined,
    of: (entry: Json) => T | undefined,
  ): Promise<Part<T>> {
    const { results, next } = json(await send(path, what, { signal }));
    const items = (Array.isArray(results) ? results : []).map(of).filter((item) => item !== undefined);
    return {
      items,
      next: typeof next === 'string' && URL.canParse(next) ? next.slice(new URL(next).origin.length) : undefined,
    };
  }

  function ownRepositories(account: string) {
    const path = `/v2/namespaces/${encodeURIComponent(account)}/repositories?page_size=${pageSize}&ordering=last_updated`;
    return (at: string, signal: AbortSignal | undefined) =>
      list(at === '' ? path : at, `the repositories of ${account}`, signal, ({ name }) =>
        typeof name === 'string' ? `${account}/${name}` : undefined,
      );
  }

  return {
    host: hubHost,
    get user() {
      return user ?? registry.user;
    },
    check: (signal) => registry.check(signal),
    repositories: () =>
      readPages('', pageSize, async (at, signal) => {
        await session.get(signal).catch((cause) => {
          throw cause instanceof EngineError ? cause : networkFailure(hubHost, cause);
        });
        if (user === undefined)
          throw new CatalogueError(
            'registry',
            'Docker Hub lists the repositories of your account when you are logged in.',
          );
        return ownRepositories(user)(at, signal);
      }),
    tags: (repository) =>
      readPages(
        `${place(repository)}/tags?page_size=${pageSize}&ordering=last_updated`,
        pageSize,
        (at, signal): Promise<Part<RemoteTag>> => list(at, `the repository ${repository}`, signal, remoteTag),
      ),
    image: (repository, reference, signal) => registry.image(official(repository), reference, signal),
    digest: (repository, tag, signal) => registry.digest(official(repository), tag, signal),
    async deleteTag(repository, tag, signal) {
      const [namespace, name] = official(repository).split('/');
      await send(`/v2/repositories/${namespace}/${name}/tags/${tag}/`, `${repository}:${tag}`, {
        method: 'DELETE',
        signal,
      });
      return true;
    },
    async deleteImage(repository, digest) {
      throw new EngineError('invalid', `Docker Hub deletes tags, not ${repository}@${digest}.`);
    },
    dispose: () => registry.dispose(),
  };
}

function official(repository: string): string {
  return repository.includes('/') ? repository : `library/${repository}`;
}

function place(repository: string): string {
  const [namespace = '', name = ''] = official(repository).split('/');
  return `/v2/namespaces/${encodeURIComponent(namespace)}/repositories/${encodeURIComponent(name)}`;
}

function remoteTag({ name, digest, last_updated: updated, images }: Json): RemoteTag | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const platforms = (Array.isArray(images) ? images : []).map(remotePlatform).filter((one) => one !== undefined);
  // Old images have a digest for each platform only, and the one of a single platform is the tag's.
  const own = isDigest(digest) ? digest : platforms.length === 1 ? platforms[0]?.digest : undefined;
  if (own === undefined || platforms.length === 0) return { name, image: undefined };
  const created = typeof updated === 'string' ? Date.parse(updated) / 1000 : Number.NaN;
  return {
    name,
    image: { digest: own, platforms, created: Number.isFinite(created) ? created : undefined } satisfies RemoteImage,
  };
}

function remotePlatform(entry: Json): RemotePlatform | undefined {
  const { os, architecture, variant, digest, size } = entry;
  if (typeof os !== 'string' || os === 'unknown' || typeof architecture !== 'string' || !isDigest(digest))
    return undefined;
  const parts = [os, architecture, variant].filter((part) => typeof part === 'string' && part !== '');
  return { platform: parts.join('/'), digest, bytes: typeof size === 'number' ? size : undefined };
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

type Json = Readonly<Record<string, unknown>>;

function json({ body }: HttpAnswer): Json {
  try {
    return JSON.parse(body.toString('utf8')) ?? {};
  } catch {
    return {};
  }
}
