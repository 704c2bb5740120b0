import { baseName, relativeTo, resolvePath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import type { Ecosystem } from '../ecosystems/ecosystem';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { isDependencyInstall } from '../ecosystems/recognise';
import type { CopyStep, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { matchesName } from '../flow/names';
import { bringsSource, inputNames } from './source-copy';

/** A dependency install that runs again at every edit of the source, because a copy above it takes the source. */
export interface SpoiledInstall {
  readonly run: RunStep;
  readonly install: FlowCommand;
  readonly ecosystem: Ecosystem;
  readonly copy: CopyStep;
  /** Another copy above brought the manifests by their names: only the order is wrong. */
  readonly manifestsCopied: boolean;
}

/**
 * Installs of the stage itself (not of its parents) that stand below a source copy without the same dependencies having
 * been installed above that copy. One per RUN and ecosystem.
 */
export function spoiledInstalls(flow: StageFlow, context: ContextFiles | undefined): readonly SpoiledInstall[] {
  const spoiled: SpoiledInstall[] = [];
  const primed: Primed[] = [];
  const copies = new CopiesAbove(context);
  for (const step of flow.steps) {
    if (step.kind === 'copy') {
      copies.add(step);
      primed.push(...installedElsewhere(step));
      continue;
    }
    const reported = new Set<string>();
    for (const install of step.commands) {
      const { recognised } = install;
      if (!recognised || !isDependencyInstall(recognised)) continue;
      const ecosystem = ecosystemOf(recognised.ecosystem);
      const copy = isPrimed(primed, ecosystem.family, install) ? undefined : copies.source(ecosystem, install);
      if (!copy) {
        primed.push({ family: ecosystem.family, directory: install.directory });
      } else if (step.stage === flow.stage && !reported.has(ecosystem.id)) {
        reported.add(ecosystem.id);
        spoiled.push({ run: step, install, ecosystem, copy, manifestsCopied: copies.manifests(ecosystem, copy) });
      }
    }
  }
  return spoiled;
}

export interface Primed {
  /** `*`: whatever the copied folder belongs to. */
  readonly family: string;
  readonly directory: string | undefined;
}

/** The same dependencies were installed before: in the same folder, one above it, or one that is not known. */
export function isPrimed(primed: readonly Primed[], family: string, { directory }: FlowCommand): boolean {
  return primed.some(
    (entry) =>
      (entry.family === family || entry.family === '*') &&
      (entry.directory === undefined ||
        directory === undefined ||
        relativeTo(entry.directory, directory) !== undefined),
  );
}

/** `COPY --from=deps /app/node_modules ./node_modules`: installed in another stage. */
export function installedElsewhere(copy: CopyStep): readonly Primed[] {
  if (copy.origin !== 'stage' && copy.origin !== 'image') return [];
  const folder = copy.sources.find(
    (source) => source !== undefined && /^(node_modules|vendor|\.?venv|site-packages)$/.test(baseName(source)),
  );
  if (folder === undefined) return [];
  return [{ family: '*', directory: copy.destination === undefined ? undefined : resolvePath(copy.destination, '..') }];
}

/** The copies further up, asked the same questions by many installs: each copy is looked at once for each question. */
export class CopiesAbove {
  private readonly copies: CopyStep[] = [];
  private readonly answers = new Map<string, { seen: number; found: CopyStep | undefined }>();

  constructor(private readonly context: ContextFiles | undefined) {}

  add(copy: CopyStep): void {
    this.copies.push(copy);
  }

  /** The first that brings source with what the install reads. */
  source(ecosystem: Ecosystem, { recognised, directory }: FlowCommand): CopyStep | undefined {
    const args = recognised?.manifestArgs ?? [];
    const inputs = inputNames(ecosystem, { manifestArgs: args });
    const key = JSON.stringify([ecosystem.id, directory, args.map(({ value }) => value)]);
    return this.first(key, (copy) => bringsSource(copy, directory, inputs, this.context));
  }

  /** One of them takes the manifest by its name, and is not the one that brings the source. */
  manifests(ecosystem: Ecosystem, source: CopyStep): boolean {
    const found = this.first(`manifests of ${ecosystem.id}`, (copy) => !copy.wide && takesManifest(copy, ecosystem));
    return found !== undefined && found !== source;
  }

  private first(key: string, matches: (copy: CopyStep) => boolean): CopyStep | undefined {
    const answer = this.answers.get(key) ?? { seen: 0, found: undefined };
    this.answers.set(key, answer);
    while (!answer.found && answer.seen < this.copies.length) {
      const copy = this.copies[answer.seen++];
      if (copy && matches(copy)) answer.found = copy;
    }
    return answer.found;
  }
}

function takesManifest({ origin, sources }: CopyStep, ecosystem: Ecosystem): boolean {
  if (origin !== 'context') return false;
  return sources.some((path) => path !== undefined && ecosystem.manifests.some((name) => namesManifest(path, name)));
}

/** The source is the manifest, or a glob that takes it (`package*.json`). */
function namesManifest(source: string, manifest: string): boolean {
  const name = baseName(source);
  return matchesName(manifest, name) || (/[*?[]/.test(name) && name.length > 2 && matchesName(name, manifest));
}
