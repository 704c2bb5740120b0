import { chain } from '../../dockerfile/scope';
import type { RunStep } from '../flow/flow';
import type { LintFile, SpanEdit } from '../rule';

/** The chain up to this RUN names apk's directory of packages: it made the link, or mounts the directory itself. */
export function namesApkCache(file: LintFile, { stage, instruction }: RunStep): boolean {
  return chain(stage).some(
    (item) =>
      item.index <= instruction.index &&
      (item.kind === 'RUN' || item.kind === 'COPY' || item.kind === 'ADD') &&
      file.dockerfile.text.slice(item.span.start, item.span.end).includes('/etc/apk/cache'),
  );
}

/** Makes apk keep packages in /var/cache/apk, in front of what the RUN does; undefined where it cannot be put there. */
export function linkApkCache({ instruction, script }: RunStep): SpanEdit | undefined {
  const start = script.steps[0]?.span.start;
  if (start === undefined || !script.complete || instruction.command.form === 'exec') return undefined;
  return { span: { start, end: start }, newText: 'ln -sf /var/cache/apk /etc/apk/cache && ' };
}
