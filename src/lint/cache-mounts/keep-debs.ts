import type { RunInstruction, Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import type { LintFile, SpanEdit } from '../rule';
import { baseImageOf, releaseOf } from './base-image';

/**
 * The images of Debian and Ubuntu delete every package behind its installation (`/etc/apt/apt.conf.d/docker-clean`), and
 * nothing in front of or in the RUN says otherwise.
 */
export function deletesPackages(file: LintFile, run: RunInstruction): boolean {
  const image = run.stage && baseImageOf(run.stage);
  const distribution = image && releaseOf(image)?.distribution;
  return (distribution === 'debian' || distribution === 'ubuntu') && !keepsPackages(file, run);
}

/** The chain up to this RUN says what apt keeps, or brings configuration that may say it. */
export function keepsPackages(file: LintFile, run: RunInstruction): boolean {
  return (run.stage ? chain(run.stage) : [run]).some(
    (item) =>
      item.index <= run.index &&
      (item.kind === 'RUN' || item.kind === 'COPY' || item.kind === 'ADD') &&
      /docker-clean|Keep-Downloaded-Packages|\/etc\/apt\b(?!\/(?:sources|keyrings|trusted))/i.test(
        file.dockerfile.text.slice(item.span.start, item.span.end),
      ),
  );
}

/** A RUN in front of this one that makes apt keep what it downloads. */
export function keepPackages({ dockerfile }: LintFile, run: RunInstruction): SpanEdit {
  const command = `rm -f /etc/apt/apt.conf.d/docker-clean; echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`;
  return insertAbove(
    dockerfile,
    run,
    `${indentOf(dockerfile, run)}${keywordLike(run, 'RUN')} ${command}${dockerfile.eol}`,
  );
}

/** The stage or one it starts from is among them. */
export function descendsFrom(stage: Stage | undefined, among: ReadonlySet<Stage>): boolean {
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) if (among.has(at)) return true;
  return false;
}
