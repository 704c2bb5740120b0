import type { RunInstruction, Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import type { RunStep } from '../flow/flow';
import type { LintFile, SpanEdit } from '../rule';
import { baseImageOf, releaseOf } from './base-image';
import type { Account } from './home';

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
  return (run.stage ? chain(run.stage) : [run]).some((item) => {
    if (item.index > run.index) return false;
    const text = file.dockerfile.text.slice(item.span.start, item.span.end);
    if (item.kind === 'COPY' || item.kind === 'ADD') return copied.test(text);
    return item.kind === 'RUN' && (told.test(text) || brought.test(text));
  });
}

/** Configuration whose text is not here. */
const copied = /docker-clean|\/etc\/apt\b(?!\/(?:sources|keyrings|trusted|preferences|auth))/;
const brought = /\b(?:rm|mv|cp|curl|wget|install|tar|unzip)\b[^;&|\n]*\/etc\/apt(?:\/apt\.conf\S*|\/?)?(?=[\s;&|]|$)/;
const told = /docker-clean|Keep-Downloaded-Packages/i;

/** Who installs with `sudo` may be nobody who can write the configuration of apt. */
export function needsSudo({ commands }: RunStep, account: Account): boolean {
  if (account.root && account.certain) return false;
  return commands.some(({ recognised, command }) => recognised?.ecosystem === 'apt' && command.name.value === 'sudo');
}

/** A RUN in front of this one that makes apt keep what it downloads; through `sudo` where apt itself needs that. */
export function keepPackages({ dockerfile }: LintFile, run: RunInstruction, how: { readonly sudo: boolean }): SpanEdit {
  const script = (quote: string) =>
    `rm -f /etc/apt/apt.conf.d/docker-clean; echo 'Binary::apt::APT::Keep-Downloaded-Packages ${quote}true${quote};' > /etc/apt/apt.conf.d/keep-cache`;
  const command = how.sudo ? `sudo sh -c "${script('\\"')}"` : script('"');
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
