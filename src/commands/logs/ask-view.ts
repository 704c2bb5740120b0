import type { Services } from '../services';
import { type LogView, parseFilter, parseSince, rememberView } from './log-view';

const tails: readonly LogView['tail'][] = [100, 1000, 10_000, 'all', 0];

/** A menu of what can be chosen, until it is shown; undefined when the person gave up. */
export async function askView(
  services: Pick<Services, 'ui' | 'memory'>,
  name: string,
  start: LogView,
): Promise<LogView | undefined> {
  const { ui } = services;
  const title = `Logs of ${name}`;
  let view = start;
  for (;;) {
    const chosen = await ui.pick(menu(view), { title, placeholder: 'Choose what to change, or show the logs' });
    if (chosen === undefined) return undefined;
    if (chosen === 'show') {
      await rememberView(services, view);
      return view;
    }
    view = (await answers[chosen](services, title, view)) ?? view;
  }
}

type Choice = 'tail' | 'since' | 'timestamps' | 'filter';

function menu({ tail, since, timestamps, filter }: LogView) {
  return [
    { label: 'Show logs', icon: 'play', value: 'show' as const },
    { label: 'How much', description: tailWords(tail), icon: 'list-ordered', value: 'tail' as const },
    {
      label: 'Since',
      description: since === undefined ? 'the beginning' : new Date(since * 1000).toLocaleString(),
      icon: 'history',
      value: 'since' as const,
    },
    { label: 'Timestamps', description: timestamps ? 'on' : 'off', icon: 'watch', value: 'timestamps' as const },
    {
      label: 'Only lines with',
      description: filter === undefined ? 'anything' : filter,
      icon: 'filter',
      value: 'filter' as const,
    },
  ];
}

const answers: Readonly<
  Record<Choice, (services: Pick<Services, 'ui'>, title: string, view: LogView) => Promise<LogView | undefined>>
> = {
  async tail({ ui }, title, view) {
    const items = tails.map((tail) => ({ label: tailWords(tail), picked: tail === view.tail, value: tail }));
    const tail = await ui.pick(items, { title, placeholder: 'How much of the past?' });
    return tail === undefined ? undefined : { ...view, tail };
  },
  async since({ ui }, title, view) {
    const entered = await ui.input({
      title,
      prompt: 'Since when: 10m, 2h, 14:30, 2026-08-14 or 2026-08-14 14:30. Empty for the beginning.',
      validate: (text) =>
        text === '' || parseSince(text) !== undefined ? undefined : 'Enter a duration such as 10m, a time or a date.',
    });
    if (entered === undefined) return undefined;
    return { ...view, since: entered === '' ? undefined : parseSince(entered) };
  },
  async timestamps(_services, _title, view) {
    return { ...view, timestamps: !view.timestamps };
  },
  async filter({ ui }, title, view) {
    const entered = await ui.input({
      title,
      prompt: 'Only lines with this text, or /this regular expression/. Empty for all lines.',
      value: view.filter ?? '',
      validate: (text) => (parseFilter(text) ? undefined : 'This is not a regular expression.'),
    });
    if (entered === undefined) return undefined;
    return { ...view, filter: entered === '' ? undefined : entered };
  },
};

function tailWords(tail: LogView['tail']): string {
  if (tail === 'all') return 'everything';
  return tail === 0 ? 'only what comes from now on' : `the last ${tail.toLocaleString('en')} lines`;
}
