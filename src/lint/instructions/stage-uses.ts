import type { Dockerfile, Mount, Stage, Word } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { Span } from '../../shared/span';
import type { SpanEdit } from '../rule';

/** Where later lines name a stage in plain letters: FROM, `--from=` and the `from=` of a mount. Numbers are not among them. */
export function stageUses(dockerfile: Dockerfile, stage: Stage): readonly Span[] {
  return usesByStage(dockerfile).get(stage) ?? [];
}

const usesByStage = remembered(findUses);

/** Gives the stage another name, wherever this file names it. */
export function renameStage(dockerfile: Dockerfile, stage: Stage, name: string): readonly SpanEdit[] {
  const declared = stage.from.alias ? [stage.from.alias.span] : [];
  return [...declared, ...stageUses(dockerfile, stage)]
    .filter(({ start, end }) => dockerfile.text.slice(start, end) !== name)
    .map((span) => ({ span, newText: name }));
}

function findUses(dockerfile: Dockerfile): ReadonlyMap<Stage, readonly Span[]> {
  const uses = new Map<Stage, Span[]>();
  const byName = new Map<string, Stage>();
  const add = (stage: Stage | undefined, span: Span | undefined) => {
    if (!stage || !span) return;
    if (dockerfile.text.slice(span.start, span.end).toLowerCase() !== stage.name) return;
    const spans = uses.get(stage);
    if (spans) spans.push(span);
    else uses.set(stage, [span]);
  };
  for (const stage of dockerfile.stages) {
    if (stage.base.kind === 'stage') add(stage.base.stage, plain(stage.from.imageWord));
    for (const instruction of stage.instructions) {
      if (instruction.kind === 'COPY') add(instruction.fromStage, plain(instruction.from?.value));
      if (instruction.kind !== 'RUN') continue;
      for (const mount of instruction.mounts) add(byName.get(mount.from?.toLowerCase() ?? ''), fromOf(mount));
    }
    if (stage.name !== undefined) byName.set(stage.name, stage);
  }
  return uses;
}

function plain(word: Word | undefined): Span | undefined {
  return word && word.variables.length === 0 && word.raw === word.value ? word.span : undefined;
}

function fromOf(mount: Mount): Span | undefined {
  const option = mount.options.findLast(({ name }) => name === 'from');
  return option?.value === undefined
    ? undefined
    : { start: option.span.end - option.value.length, end: option.span.end };
}
