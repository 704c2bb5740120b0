import type { PastBuild } from '../../engine/build-history';
import type { ForecastRequest } from '../forecaster';

/** What a build was asked to do, as far as it decides about the cache. */
export type PastRequest = Pick<ForecastRequest, 'target' | 'platform' | 'network' | 'hosts'> &
  Required<Pick<ForecastRequest, 'buildArgs' | 'noCache'>>;

/** Attributes that do not decide about any step. */
const without =
  /^(?:filename|label:.*|vcs:.*|attest:.*|local-sessionid:.*|frontend\.caps|build-arg:BUILDKIT_INLINE_CACHE)$/;

/** Undefined for a build that was asked for something a plan does not know: other contexts, another frontend, limits, caches. */
export function pastRequest({ attributes }: Pick<PastBuild, 'attributes'>): PastRequest | undefined {
  const buildArgs: Record<string, string> = {};
  let target: string | undefined;
  let platform: string | undefined;
  let network: string | undefined;
  let hosts: readonly string[] = [];
  let noCache = false;
  for (const [name, value] of Object.entries(attributes)) {
    if (without.test(name)) continue;
    const argument = /^build-arg:(.+)$/s.exec(name)?.[1];
    if (argument !== undefined && !/^(?:BUILDKIT_|SOURCE_DATE_EPOCH$)/.test(argument)) buildArgs[argument] = value;
    else if (name === 'target') target = value;
    else if (name === 'platform' && !value.includes(',')) platform = value;
    else if (name === 'force-network-mode') network = value;
    else if (name === 'add-hosts') hosts = value.split(',').map((host) => host.replace('=', ':'));
    else if (name === 'no-cache') noCache = true;
    // Images of this machine were taken as they were.
    else if (name !== 'image-resolve-mode' || value !== 'local') return undefined;
  }
  return { target, platform, network, hosts, buildArgs, noCache };
}
