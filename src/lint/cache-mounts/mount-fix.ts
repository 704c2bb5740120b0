import type { Stage } from '../../dockerfile/model';
import { chain, scopeBefore } from '../../dockerfile/scope';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import type { RunStep } from '../flow/flow';
import { runSteps } from '../flow/run-step';
import type { LintFile, SpanEdit } from '../rule';
import { addFlags, cacheMountFlag } from './add-mounts';
import { linkApkCache, namesApkCache } from './apk-link';
import { baseImageOf, releaseOf } from './base-image';
import { ownId } from './cache-id';
import { type CachePlace, cacheOwner, cachePlaceOf, isMounted } from './cache-place';
import { defeatsIn, removeDefeats } from './defeats';
import { descendsFrom, keepPackages, keepsPackages, needsSudo } from './keep-debs';
import { cacheMountsOf, expandText, mountOver } from './mount-places';
import { removeVariable } from './refusing-variable';
import { storeStaysInside } from './store-use';
import type { UnmountedRun } from './unmounted';

/** What mounting the caches of a file takes, and the RUNs that get one at least. */
export interface MountFix {
  readonly edits: readonly SpanEdit[];
  readonly mounted: ReadonlySet<UnmountedRun>;
}

/** What one RUN gets. */
interface Wanted {
  readonly places: CachePlace[];
  readonly directories: Set<string>;
}

/** The mounts a file lacks, as far as it is known where they belong and nothing else needs what they hide. */
export function mountFix(file: LintFile, runs: readonly UnmountedRun[]): MountFix {
  const wanted = new Map<RunStep, Wanted>();
  const mounted = new Set<UnmountedRun>();
  const stores = new Map<EcosystemId, boolean>();
  const index = aptKeepsIndex(file);
  for (const run of runs) {
    const possible = run.downloads.filter(({ place }) => {
      if (!canMount(place) || refusesByVariable(file, run.step, place)) return false;
      if (!place.rule.store) return true;
      let fine = stores.get(place.ecosystem);
      if (fine === undefined) {
        fine = storeStaysInside(file, place.ecosystem, place.directories);
        stores.set(place.ecosystem, fine);
      }
      return fine;
    });
    if (possible.length === 0 || !run.step.script.complete) continue;
    mounted.add(run);
    for (const { place } of possible) want(wanted, run.step, place, index);
  }
  for (const [ecosystem, fine] of stores) if (fine) wantStores(file, ecosystem, wanted, index);
  return { edits: allEdits(file, wanted, mounted), mounted };
}

function canMount({ directories, rule, account }: CachePlace): boolean {
  const known = directories.length > 0 && !rule.vague && directories.every((directory) => directory.startsWith('/'));
  return (
    known &&
    !directories.some((directory) => /[<$]/.test(directory)) &&
    (rule.fixed !== undefined || account.root !== false || account.uid !== undefined)
  );
}

/** `apk add $FLAGS`, where the flags say that no cache is to be used: a mount would stay empty. */
function refusesByVariable(file: LintFile, { commands, instruction }: RunStep, { ecosystem }: CachePlace): boolean {
  if (ecosystem !== 'apk') return false;
  const scope = scopeBefore(file.dockerfile, instruction);
  return commands.some(
    (entry) =>
      cacheOwner(entry) === 'apk' &&
      entry.call.args.some(
        ({ literal, value }) => !literal && /(?:^| )--no-cache(?: |$)/.test(expandText(value, scope) ?? ''),
      ),
  );
}

function want(wanted: Map<RunStep, Wanted>, step: RunStep, place: CachePlace, index: boolean): void {
  const own = wanted.get(step) ?? { places: [], directories: new Set<string>() };
  wanted.set(step, own);
  own.places.push(place);
  for (const directory of place.directories) {
    if (directory === '/var/lib/apt' && !index) continue;
    own.directories.add(directory);
    if (place.ecosystem === 'cargo') own.directories.add(directory.replace(/registry$/, 'git/db'));
  }
}

/** The other steps that use the packages: without the mount they would have none. */
function wantStores(file: LintFile, ecosystem: EcosystemId, wanted: Map<RunStep, Wanted>, index: boolean): void {
  for (const step of runSteps(file)) {
    const entry = step.commands.find((one) => cacheOwner(one) === ecosystem);
    const place = entry && cachePlaceOf(file, step, entry);
    if (!place || wanted.get(step)?.places.some((one) => one.ecosystem === ecosystem)) continue;
    if (!isMounted(place, cacheMountsOf(file, step.instruction)) && canMount(place)) want(wanted, step, place, index);
  }
}

