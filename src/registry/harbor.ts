import type { Part } from './pages';
import { CatalogueError } from './registry';
import type { RegistrySession } from './session';

/** The repositories an account of a Harbor may see; its pages are numbered. */
export async function harborRepositories(
  session: RegistrySession,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Part<string>> {
  // Asked without credentials it refuses, and does not say that it would take some.
  const answer = await session.call({ path, signal, unasked: true });
  let found: unknown;
  try {
    found = answer.status === 200 ? JSON.parse(answer.body.toString('utf8')) : undefined;
  } catch {
    // Handled as any other answer that is no list.
  }
  if (!Array.isArray(found)) throw new CatalogueError('registry', 'The registry does not list its repositories.');
  const items = found.map((entry) => entry?.name).filter((name) => typeof name === 'string' && name !== '');
  const url = new URL(path, 'https://registry.invalid');
  const page = Number(url.searchParams.get('page'));
  const full = found.length >= Number(url.searchParams.get('page_size'));
  url.searchParams.set('page', String(page + 1));
  return { items, next: full ? `${url.pathname}${url.search}` : undefined };
}
