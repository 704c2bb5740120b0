import { scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { LintFile } from '../rule';
import { archiveName, unpacksArchive } from './command-writes';
import type { FlowCommand, RunStep, StageFlow } from './flow';
import { pathOf } from './image-path';
import { type LateDeletion, lateDeletions } from './late-deletions';
import { type LayerWrite, writesOf } from './layer-writes';

/** An archive that one layer downloads and a later one unpacks or deletes: it stays in the image. */
export interface ScatteredArchive {
  readonly download: LayerWrite;
  readonly unpack: { readonly run: RunStep; readonly command: FlowCommand } | undefined;
  readonly deletion: LateDeletion | undefined;
}

const known = new WeakMap<StageFlow, readonly ScatteredArchive[]>();

export function scatteredArchives(file: LintFile, flow: StageFlow): readonly ScatteredArchive[] {
  let archives = known.get(flow);
  if (!archives) {
    archives = findArchives(file, flow);
    known.set(flow, archives);
  }
  return archives;
}

function findArchives(file: LintFile, flow: StageFlow): readonly ScatteredArchive[] {
  const downloads = flow.steps.flatMap((step) =>
    writesOf(file, step).filter(
      ({ path, kind, shape }) => isDownload(step, kind) && shape === 'file' && archiveName.test(path),
    ),
  );
  if (downloads.length === 0) return [];
  const runs = flow.steps.filter((step): step is RunStep => step.kind === 'run');
  const deletions = runs.flatMap((run) => lateDeletions(file, flow, run));
  return downloads.flatMap((download) => {
    const later = runs.filter((run) => flow.steps.indexOf(run) >= flow.steps.indexOf(download.step));
    const unpack = later.flatMap((run) =>
      run.commands.filter((command) => reads(file, run, command, download.path)).map((command) => ({ run, command })),
    )[0];
    const deletion = deletions.find(({ writes, others }) => [...writes, ...others].includes(download));
    const scattered = unpack && (deletion || unpack.run !== download.step);
    return scattered ? [{ download, unpack, deletion }] : [];
  });
}

function isDownload(step: StageFlow['steps'][number], kind: LayerWrite['kind']): boolean {
  return kind === 'download' || (step.kind === 'copy' && step.origin === 'url');
}

/** The command unpacks the archive, named in full or relative to where it runs. */
function reads(file: LintFile, run: RunStep, command: FlowCommand, path: string): boolean {
  if (!unpacksArchive(command)) return false;
  const scope = scopeBefore(file.dockerfile, run.instruction);
  const words = [...command.call.args, ...command.command.redirects.flatMap(({ target }) => target ?? [])];
  // The directory of a recognised command may be named by its own option; tar reads its archive before it changes.
  return words.some(({ value }) => {
    const named = value.replace(/^(--file=|-f(?=\/))/, '');
    const found = pathOf(named, command.directory, scope);
    return found !== undefined && resolvePath('/', found) === path;
  });
}
