import { looksLikeWindows } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import type { EcosystemId, Role } from '../ecosystems/ecosystem';
import type { FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { baseImageOf, goMinorVersion } from './base-image';
import { type CachePlace, cachePlaceOf, isMounted } from './cache-place';
import type { PlacedMount } from './mount-places';

/** A command that downloads packages, and the cache it does that through. */
export interface Download {
  readonly entry: FlowCommand;
  readonly place: CachePlace;
}

const downloading = new Set<Role>(['install', 'prime', 'implicit', 'tools', 'system-install', 'system-upgrade']);

/** The commands of a RUN that download packages into a cache known here. */
export const downloadsOf: (file: LintFile, step: RunStep) => readonly Download[] = rememberedFor((file, step) =>
  step.commands.some(({ recognised }) => recognised) ? findDownloads(file, step) : [],
);

function findDownloads(file: LintFile, step: RunStep): readonly Download[] {
  const image = baseImageOf(step.stage);
  if (looksLikeWindows(file.dockerfile, step.stage)) return [];
  // Go had no modules, and no place to keep them, before 1.11.
  const goPath = image !== undefined && (goMinorVersion(image) ?? 11) < 11;
  return step.commands.flatMap((entry) => {
    const { recognised, call } = entry;
    if (!recognised || recognised.offline || !downloading.has(recognised.role)) return [];
    // Local packages alone (`dpkg -i`), what belongs to Windows (`nuget`), and `setup.py`, which keeps nothing.
    if (/^(?:dpkg|rpm|gdebi|nuget|python[\d.]*)$/.test(call.program ?? '')) return [];
    // R itself keeps no downloads; renv does.
    if (recognised.ecosystem === 'renv' && !call.args.some(({ value }) => value.includes('renv'))) return [];
    if (recognised.ecosystem === 'go' && (goPath || (recognised.role === 'implicit' && hasNoModules(file, step))))
      return [];
    const place = cachePlaceOf(file, step, entry);
    return place ? [{ entry, place }] : [];
  });
}

/** Nothing but files of Go comes in: what they import without a `go.mod` is Go's own. */
function hasNoModules(file: LintFile, step: RunStep): boolean {
  if (step.instruction.mounts.some(({ type }) => type === 'bind')) return false;
  let copied = false;
  for (const one of flowOf(file).stages[step.stage.index]?.steps ?? []) {
    if (one.kind === 'run' ? one.commands.some(bringsModules) : !one.sources.every((source) => source?.endsWith('.go')))
      return false;
    if (one === step) return copied;
    copied ||= one.kind === 'copy';
  }
  return copied && !step.commands.some(bringsModules);
}

function bringsModules({ call }: FlowCommand): boolean {
  return call.program === 'git' || /^(?:get|mod)$/.test(call.args[0]?.value ?? '');
}

/** Managers of the downloads that one of the mounts keeps. */
export function mountedManagers(
  downloads: readonly Download[],
  mounts: readonly PlacedMount[],
): ReadonlySet<EcosystemId> {
  return new Set(downloads.filter(({ place }) => isMounted(place, mounts)).map(({ place }) => place.ecosystem));
}
