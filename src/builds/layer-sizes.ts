import { layersOf } from '../cache/match-steps';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/model';
import type { HistoryLayer } from '../engine/engine';

/**
 * Bytes that each instruction added to the image, by `Instruction.index`, and to FROM those of its base. The engine's history
 * has an entry for every RUN, COPY, ADD and WORKDIR; where its last ones are not those of the stage, nothing is known.
 */
export function layerSizes(
  file: Dockerfile,
  target: string | undefined,
  history: readonly HistoryLayer[],
): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  const stage = stageNamed(file, target);
  if (!stage) return sizes;
  const chain = chainOf(stage);
  const layers = chain.flatMap((one) => layersOf(one));
  const entries = history.flatMap((entry, at) => {
    const made = readEntry(entry.createdBy);
    return made ? [{ ...made, bytes: entry.bytes, at }] : [];
  });
  // Newest first.
  const own = entries.slice(0, layers.length).reverse();
  if (own.length < layers.length || !layers.every((layer, at) => fits(layer, own[at]))) return new Map();
  for (const [at, layer] of layers.entries()) sizes.set(layer.index, own[at]?.bytes ?? 0);
  const [root] = chain;
  const oldest = own[0]?.at;
  if (root?.base.kind === 'image' && oldest !== undefined)
    sizes.set(
      root.from.index,
      history.slice(oldest + 1).reduce((sum, { bytes }) => sum + bytes, 0),
    );
  return sizes;
}

/** By name, or by number for one without. */
export function stageNamed({ stages }: Dockerfile, target: string | undefined): Stage | undefined {
  if (target === undefined) return stages.at(-1);
  return stages.find(({ name }) => name === target.toLowerCase()) ?? stages[Number(target)];
}

function chainOf(stage: Stage): readonly Stage[] {
  return stage.base.kind === 'stage' ? [...chainOf(stage.base.stage), stage] : [stage];
}

interface Entry {
  readonly kind: string;
  readonly text: string;
}

/** BuildKit: `RUN |1 A=b /bin/sh -c true # buildkit`. Legacy: `/bin/sh -c #(nop) COPY file:… in /`, `|1 A=b /bin/sh -c true`. */
function readEntry(createdBy: string): Entry | undefined {
  const marked = /^(RUN|COPY|ADD|WORKDIR)\s([\s\S]*)$/.exec(createdBy);
  if (marked) return { kind: marked[1] ?? '', text: marked[2] ?? '' };
  const silent = /#\(nop\)\s+([A-Z]+)\s([\s\S]*)$/.exec(createdBy);
  if (silent) return /^(COPY|ADD|WORKDIR)$/.test(silent[1] ?? '') ? { kind: silent[1] ?? '', text: '' } : undefined;
  const other = /^(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\s/;
  return createdBy === '' || other.test(createdBy) ? undefined : { kind: 'RUN', text: createdBy };
}

function fits(layer: Instruction, entry: Entry | undefined): boolean {
  if (layer.kind !== entry?.kind) return false;
  if (layer.kind !== 'RUN' || layer.command.form !== 'shell') return true;
  return plain(entry.text).includes(plain(layer.command.script.text));
}

/** Blanks are not compared: builders join continued lines in ways of their own. */
function plain(text: string): string {
  return text.replace(/\s+/g, '');
}
