import { maskText } from '../../shared/secrets';
import type { Services } from '../services';
import { type LogTargets, logTargets } from './log-targets';
import { parseFilter } from './log-view';
import { writeLogs } from './write-logs';

/** More lines than that are no help to anybody, and a burden for an editor. */
const mostLines = 50_000;
const key = 'logs:search';

/**
 * All lines of containers' output with a text, or all there are, as a document. What looks like a secret is hidden in it
 * until it is asked for.
 */
export async function searchContainerLogs(
  services: Pick<Services, 'engine' | 'ui' | 'memory'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, memory } = services;
  const targets = await logTargets(services, args, 'Search container logs');
  if (!targets) return;
  const filter = await ui.input({
    title: `Search logs of ${targets.name}`,
    prompt: 'A text, or /a regular expression/. Empty for all lines.',
    value: memory.get<string>(key) ?? '',
    validate: (text) => (parseFilter(text) ? undefined : 'This is not a regular expression.'),
  });
  if (filter === undefined) return;
  await memory.set(key, maskText(filter).count > 0 ? '' : filter);
  const { text, lines, cut } = await read(services, targets, filter);
  if (lines === 0) {
    void ui.info(`Nothing in the logs of ${targets.name}${filter === '' ? '' : ` matches "${filter}"`}.`);
    return;
  }
  const note = cut ? `The first ${mostLines.toLocaleString('en')} lines only. Save the logs to have all.\n` : '';
  const title =
    filter === '' ? `${targets.name}.log` : `${targets.name} with ${filter.replace(/[/\\]/g, ' ').trim()}.log`;
  const { value, count } = maskText(text);
  await ui.showText({ title, language: 'log', text: note + value });
  if (count === 0) return;
  const show = `Show ${count === 1 ? 'it' : 'them'}`;
  const answer = ui.info(
    `${count === 1 ? 'A value looks' : `${count} values look`} like a secret, and is hidden.`,
    show,
  );
  void answer.then((chosen) =>
    chosen === show ? ui.showText({ title, language: 'log', text: note + text }) : undefined,
  );
}

function read(
  { ui }: Pick<Services, 'ui'>,
  targets: LogTargets,
  filter: string,
): Promise<{ readonly text: string; readonly lines: number; readonly cut: boolean }> {
  return ui.progress(`Searching the logs of ${targets.name}`, async (report, signal) => {
    const pieces: string[] = [];
    let characters = 0;
    const written = await writeLogs(targets.engine, targets, {
      view: { tail: 'all', timestamps: true, ...(filter === '' ? {} : { filter }) },
      signal,
      most: { lines: mostLines },
      take(text) {
        pieces.push(text);
        characters += text.length;
        report(`${characters.toLocaleString('en')} characters`);
      },
    });
    return { text: pieces.join(''), ...written };
  });
}
