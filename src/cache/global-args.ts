import { empty, expandParts } from '../dockerfile/expand';
import { isPlatformArg } from '../dockerfile/stages';
import type { PlanInput } from './plan-input';

/** Values of the ARGs in front of the first FROM and of those the builder brings; undefined for one that is only a name. */
export type GlobalArgs = ReadonlyMap<string, string | undefined>;

/** Build arguments that count although no ARG names them, and then in no key. */
export const proxyArgs: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

/** Of these Podman tells an ARG when they are passed, whatever their values are. */
export function isPodmanProxy(name: string): boolean {
  return proxyArgs.has(name) && !/^all_proxy$/i.test(name);
}

export function globalArgsOf(input: PlanInput): GlobalArgs {
  const { file, builder, buildArgs } = input;
  // The legacy builder knows nothing of platforms.
  const brought = builder === 'buildkit' ? Object.entries(platformValues(input)) : [];
  const values = new Map<string, string | undefined>(brought);
  for (const name of values.keys()) if (name in buildArgs) values.set(name, buildArgs[name]);
  for (const { pairs } of file.globalArgs) {
    for (const { key, value } of pairs) {
      const given = buildArgs[key.value];
      const known = value && expandParts(value.parts, (name) => values.get(name) ?? empty, file.escape);
      // Of a platform the builder knows the value without a default.
      if (given !== undefined || value || !isPlatformArg(key.value)) values.set(key.value, given ?? known);
    }
  }
  return values;
}

function platformValues({ platform, enginePlatform }: PlanInput): Readonly<Record<string, string>> {
  return { ...partsOf('BUILD', enginePlatform), ...partsOf('TARGET', platform) };
}

function partsOf(prefix: string, platform: string): Readonly<Record<string, string>> {
  const [os = '', arch = '', variant = ''] = platform.split('/');
  return {
    [`${prefix}PLATFORM`]: platform,
    [`${prefix}OS`]: os,
    [`${prefix}OSVERSION`]: '',
    [`${prefix}ARCH`]: arch,
    [`${prefix}VARIANT`]: variant,
  };
}
