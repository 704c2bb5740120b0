import type { Engine, HistoryLayer } from '../engine/engine';
import { isEngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';
import type { PlannedStep } from './plan';

/** Images that others have built are looked into up to this number. */
const most = 200;

/** A step as an image's history has it. */
interface MadeStep {
  readonly createdBy: string;
  /** Of the image that it made, and of the one that it was made on; undefined where the engine does not have these. */
  readonly id: string | undefined;
  readonly parent: string | undefined;
}

/** What images were made with, as their histories have it. */
export interface ForeignSteps {
  readonly steps: readonly MadeStep[];
  /** The engine could not tell it of one: anything may be among it. */
  readonly unread: boolean;
}

/** What other programs have built with the legacy builder, which keeps its cache in images. */
export class ForeignImages {
  private readonly histories = new Map<string, readonly MadeStep[]>();

  /** Rejects with EngineError when it is cancelled or the engine is gone. What could not be read is read anew the next time. */
  async read(
    images: Pick<Engine['images'], 'history'>,
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<ForeignSteps> {
    const found = await inParallel(ids.slice(0, most), 4, async (id) => {
      const known = this.histories.get(id);
      if (known) return known;
      try {
        const read = stepsOf(await images.history(id, signal));
        this.histories.set(id, read);
        return read;
      } catch (error) {
        if (isEngineError(error, 'cancelled') || isEngineError(error, 'unreachable')) throw error;
        // One that was removed since it was listed holds no step any more.
        return isEngineError(error, 'not-found') ? [] : undefined;
      }
    });
    return { steps: found.flatMap((read) => read ?? []), unread: found.includes(undefined) };
  }
}

/** What BuildKit has made is of no use to the legacy builder. */
function stepsOf(history: readonly HistoryLayer[]): readonly MadeStep[] {
  return history
    .map(({ createdBy, id }, at) => ({ createdBy, id, parent: history[at + 1]?.id }))
    .filter(({ createdBy }) => createdBy !== '' && !/# buildkit$/.test(createdBy));
}

/**
 * Steps that were made anew on something that is known, although that had such a step: the builder goes on from the newest. `own`
 * are images of ours with all they are made of, `known` all that may be built on.
 */
export function madeAnew({ steps }: ForeignSteps, own: ForeignSteps, known: ReadonlySet<string>): ForeignSteps {
  const ours = new Set(own.steps.flatMap(({ id }) => id ?? []));
  const isKnown = (id: string | undefined) => id !== undefined && (ours.has(id) || known.has(id));
  const anew = steps.filter(({ id, parent }) => id !== undefined && !ours.has(id) && isKnown(parent));
  return { steps: anew, unread: false };
}

/** Whether one of them may be the step: `/bin/sh -c #(nop) COPY file:… in /a `, `|1 V=1 /bin/sh -c make`. */
export function mayBeAmong({ steps, unread }: ForeignSteps, { instruction }: PlannedStep): boolean {
  if (unread) return true;
  if (instruction.kind === 'RUN') {
    const { command } = instruction;
    const words = command.form === 'exec' ? command.words.map(({ value }) => value).join(' ') : command.script.text;
    return steps.some(({ createdBy }) => !createdBy.includes('#(nop)') && createdBy.includes(words));
  }
  const silent = new RegExp(`#\\(nop\\)\\s+${instruction.kind}\\b`);
  const written = instruction.kind === 'COPY' || instruction.kind === 'ADD' ? instruction.destination : undefined;
  const place = written && written.variables.length === 0 ? ` in ${written.value}` : '';
  return steps.some(({ createdBy }) => silent.test(createdBy) && createdBy.trimEnd().endsWith(place));
}
