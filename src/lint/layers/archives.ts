import { scopeBefore } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import type { FlowCommand, FlowStep, RunStep, StageFlow } from '../flow/flow';
import { pathOf } from '../flow/image-path';
import type { LintFile } from '../rule';
import { archiveName, unpacksArchive } from './command-writes';
import { type LateDeletion, lateDeletions } from './late-deletions';
import { type LayerWrite, writesOf } from './layer-writes';

/** An archive that one layer downloads and a later one unpacks or deletes: it stays in the image. */
export interface ScatteredArchive {
  readonly download: LayerWrite;
  readonly unpack: { readonly run: RunStep; readonly command: FlowCommand } | undefined;
  readonly deletion: LateDeletion | undefined;
}

export const scatteredArchives = rememberedFor(findArchives);

function findArchives(file: LintFile, flow: StageFlow): readonly ScatteredArchive[] {
  const downloads = flow.steps
    .filter(mayDownload)
    .flatMap((step) =>
      writesOf(file, step).filter(
        ({ path, kind, shape }) => isDownload(step, kind) && shape === 'file' && archiveName.test(path),
      ),
    );
  if (downloads.length === 0) return [];
  const runs = flow.steps.filter((step): step is RunStep => step.kind === 'run');
  const deletions = runs.flatMap((run) => lateDeletions(file, flow, run));
  const unpacks = runs.flatMap((run) =>
    run.commands.filter(unpacksArchive).map((command) => ({ run, command, paths: namedPaths(file, run, command) })),
  );
  const order = new Map(flow.steps.map((step, index) => [step, index]));
  const at = (step: StageFlow['steps'][number]) => order.get(step) ?? 0;
  return downloads.flatMap((download) => {
    const unpack = unpacks.find(({ run, paths }) => paths.includes(download.path) && at(run) >= at(download.step));
    const deletion = deletions.find(({ writes, others }) => writes.includes(download) || others.includes(download));
    const scattered = unpack && (deletion || unpack.run !== download.step);
    return scattered ? [{ download, unpack, deletion }] : [];
  });
}

function mayDownload(step: FlowStep): boolean {
  if (step.kind === 'copy') return step.origin === 'url';
  return step.commands.some(({ call }) => call.program === 'curl' || call.program === 'wget');
}

function isDownload(step: StageFlow['steps'][number], kind: LayerWrite['kind']): boolean {
  return kind === 'download' || (step.kind === 'copy' && step.origin === 'url');
}

/** Paths that the words of a command name, in full or relative to where it runs. */
function namedPaths(file: LintFile, run: RunStep, command: FlowCommand): readonly string[] {
  const scope = scopeBefore(file.dockerfile, run.instruction);
  const words = [...command.call.args, ...command.command.redirects.flatMap(({ target }) => target ?? [])];
  return words.flatMap(({ value }) => pathOf(value.replace(/^(--file=|-f(?=\/))/, ''), command.directory, scope) ?? []);
}
