import type { BuildOptions } from '../build-options';
import type { Query } from './transport';

/** What both builders are asked for. Secrets have no place here: queries are logged. */
export function buildQuery(options: BuildOptions): Query {
  const { tags, target, buildArgs, labels, noCache, pull, platform, networkMode, extraHosts, cacheFrom } = options;
  return {
    t: tags,
    target,
    buildargs: buildArgs && JSON.stringify(buildArgs),
    labels: labels && JSON.stringify(labels),
    nocache: noCache,
    pull: pull ? '1' : undefined,
    platform,
    networkmode: networkMode,
    extrahosts: extraHosts,
    cachefrom: cacheFrom && JSON.stringify(cacheFrom),
    rm: true,
    forcerm: true,
  };
}
