import type { Dockerfile, Instruction, Stage } from '../../dockerfile/model';

const syntax = /^[ \t]*hadolint[ \t]+shell[ \t]*=[ \t]*(\S+)/;

/**
 * The shell that a comment `# hadolint shell=bash` names for an instruction; undefined where none does. It holds for the
 * rest of its stage up to a SHELL; in front of everything else it holds for every stage without a SHELL.
 */
export function shellPragmas(dockerfile: Dockerfile): (instruction: Instruction) => string | undefined {
  const pragmas = dockerfile.comments.flatMap(({ text, span, inInstruction }) => {
    const shell = inInstruction ? undefined : syntax.exec(text)?.[1];
    return shell === undefined ? [] : [{ shell, at: span.start }];
  });
  if (pragmas.length === 0) return () => undefined;
  const first = dockerfile.instructions[0]?.span.start ?? 0;
  const everywhere = pragmas.findLast(({ at }) => at < first)?.shell;
  return ({ span, stage }) => {
    const changed = lastShell(stage, span.start);
    const own = pragmas.findLast(({ at }) => at < span.start && at > (stage?.from.span.start ?? -1));
    if (own && own.at > (changed ?? -1)) return own.shell;
    return changed === undefined ? everywhere : undefined;
  };
}

/** Where the last SHELL in front of an offset stands, in the stage or one it starts from. */
function lastShell(stage: Stage | undefined, before: number): number | undefined {
  const found = stage?.instructions.findLast(({ kind, span }) => kind === 'SHELL' && span.start < before);
  if (found) return found.span.start;
  return stage?.base.kind === 'stage' ? lastShell(stage.base.stage, before) : undefined;
}
