import type { BuildHistory } from '../../build-history';
import type { Api } from '../api';

/** Loads what reads the history with the first question. */
export function createLateHistory(api: Api): BuildHistory {
  let made: Promise<BuildHistory> | undefined;
  const history = () => {
    made ??= import('./build-history').then(({ createBuildHistory }) => createBuildHistory(api));
    return made;
  };
  return {
    list: async (signal) => (await history()).list(signal),
    definition: async (build, signal) => (await history()).definition(build, signal),
    async *events(ref, signal) {
      yield* (await history()).events(ref, signal);
    },
  };
}
