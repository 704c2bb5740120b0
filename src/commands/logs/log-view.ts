import type { Services } from '../services';

/** How much of containers' output is shown, and how. */
export interface LogView {
  /** Lines of each container's past. */
  readonly tail: number | 'all';
  /** Seconds since the epoch. */
  readonly since?: number | undefined;
  readonly timestamps: boolean;
  /** As typed; see `parseFilter`. */
  readonly filter?: string | undefined;
}

const key = 'logs:view';

/** As it was last chosen. What is about one log only, a time or a filter, is not kept. */
export function rememberedView({ memory }: Pick<Services, 'memory'>): LogView {
  const kept = memory.get<Partial<LogView>>(key);
  const tail = kept?.tail;
  return {
    tail: tail === 'all' || (typeof tail === 'number' && tail >= 0) ? tail : 1000,
    timestamps: kept?.timestamps === true,
  };
}

export async function rememberView({ memory }: Pick<Services, 'memory'>, { tail, timestamps }: LogView): Promise<void> {
  await memory.set(key, { tail, timestamps });
}

/** A text is searched as it is, capital or not; `/…/` is a regular expression. Undefined when it is none. */
export function parseFilter(text: string): RegExp | undefined {
  const expression = /^\/(.+)\/(i?)$/.exec(text);
  if (!expression) return new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'i');
  try {
    return new RegExp(expression[1] ?? '', expression[2]);
  } catch {
    return undefined;
  }
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds since the epoch of `10m`, `1h30m`, `14:30`, `2026-08-14` or `2026-08-14 14:30`; undefined for anything else. */
export function parseSince(text: string, now = Date.now()): number | undefined {
  const entered = text.trim();
  if (/^(?:\d+[smhd])+$/.test(entered)) {
    const parts = [...entered.matchAll(/(\d+)([smhd])/g)];
    return now / 1000 - parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 1), 0);
  }
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(entered);
  if (clock) {
    const [hours, minutes, seconds] = [clock[1], clock[2], clock[3]].map((part) => Number(part ?? 0));
    const at = new Date(now).setHours(hours ?? 0, minutes, seconds, 0);
    if (Number(clock[1]) > 23 || Number(clock[2]) > 59) return undefined;
    // A time that is still to come today was yesterday's.
    return (at > now ? at - 86_400_000 : at) / 1000;
  }
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(entered);
  if (!date) return undefined;
  const milliseconds = Date.parse(`${date[1]}T${date[2] ?? '00:00'}${date[3] ?? ''}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** `the last 1,000 lines since 14:30 with "error"` */
export function describeView({ tail, since, filter }: LogView): string {
  const amount =
    tail === 'all'
      ? 'everything'
      : tail === 0
        ? 'what comes from now on'
        : `the last ${tail.toLocaleString('en')} lines`;
  const from = since === undefined ? '' : ` since ${new Date(since * 1000).toLocaleString()}`;
  return `${amount}${from}${filter ? `, only lines with "${filter}"` : ''}`;
}
