import type { Engine, HistoryLayer } from '../engine/engine';
import { isEngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';
import type { PlannedStep } from './plan';

/** Images that others have built are looked into up to this number. */
const most = 200;

/** What images were made with, as their histories have it. */
export interface ForeignSteps {
  readonly createdBy: readonly string[];
  /** The engine could not tell it of one: anything may be among it. */
  readonly unread: boolean;
}

/** What other programs have built with the legacy builder, which keeps its cache in images. */
export class ForeignImages {
  private readonly histories = new Map<string, readonly string[]>();

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
        const read = instructions(await images.history(id, signal));
        this.histories.set(id, read);
        return read;
      } catch (error) {
        if (isEngineError(error, 'cancelled') || isEngineError(error, 'unreachable')) throw error;
        // One that was removed since it was listed holds no step any more.
        return isEngineError(error, 'not-found') ? [] : undefined;
      }
    });
    return { createdBy: found.flatMap((read) => read ?? []), unread: found.includes(undefined) };
  }
}

/** What BuildKit has made is of no use to the legacy builder. */
function instructions(history: readonly HistoryLayer[]): readonly string[] {
  return history.map(({ createdBy }) => createdBy).filter((text) => text !== '' && !/# buildkit$/.test(text));
}

/** Whether one of them may be the step: `/bin/sh -c #(nop) COPY file:… in /a `, `|1 V=1 /bin/sh -c make`. */
export function mayBeAmong({ createdBy, unread }: ForeignSteps, { instruction }: PlannedStep): boolean {
  if (unread) return true;
  if (instruction.kind === 'RUN') {
    const { command } = instruction;
    const words = command.form === 'exec' ? command.words.map(({ value }) => value).join(' ') : command.script.text;
    return createdBy.some((text) => !text.includes('#(nop)') && text.includes(words));
  }
  const silent = new RegExp(`#\\(nop\\)\\s+${instruction.kind}\\b`);
  const written = instruction.kind === 'COPY' || instruction.kind === 'ADD' ? instruction.destination : undefined;
  const place = written && written.variables.length === 0 ? ` in ${written.value}` : '';
  return createdBy.some((text) => silent.test(text) && text.trimEnd().endsWith(place));
}
