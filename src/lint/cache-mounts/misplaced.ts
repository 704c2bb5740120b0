import { mountOption } from '../../dockerfile/mount';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { RunStep } from '../flow/flow';
import type { LintFile, RuleFinding } from '../rule';
import { ownerOptions } from './add-mounts';
import { linkApkCache, namesApkCache } from './apk-link';
import { isMounted } from './cache-place';
import { cacheMountsOf, mountOver, type PlacedMount } from './mount-places';
import type { Download } from './mounted-managers';

/** What the target of a mount ends in that is meant for a manager's downloads. */
const meantFor: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  npm: /\/\.npm$/,
  yarn: /\/\.cache\/yarn$/,
  pip: /\/\.cache(?:\/pip)?$/,
  uv: /\/\.cache(?:\/uv)?$/,
  poetry: /\/\.cache(?:\/pypoetry)?$/,
  go: /\/go\/pkg(?:\/mod)?$/,
  cargo: /\/\.?cargo(?:\/registry)?$/,
  maven: /\/\.m2(?:\/repository)?$/,
  gradle: /\/\.gradle(?:\/caches)?$/,
  dotnet: /\/\.nuget(?:\/packages)?$/,
  pnpm: /\/pnpm\/store$/,
  bun: /\/\.bun(?:\/install(?:\/cache)?)?$/,
};

/** A mount is meant for the manager's downloads, by its name. */
export function meantMount(ecosystem: EcosystemId, mounts: readonly PlacedMount[]): PlacedMount | undefined {
  const pattern = meantFor[ecosystem];
  return mounts.find(({ target }) => target !== undefined && pattern?.test(target));
}

/** Mounts meant for the downloads of a command that looks for them elsewhere. */
export function* misplacedMounts(file: LintFile, step: RunStep, downloads: readonly Download[]): Iterable<RuleFinding> {
  const mounts = cacheMountsOf(file, step.instruction);
  const seen = new Set<PlacedMount>();
  yield* indexOnly(file, step, downloads, mounts);
  for (const { entry, place } of downloads) {
    const [directory] = place.directories;
    if (!place.certain || directory === undefined || directory.startsWith('<')) continue;
    if (isMounted(place, mounts)) continue;
    const wrong = meantMount(place.ecosystem, mounts);
    // Behind several managers of one RUN the mount may be another one's.
    const others = downloads.some(
      (other) =>
        other.place.ecosystem !== place.ecosystem &&
        isMounted(
          other.place,
          mounts.filter((one) => one === wrong),
        ),
    );
    if (!wrong || others || seen.has(wrong)) continue;
    seen.add(wrong);
    const { root, user } = place.account;
    const who = root === false && user ? ` as ${user}` : '';
    const option = mountOption(wrong.mount, 'target', 'dst', 'destination');
    const owner = root === false && !mountOption(wrong.mount, 'uid') ? ownerOptions(place.account) : '';
    const variable = option?.value?.includes('$') ?? true;
    yield {
      span: option?.span ?? wrong.mount.flag.span,
      instruction: step.instruction,
      message: `${ecosystemOf(place.ecosystem).name} keeps its downloads in ${directory} here${who}, not in ${wrong.target}: the mount stays empty, and the downloads end up in the layer. Mount ${directory}.`,
      related: [{ span: entry.recognised?.span ?? entry.command.span, message: 'This fills the other directory.' }],
      // Not safe: the downloads leave the layer, where a later step might look for them.
      fixes:
        option && !variable
          ? [
              {
                title: `Mount ${directory}`,
                safe: false,
                edits: [{ span: option.span, newText: `${option.name}=${directory}${owner}` }],
              },
            ]
          : [],
    };
  }
}

/** `apk` keeps packages where /etc/apk/cache points to, and the index alone without it. */
function* indexOnly(
  file: LintFile,
  step: RunStep,
  downloads: readonly Download[],
  mounts: readonly PlacedMount[],
): Iterable<RuleFinding> {
  const apk = downloads.find(({ place }) => place.ecosystem === 'apk');
  const mount = mounts.find(({ target }) => target === '/var/cache/apk');
  if (!apk || !mount || mountOver(mounts, '/etc/apk/cache')) return;
  const { flags } = apk.entry.recognised ?? {};
  if (flags?.has('--cache-dir') || flags?.has('--no-cache')) return;
  if (namesApkCache(file, step)) return;
  const link = linkApkCache(step);
  yield {
    span: mountOption(mount.mount, 'target', 'dst', 'destination')?.span ?? mount.mount.flag.span,
    instruction: step.instruction,
    severity: 'info',
    message:
      'apk keeps no more than its index in /var/cache/apk: packages are kept in /etc/apk/cache, which does not exist here, so they are downloaded again each time. Make that a link to this directory.',
    // Not safe: the link stays in the image.
    fixes: link ? [{ title: 'Link /etc/apk/cache to the mount', safe: false, edits: [link] }] : [],
  };
}
