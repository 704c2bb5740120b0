import { createHash } from 'node:crypto';
import { EngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';
import { registryName, withoutCatalogue } from './address';
import { answerFailure } from './failures';
import { harborRepositories } from './harbor';
import type { HttpAnswer } from './http';
import {
  type Manifest,
  manifestTypes,
  type RemoteImage,
  type RemotePlatform,
  readConfig,
  readManifest,
} from './manifest';
import { type Part, readPages } from './pages';
import { CatalogueError, type Registry, type RemoteTag } from './registry';
import type { RegistrySession } from './session';

const pageSize = 100;

/** A registry over version 2 of its API. */
export function createRegistryClient(host: string, session: RegistrySession, dispose: () => void): Registry {
  async function get(
    path: string,
    what: string,
    signal: AbortSignal | undefined,
    accept?: string,
  ): Promise<HttpAnswer> {
    const answer = await session.call({ path, signal, ...(accept === undefined ? {} : { accept }) });
    if (answer.status !== 200) throw answerFailure(host, answer, what);
    return answer;
  }

  async function catalogue(path: string, signal: AbortSignal | undefined): Promise<Part<string>> {
    const refusal = withoutCatalogue(host);
    if (refusal !== undefined) throw noCatalogue(refusal);
    if (path.startsWith('/api/')) return harborRepositories(session, path, signal);
    const answer = await session.call({ path, signal }).catch((error) => {
      if (session.service !== 'harbor-registry') throw error;
      return undefined;
    });
    // Its catalogue is for its administrators; what an account may see is behind an interface of its own.
    if (session.service === 'harbor-registry' && answer?.status !== 200)
      return harborRepositories(session, `/api/v2.0/repositories?page=1&page_size=${pageSize}`, signal);
    if (!answer || [401, 403, 404, 405].includes(answer.status))
      throw noCatalogue(
        `${registryName(host)} does not list its repositories${session.user === undefined ? '' : ` to ${session.user}`}.`,
      );
    if (answer.status !== 200) throw answerFailure(host, answer, 'a list of repositories');
    return part(answer, path, 'repositories');
  }

  async function manifest(repository: string, reference: string, signal: AbortSignal | undefined) {
    const answer = await get(
      `/v2/${repository}/manifests/${reference}`,
      `${repository}:${reference}`,
      signal,
      manifestTypes,
    );
    const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
    return { digest, ...readManifest(answer.body) };
  }

  async function config(repository: string, { config: digest }: Manifest, signal: AbortSignal | undefined) {
    if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
    return readConfig((await get(`/v2/${repository}/blobs/${digest}`, 'the configuration of the image', signal)).body);
  }

  return {
    host,
    get user() {
      return session.user;
    },
    async check(signal) {
      const answer = await session.call({ path: '/v2/', signal });
      if (answer.status === 404)
        throw new EngineError(
          'registry',
          `${registryName(host)} is no container registry: it has no version 2 of the interface.`,
        );
      if (answer.status !== 200) throw answerFailure(host, answer, 'it');
    },
    repositories: () => readPages(`/v2/_catalog?n=${pageSize}`, pageSize, catalogue),
    tags(repository) {
      const first = `/v2/${repository}/tags/list?n=${pageSize}`;
      return readPages(first, pageSize, async (path, signal): Promise<Part<RemoteTag>> => {
        const { items, next } = part(await get(path, `the repository ${repository}`, signal), path, 'tags');
        // Some give all at once, and in no order.
        const names = next === undefined && path === first ? inOrder(items) : items;
        return { items: names.map((name) => ({ name, image: undefined })), next };
      });
    },
    async image(repository, reference, signal): Promise<RemoteImage> {
      const found = await manifest(repository, reference, signal);
      if (!found.platforms) {
        const facts = await config(repository, found, signal);
        const single = { platform: facts?.platform, digest: found.digest, bytes: found.bytes };
        return { digest: found.digest, platforms: facts ? [single] : [], created: facts?.created };
      }
      let created: number | undefined;
      const platforms = await inParallel(
        found.platforms.slice(0, mostPlatforms),
        4,
        async ({ platform, digest }): Promise<RemotePlatform> => {
          const own = await manifest(repository, digest, signal);
          if (digest === found.platforms?.[0]?.digest) created = (await config(repository, own, signal))?.created;
          return { platform, digest, bytes: own.bytes };
        },
      );
      return { digest: found.digest, platforms, created };
    },
    async digest(repository, tag, signal) {
      const path = `/v2/${repository}/manifests/${tag}`;
      const answer = await session.call({ path, method: 'HEAD', accept: manifestTypes, signal });
      if (answer.status !== 200) throw answerFailure(host, answer, `${repository}:${tag}`);
      const digest = answer.headers['docker-content-digest'];
      return typeof digest === 'string' ? digest : (await manifest(repository, tag, signal)).digest;
    },
    async deleteTag(repository, tag, signal) {
      const answer = await session.call({ path: `/v2/${repository}/manifests/${tag}`, method: 'DELETE', signal });
      if (answer.status >= 200 && answer.status < 300) return true;
      // Registries before version 1.1 of the interface know digests only.
      if (answer.status === 400 || answer.status === 405) return false;
      throw answerFailure(host, answer, `${repository}:${tag}`);
    },
    async deleteImage(repository, digest, signal) {
      const answer = await session.call({ path: `/v2/${repository}/manifests/${digest}`, method: 'DELETE', signal });
      if (answer.status >= 200 && answer.status < 300) return;
      if (answer.status === 405 || answer.status === 400) throw noDeletion(host);
      throw answerFailure(host, answer, `${repository}@${digest}`);
    },
    dispose,
  };
}

/** `latest`, then the highest version first. */
function inOrder(tags: readonly string[]): readonly string[] {
  const latest = (tag: string) => (tag === 'latest' ? 0 : 1);
  return [...tags].sort((a, b) => latest(a) - latest(b) || compareNames(b, a));
}

const compareNames = new Intl.Collator('en', { numeric: true }).compare;

/** Of an index of images: more than anybody builds for. */
const mostPlatforms = 32;

function noCatalogue(sentence: string): CatalogueError {
  return new CatalogueError('registry', sentence);
}

function noDeletion(host: string): EngineError {
  return new EngineError('invalid', `${registryName(host)} does not allow deleting through its interface.`, {
    hint: 'Where it is yours, switch deletion on in its configuration; services have it on their web pages.',
  });
}

function part(answer: HttpAnswer, path: string, key: 'repositories' | 'tags'): Part<string> {
  let found: unknown;
  try {
    found = JSON.parse(answer.body.toString('utf8'))[key];
  } catch (cause) {
    throw new EngineError('registry', 'The registry answered with something that is no list.', { cause });
  }
  // A repository whose tags were all deleted has `null`.
  const items = Array.isArray(found) ? found.filter((name) => typeof name === 'string' && name !== '') : [];
  return { items, next: nextPath(answer.headers.link, path) };
}

/** The `Link` to the next part. Proxies let registries believe in another host and scheme, so only its path counts. */
export function nextPath(link: string | string[] | undefined, path: string): string | undefined {
  const header = Array.isArray(link) ? link.join(', ') : (link ?? '');
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(header)?.[1];
  if (target === undefined || !URL.canParse(target, `https://registry.invalid${path}`)) return undefined;
  const { pathname, search } = new URL(target, `https://registry.invalid${path}`);
  return `${pathname}${search}`;
}
