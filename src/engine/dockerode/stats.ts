import type { StatsSample } from '../container-watch';
import type { Api } from './api';
import { containerPath } from './ids';
import { createStatsReader } from './normalise-stats';
import { jsonLines } from './streams';

export async function* stats(api: Api, id: string, signal: AbortSignal): AsyncGenerator<StatsSample> {
  const answer = await api.stream({ path: `${containerPath(id)}/stats`, query: { stream: true }, signal });
  const take = createStatsReader();
  for await (const raw of jsonLines(answer, (cause) => api.failure(cause, signal))) yield take(raw);
}
