import type { BuildHistory, PastBuild } from '../../build-history';
import { createStatusReader } from '../../buildkit-status';
import { isEngineError } from '../../errors';
import type { Api } from '../api';
import { createStatusDecoder } from '../buildkit-progress';
import { compareVersions } from '../negotiate';
import { bytesIn, messageOf } from '../session/protobuf';
import { callEngine, Unimplemented } from './call-engine';
import { createHistoryDecoder } from './past-builds';
import { readProvenance } from './provenance';

/** Of the API of engine 24, the first with BuildKit 0.11. */
const first = '1.43';

/** BuildHistoryRequest: `EarlyExit` = 3, so that it tells what there is and ends. */
const whatThereIs = Buffer.from([3 * 8, 1]);

/** Field of a ReadContentResponse of containerd. */
const data = 2;

/** An engine that has no history is asked once. */
export function createBuildHistory(api: Api): BuildHistory {
  let absent = false;
  return {
    async list(signal) {
      const { buildkit, apiVersion } = await api.negotiated(signal);
      if (absent || !buildkit || compareVersions(apiVersion, first) < 0) return undefined;
      const decode = createHistoryDecoder();
      const builds: PastBuild[] = [];
      const add = (build: PastBuild | undefined) => build && builds.push(build);
      try {
        for await (const message of callEngine(
          api,
          '/moby.buildkit.v1.Control/ListenBuildHistory',
          whatThereIs,
          signal,
        ))
          add(decode(message));
      } catch (error) {
        if (!(error instanceof Unimplemented) && !isEngineError(error, 'not-found')) throw error;
        absent = true;
        return undefined;
      }
      return builds.sort((a, b) => b.started - a.started);
    },
    async *events(ref, signal) {
      const decode = createStatusDecoder();
      const reader = createStatusReader();
      for await (const message of callEngine(api, '/moby.buildkit.v1.Control/Status', messageOf(ref), signal))
        yield* reader.read(decode(message));
    },
    async definition({ provenance }, signal) {
      if (provenance === undefined) return undefined;
      const parts: Buffer[] = [];
      const path = '/containerd.services.content.v1.Content/Read';
      for await (const message of callEngine(api, path, messageOf(provenance), signal))
        parts.push(bytesIn(message, data));
      return readProvenance(Buffer.concat(parts).toString());
    },
  };
}