/** Every RUN that installs by apt updates the index itself, and none reads the marks that lie beside the index. */
function aptKeepsIndex(file: LintFile): boolean {
  return runSteps(file).every(({ commands }) => {
    const apt = commands.filter(({ recognised }) => recognised?.ecosystem === 'apt');
    const install = apt.findIndex(({ recognised }) => recognised?.role === 'system-install');
    const update = apt.findIndex(({ recognised }) => recognised?.role === 'system-update');
    const marks =
      commands.some(({ call }) => call.program === 'apt-mark') ||
      apt.some(({ call }) => call.args.some(({ value }) => /^(?:auto-?remove|autopurge|--auto-remove)$/.test(value)));
    return !marks && (install < 0 || (update >= 0 && update < install));
  });
}

function allEdits(
  file: LintFile,
  wanted: ReadonlyMap<RunStep, Wanted>,
  mounted: Set<UnmountedRun>,
): readonly SpanEdit[] {
  const edits: SpanEdit[] = [];
  const keeping = new Set<Stage>();
  const linked = new Set<Stage>();
  const copying = new Set<Stage>();
  const variables = new Set<object>();
  const several = distributions(wanted) > 1;
  for (const [step, { places, directories }] of [...wanted].sort(
    ([a], [b]) => a.instruction.index - b.instruction.index,
  )) {
    const { instruction, stage } = step;
    const missing = [...directories].filter((directory) => !mountOver(cacheMountsOf(file, instruction), directory));
    const ecosystems = new Set(places.map(({ ecosystem }) => ecosystem));
    const cleaned = removeDefeats(file, step, defeatsIn(file, step, { ecosystems, targets: [...directories] }));
    const variable = ecosystems.has('pip')
      ? scopeBefore(file.dockerfile, instruction).variables.get('PIP_NO_CACHE_DIR')
      : undefined;
    const freed =
      variable?.value && variable.instruction.kind === 'ENV'
        ? removeVariable(file, variable.instruction, 'PIP_NO_CACHE_DIR')
        : undefined;
    const link = missing.includes('/var/cache/apk') && !namesApkCache(file, step) && !descendsFrom(stage, linked);
    const linking = link ? linkApkCache(step) : undefined;
    if (!cleaned || (link && !linking) || (variable?.value && !freed) || missing.length === 0) {
      for (const run of mounted) if (run.step === step) mounted.delete(run);
      continue;
    }
    const flags = missing.map((directory) => {
      const place = places.find((one) => one.directories.includes(directory)) ?? places[0];
      const id = several && place?.ecosystem === 'apt' ? ownId(step, directory) : undefined;
      return cacheMountFlag(directory, { ecosystem: place?.ecosystem, account: (place as CachePlace).account, id });
    });
    edits.push(addFlags(file, instruction, flags), ...cleaned);
    if (linking) {
      linked.add(stage);
      edits.push(linking);
    }
    if (freed && variable && !variables.has(variable.instruction)) {
      variables.add(variable.instruction);
      edits.push(freed);
    }
    const root = places.every(({ account }) => account.root !== false);
    const sudo = places.some(({ account }) => needsSudo(step, account));
    if (ecosystems.has('apt') && (root || sudo) && !keepsPackages(file, instruction) && !descendsFrom(stage, keeping)) {
      keeping.add(stage);
      edits.push(keepPackages(file, instruction, { sudo }));
    }
    if (ecosystems.has('uv') && !descendsFrom(stage, copying) && !linksByCopy(file, step)) {
      copying.add(stage);
      const line = `${indentOf(file.dockerfile, instruction)}${keywordLike(instruction, 'ENV')} UV_LINK_MODE=copy${file.dockerfile.eol}`;
      edits.push(insertAbove(file.dockerfile, instruction, line));
    }
  }
  return merged(edits);
}

/** Releases of distributions whose apt is to get mounts: more than one must not share a cache. */
function distributions(wanted: ReadonlyMap<RunStep, Wanted>): number {
  const found = new Set<string>();
  for (const [{ stage }, { places }] of wanted) {
    if (!places.some(({ ecosystem }) => ecosystem === 'apt')) continue;
    const image = baseImageOf(stage);
    const release = image && releaseOf(image);
    found.add(release ? `${release.distribution} ${release.release}` : (image?.repository ?? ''));
  }
  return found.size;
}

/** A mount is another file system, which uv cannot link from; it warns unless told to copy. */
function linksByCopy(file: LintFile, { instruction, stage }: RunStep): boolean {
  if (scopeBefore(file.dockerfile, instruction).variables.has('UV_LINK_MODE')) return true;
  return chain(stage).some(
    (item) => item.kind === 'RUN' && /link-mode/.test(file.dockerfile.text.slice(item.span.start, item.span.end)),
  );
}

/** Insertions at one place as one edit, in order. */
function merged(edits: readonly SpanEdit[]): readonly SpanEdit[] {
  const out: SpanEdit[] = [];
  for (const edit of edits) {
    const same = out.findIndex(
      ({ span }) => span.start === edit.span.start && span.end === edit.span.end && span.start === span.end,
    );
    const known = out[same];
    if (known) out[same] = { span: known.span, newText: known.newText + edit.newText };
    else out.push(edit);
  }
  return out;
}
