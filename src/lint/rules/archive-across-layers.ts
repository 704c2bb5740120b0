import { baseName } from '../../shared/posix-path';
import { appendUnchanged, mergeRuns } from '../edits/run-edits';
import { finalStages } from '../flow/final-stages';
import type { StageFlow } from '../flow/flow';
import { type ScatteredArchive, scatteredArchives } from '../layers/archives';
import { archiveOf } from '../layers/command-writes';
import { between } from '../layers/late-deletion-fixes';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** Each RUN is a layer: an archive that leaves in a later one has already been stored. */
export const archiveAcrossLayers: Rule = {
  id: 'archive-across-layers',
  summary: 'Download, unpack and delete an archive in one RUN',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE037' },
  docs: {
    why: 'The layer of the download holds the archive for good. Unpacking it in the next step adds its content a second time, and deleting it in a third frees nothing: people pull all of it.',
    notes:
      'Only stages that become images are looked at; in a builder stage separate steps are fine. Where the steps stand apart, or the archive comes by `ADD`, there is no fix: join them by hand, pipe the download into `tar`, or let the builder unpack it (`ADD --checksum=… --unpack=true`).',
    bad: [
      'FROM debian:12\nRUN curl -fsSLO https://example.com/tool.tar.gz\nRUN tar -xzf tool.tar.gz -C /opt\nRUN rm tool.tar.gz\n',
      'FROM debian:12\nRUN wget -O /tmp/tool.zip https://example.com/tool.zip\nRUN unzip /tmp/tool.zip -d /opt\n',
    ],
    good: [
      'FROM debian:12\nRUN curl -fsSLO https://example.com/tool.tar.gz && tar -xzf tool.tar.gz -C /opt && rm tool.tar.gz\n',
      'FROM debian:12 AS fetch\nRUN curl -fsSLO https://example.com/tool.tar.gz\nRUN tar -xzf tool.tar.gz -C /opt\nFROM debian:12\nCOPY --from=fetch /opt/tool /opt/tool\n',
    ],
  },
  when: { has: ['ADD'], calls: ['curl', 'wget'] },
  *check(file) {
    const seen = new Set<unknown>();
    for (const flow of finalStages(file)) {
      for (const archive of scatteredArchives(file, flow)) {
        const command = archive.deletion?.command ?? archive.unpack?.command;
        if (!command || seen.has(command)) continue;
        seen.add(command);
        yield finding(file, flow, archive);
      }
    }
  },
};

function finding(file: LintFile, flow: StageFlow, archive: ScatteredArchive): RuleFinding {
  const { download, unpack, deletion } = archive;
  const name = baseName(download.path).replace(/<(\w+)>/g, '$$$1');
  const line = file.range(download.step.instruction.span).start.line + 1;
  const command = unpack?.command.command;
  return {
    span: deletion?.span ?? { start: command?.name.span.start ?? 0, end: command?.span.end ?? 0 },
    instruction: deletion?.run.instruction ?? unpack?.run.instruction ?? download.step.instruction,
    message: deletion
      ? `${name} stays in the layer of line ${line}, which downloads it; deleting it here frees nothing. Download, unpack and delete it in one RUN.`
      : `${name} stays in the layer of line ${line}, next to what is unpacked from it here. Download, unpack and delete it in one RUN.`,
    related: [
      {
        span: download.command?.command.span ?? download.step.instruction.span,
        message: 'The archive is stored here.',
      },
    ],
    fixes: () => fixes(file, flow, archive),
  };
}

function* fixes(file: LintFile, flow: StageFlow, archive: ScatteredArchive): Iterable<Fix> {
  const { dockerfile } = file;
  const { download, unpack, deletion } = archive;
  const last = deletion?.run ?? unpack?.run;
  if (download.step.kind !== 'run' || !last || download.step.stage !== last.stage) return;
  const runs = between(flow.steps, download.step, last);
  const merged = runs.length <= 6 ? mergeRuns(dockerfile, runs) : undefined;
  if (!merged) return;
  if (deletion) {
    yield { title: 'Join the RUN instructions', safe: true, edits: merged };
    return;
  }
  const written = unpack && archiveOf(unpack.command);
  const path = download.path.includes('<') ? written : download.path;
  const found = path?.startsWith('/') || unpack?.command.directory === unpack?.run.workdir;
  const removal = path && found ? appendUnchanged(file, last, `rm ${path}`) : undefined;
  if (!removal) return;
  // A later step may read the archive again.
  yield { title: 'Join the RUN instructions and delete the archive', safe: false, edits: [...merged, removal] };
}
