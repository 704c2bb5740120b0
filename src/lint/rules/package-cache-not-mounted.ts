import { mountsAllowed } from '../cache-mounts/add-mounts';
import { type MountFix, mountFix } from '../cache-mounts/mount-fix';
import { cacheMountsOf } from '../cache-mounts/mount-places';
import { isSettled, unmountedRuns } from '../cache-mounts/unmounted';
import { isReportedBuild } from '../order/reported-builds';
import type { Fix, Rule } from '../rule';

/** Downloads are thrown away with the layer they were made in, unless a cache mount keeps them. */
export const packageCacheNotMounted: Rule = {
  id: 'package-cache-not-mounted',
  summary: 'Keep what package managers download in a cache mount',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE006' },
  docs: {
    why: 'A layer is rebuilt from nothing: one changed line in a manifest, and everything is downloaded again. A cache mount (`RUN --mount=type=cache,target=…`) is a directory of the builder that survives. The next build downloads what is new, and nothing of the cache gets into the image.',
    notes:
      'Reported once per file, at its first install; a build that downloads below the copy of its source is left to dependencies-in-build-step. Where a RUN leaves no downloads behind on purpose (`--no-cache-dir`, `apk --no-cache`, a clean-up at its end), that is taken for the answer; where it leaves them in the image, another rule says so, and a cache mount is one of the two ways out. Such RUNs are reported here only when every rule is on or the profile is `cache`. The fix mounts what can be mounted, and takes out what would keep the mounts empty: `--no-cache-dir`, `apk --no-cache`, clean-up commands, `PIP_NO_CACHE_DIR`, the configuration by which the images of Debian and Ubuntu delete packages. It is offered where the directory is known (the user, variables, options and the base image decide that). Where a manager uses its packages out of the cache (Go, Cargo, Maven, Gradle, NuGet, Dart, Deno, sbt), every step that needs them gets the mount, and there is no fix if the image, another stage, an offline step or a script may need them, too.\n\nMounts need BuildKit and live in the builder: they are in no exported cache, so builders that start empty, as on most hosted CI, gain nothing.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\nCOPY . .\n',
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /srv ./cmd/web\n',
    ],
  },
  when: { does: ['install', 'prime', 'implicit', 'tools', 'system-install', 'system-upgrade'] },
  *check(file) {
    const all = file.settings.thorough || file.settings.asked('CACHE006');
    const runs = unmountedRuns(file).filter((run) => all || !isSettled(file, run));
    if (runs.length === 0) return;
    const mounts = () => (mountsAllowed(file) ? mountFix(file, runs) : undefined);
    // Who mounts caches elsewhere in the file knows them; then only what is certain is worth a word.
    const aware = file.runs.some((run) => cacheMountsOf(file, run).length > 0);
    const mounted = aware ? mounts()?.mounted : undefined;
    const found = runs.flatMap((run) => {
      // What a build downloads below its source is reported there, with the mount for it.
      const downloads = run.downloads.filter(({ entry }) => !isReportedBuild(file, run.step, entry));
      return downloads.length > 0 && (!aware || mounted?.has(run)) ? [{ ...run, downloads }] : [];
    });
    const [first] = found;
    const download = first?.downloads[0];
    if (!first || !download) return;
    const { entry, place } = download;
    const span = entry.recognised?.span ?? entry.command.span;
    const command = file.dockerfile.text.slice(span.start, span.end).replace(/\s*\\\s+/g, ' ');
    const [directory] = place.directories;
    const where = directory?.startsWith('/') ? ` on ${directory}` : '';
    yield {
      span,
      instruction: first.step.instruction,
      message: `Whenever this layer is rebuilt, \`${command}\` downloads everything again. With a cache mount${where} it downloads only what is new, if the builder keeps its state between builds.`,
      related: found.slice(1, 6).map(({ downloads: [other], step }) => ({
        span: other?.entry.recognised?.span ?? step.instruction.keywordSpan,
        message: 'This downloads without a cache mount, too.',
      })),
      fixes: () => fixesOf(mounts()),
    };
  },
};

/** Not safe: mounts need BuildKit, and downloads that a later step might look for leave the layer. */
function fixesOf(mounts: MountFix | undefined): readonly Fix[] {
  if (!mounts || mounts.mounted.size === 0) return [];
  const runs = mounts.mounted.size;
  const title = runs === 1 ? 'Add the cache mount' : `Add cache mounts to ${runs} RUN instructions`;
  return [{ title, safe: false, edits: mounts.edits }];
}
