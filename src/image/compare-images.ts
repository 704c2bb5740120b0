import type { ImageConfiguration } from './configuration';
import { fileTree } from './file-tree';
import type { ImageFile, Layer } from './image-file';
import { noiseReason } from './noise';

export type FileAspect = 'type' | 'mode' | 'owner' | 'content' | 'link target' | 'device' | 'attributes';

export interface FileDifference {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What is different in a file that both have. */
  readonly aspects: readonly FileAspect[];
  /** Undefined in an image that has no such file. */
  readonly before: ImageFile | undefined;
  readonly after: ImageFile | undefined;
}

export interface ConfigurationDifference {
  /** `env PATH`, `entrypoint`, `label version`. */
  readonly name: string;
  /** As one would write it; undefined where it is not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface ImageComparison {
  readonly files: readonly FileDifference[];
  /** Differences that say nothing about what the image does, each with the reason. */
  readonly noise: readonly (FileDifference & { readonly reason: string })[];
  readonly configuration: readonly ConfigurationDifference[];
}

interface Image {
  readonly layers: readonly Layer[];
  readonly configuration: ImageConfiguration;
}

export interface CompareOptions {
  /** Further differences that are expected, with the reason. */
  readonly expected?: (difference: FileDifference) => string | undefined;
}

/**
 * What two images have different: files with type, mode, owner, content, link target, device and extended attributes (not
 * times, and not what the layers were cut into), and what they say of the containers made from them. Sorted by path.
 */
export function compareImages(
  before: Image,
  after: Image,
  { expected = () => undefined }: CompareOptions = {},
): ImageComparison {
  const differences = compareTrees(fileTree(before.layers), fileTree(after.layers));
  const files: FileDifference[] = [];
  const noise: (FileDifference & { readonly reason: string })[] = [];
  for (const difference of differences) {
    const reason = expected(difference) ?? noiseReason(difference.path);
    if (reason === undefined) files.push(difference);
    else noise.push({ ...difference, reason });
  }
  return { files, noise, configuration: compareConfigurations(before.configuration, after.configuration) };
}

/** Nothing differs but noise. */
export function isIdentical({ files, configuration }: ImageComparison): boolean {
  return files.length === 0 && configuration.length === 0;
}

function compareTrees(
  before: ReadonlyMap<string, ImageFile>,
  after: ReadonlyMap<string, ImageFile>,
): readonly FileDifference[] {
  const differences: FileDifference[] = [];
  for (const [path, old] of before) {
    const now = after.get(path);
    const aspects = now ? compareFiles(old, now) : [];
    if (!now) differences.push({ path, kind: 'removed', aspects, before: old, after: undefined });
    else if (aspects.length > 0) differences.push({ path, kind: 'changed', aspects, before: old, after: now });
  }
  for (const [path, now] of after) {
    if (!before.has(path)) differences.push({ path, kind: 'added', aspects: [], before: undefined, after: now });
  }
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function compareFiles(a: ImageFile, b: ImageFile): readonly FileAspect[] {
  if (a.type !== b.type) return ['type'];
  const differs: readonly (readonly [FileAspect, boolean])[] = [
    ['mode', a.mode !== b.mode],
    ['owner', a.uid !== b.uid || a.gid !== b.gid],
    ['content', a.digest !== b.digest],
    ['link target', a.target !== b.target],
    ['device', a.device !== b.device],
    ['attributes', !sameRecord(a.attributes, b.attributes)],
  ];
  return differs.flatMap(([aspect, different]) => (different ? [aspect] : []));
}

function sameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function compareConfigurations(a: ImageConfiguration, b: ImageConfiguration): readonly ConfigurationDifference[] {
  const before = flatten(a);
  const after = flatten(b);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }));
}

/** Each part of a configuration under the name of its instruction; empty parts are left out. */
function flatten(configuration: ImageConfiguration): ReadonlyMap<string, string> {
  const { env, labels, entrypoint, command, shell, onBuild, ports, volumes, healthcheck, ...rest } = configuration;
  const parts: readonly (readonly [string, string])[] = [
    ['platform', rest.platform],
    ...Object.entries(env).map(([name, value]) => [`env ${name}`, value] as const),
    ['entrypoint', words(entrypoint)],
    ['command', words(command)],
    ['workdir', rest.workdir],
    ['user', rest.user],
    ...ports.map((port) => [`port ${port}`, 'exposed'] as const),
    ...volumes.map((volume) => [`volume ${volume}`, 'declared'] as const),
    ...Object.entries(labels).map(([name, value]) => [`label ${name}`, value] as const),
    ['healthcheck', healthcheck === undefined ? '' : JSON.stringify(healthcheck)],
    ['stop signal', rest.stopSignal],
    ['shell', words(shell)],
    ...onBuild.map((trigger, index) => [`onbuild ${index + 1}`, trigger] as const),
  ];
  return new Map(parts.filter(([name, value]) => value !== '' || name.startsWith('env ') || name.startsWith('label ')));
}

function words(list: readonly string[]): string {
  return list.length === 0 ? '' : JSON.stringify(list);
}
