import type { Engine, EngineEvent } from '../engine';
import type { Api } from './api';
import { type Raw, rawNumber, rawObject, rawRecord, rawText } from './raw';
import { jsonLines } from './streams';

type EventsOptions = Parameters<Engine['events']>[0];

export async function* events(api: Api, { since, until, signal, onOpen }: EventsOptions): AsyncGenerator<EngineEvent> {
  try {
    const answer = await api.stream({
      path: '/events',
      query: { since: since?.toFixed(9), until: until?.toFixed(9) },
      signal,
    });
    onOpen?.();
    for await (const line of jsonLines(answer, (cause) => api.failure(cause, signal))) yield engineEvent(line);
    if (until !== undefined) return;
    throw api.failure(Object.assign(new Error('the event stream ended'), { code: 'ECONNRESET' }), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const kinds = ['container', 'image', 'network', 'volume'] as const;

function engineEvent(raw: Raw): EngineEvent {
  const actor = rawObject(raw.Actor);
  const nanoseconds = rawNumber(raw.timeNano);
  return {
    kind: kinds.find((kind) => kind === raw.Type) ?? 'other',
    action: rawText(raw.Action) || rawText(raw.status),
    id: rawText(actor.ID) || rawText(raw.id),
    attributes: rawRecord(actor.Attributes),
    time: nanoseconds > 0 ? nanoseconds / 1e9 : rawNumber(raw.time),
  };
}
