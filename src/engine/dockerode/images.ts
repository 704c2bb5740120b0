import type { TransferEvent } from '../engine';
import { EngineError } from '../errors';
import type { Images } from '../images';
import { parseReference } from '../references';
import { registryError, sentence } from './answer-errors';
import type { Api, ApiCall } from './api';
import { build } from './build';
import { assertReference, imagePath } from './ids';
import { importImage, loadImages, saveImages } from './image-archives';
import {
  historyLayer,
  imageDetails,
  imagePruneReport,
  imageSummary,
  removedImages,
  transferEvent,
} from './normalise-images';
import { rawList, rawObject } from './raw';
import { authHeader } from './registry-auth';
import { jsonLines, reportedError } from './streams';

export function createImages(api: Api): Images {
  return {
    async list({ signal } = {}) {
      return rawList(await api.json({ path: '/images/json', signal, quick: true })).map(imageSummary);
    },
    async inspect(ref, signal) {
      return imageDetails(rawObject(await api.json({ path: `${imagePath(ref)}/json`, signal, quick: true })));
    },
    async history(ref, signal) {
      return rawList(await api.json({ path: `${imagePath(ref)}/history`, signal, quick: true })).map(historyLayer);
    },
    async tag(ref, target) {
      const path = `${imagePath(ref)}/tag`;
      const { name, tag = 'latest', digest } = reference(target);
      if (digest !== undefined) throw new EngineError('invalid', 'A tag cannot have a digest.');
      await api.json({ method: 'POST', path, query: { repo: name, tag } });
    },
    async remove(ref, { force = false, keepParents = false } = {}) {
      return removedImages(
        await api.json({ method: 'DELETE', path: imagePath(ref), query: { force, noprune: keepParents } }),
      );
    },
    async prune({ all, signal }) {
      const filters = JSON.stringify({ dangling: [String(!all)] });
      return imagePruneReport(
        await api.json({ method: 'POST', path: '/images/prune', query: { filters }, signal, long: true }),
      );
    },
    pull(ref, { platform, auth, signal }) {
      return transfer(api, () => {
        // Without a tag the engine pulls all of them.
        const { name, tag = 'latest', digest } = reference(ref);
        const query = { fromImage: name, tag: digest ?? tag, platform };
        return { path: '/images/create', query, headers: authHeader(auth), signal };
      });
    },
    push(ref, { auth, signal }) {
      return transfer(api, () => {
        const { name, tag = 'latest', digest } = reference(ref);
        if (digest !== undefined) throw new EngineError('invalid', 'A push needs a tag, not a digest.');
        // Without the header the engine answers with HTTP 400, and without a tag it pushes all of them.
        return { path: `/images/${name}/push`, query: { tag }, headers: authHeader(auth), signal };
      });
    },
    build: (context, options) => build(api, context, options),
    save: (refs, signal) => saveImages(api, refs, signal),
    load: (archive, signal) => loadImages(api, archive, signal),
    import: (archive, options) => importImage(api, archive, options),
  };
}

async function* transfer(api: Api, prepare: () => ApiCall): AsyncGenerator<TransferEvent> {
  const call = prepare();
  const answer = await api.stream({ ...call, method: 'POST', concern: 'registry' });
  for await (const line of jsonLines(answer, (cause) => api.failure(cause, call.signal))) {
    const problem = reportedError(line);
    if (problem === undefined) yield transferEvent(line);
    else throw registryError(problem) ?? new EngineError('registry', sentence(problem));
  }
}

function reference(text: string) {
  assertReference(text);
  const parsed = parseReference(text);
  if (!parsed) throw new EngineError('invalid', `"${text}" is not an image reference.`);
  return parsed;
}
