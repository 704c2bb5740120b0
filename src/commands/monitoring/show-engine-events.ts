import type { Engine, EngineEvent } from '../../engine/engine';
import { watchEvents } from '../../engine/event-stream';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { describeEvent } from './describe-event';

const kinds: readonly (readonly [kind: EngineEvent['kind'], label: string, icon: string])[] = [
  ['container', 'Containers', 'vm'],
  ['image', 'Images', 'package'],
  ['volume', 'Volumes', 'database'],
  ['network', 'Networks', 'type-hierarchy'],
  ['other', 'Everything else', 'ellipsis'],
];

/** Lines that wait for a terminal that is slow; the oldest are forgotten beyond. */
const mostWaiting = 5000;

/** As `docker events`: what happens at the engine, or to the containers that are named, in a terminal as it happens. */
export async function showEngineEvents(
  { engine: connect, ui, terminals }: Pick<Services, 'engine' | 'ui' | 'terminals'>,
  args: readonly unknown[],
): Promise<void> {
  const engine = await connect();
  const targets = await Promise.all(containerTargets(args).map(({ id }) => engine.containers.inspect(id)));
  if (targets.length > 0) {
    const ids = new Set(targets.map(({ id }) => id));
    const name = targets.length === 1 ? targets[0]?.name : `${targets.length} containers`;
    await terminals.openStream({
      key: `events:${[...ids].join()}`,
      name: `${name} (events)`,
      icon: 'pulse',
      intro: `What happens to ${name}. Ctrl+C: stop.`,
      open: (signal) => eventLines(engine, concerns(ids), signal),
    });
    return;
  }
  const items = kinds.map(([kind, label, icon]) => ({ label, icon, value: kind, picked: true }));
  const chosen = await ui.pickMany(items, { title: 'Show events of the engine', placeholder: 'Of what?' });
  if (!chosen || chosen.length === 0) return;
  const all = chosen.length === kinds.length;
  const words = kinds.filter(([kind]) => chosen.includes(kind)).map(([, label]) => label.toLowerCase());
  await terminals.openStream({
    key: `events:${chosen.join()}`,
    name: all ? 'Engine events' : `Engine events (${words.join(', ')})`,
    icon: 'pulse',
    intro: `What happens at the engine${all ? '' : `: ${words.join(', ')}`}. Ctrl+C: stop.`,
    open: (signal) => eventLines(engine, ({ kind }) => chosen.includes(kind), signal),
  });
}

/** Events of a network or volume name the container that they are about. */
function concerns(ids: ReadonlySet<string>): (event: EngineEvent) => boolean {
  return ({ id, attributes }) => ids.has(id) || (attributes.container !== undefined && ids.has(attributes.container));
}

/** Goes on when the engine comes back, and says what may be missing. */
async function* eventLines(
  engine: Engine,
  wanted: (event: EngineEvent) => boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let lines: string[] = [];
  let wake = () => {};
  const push = (line: string) => {
    lines.push(line);
    if (lines.length > mostWaiting) lines = lines.slice(-mostWaiting);
    wake();
  };
  const notice = (text: string) => push(`\x1b[2m── ${text}\x1b[0m\n`);
  let gone = false;
  const watching = watchEvents(async () => engine, {
    signal,
    onEvent: (event) => wanted(event) && push(describeEvent(event)),
    onState({ kind }) {
      if (kind === 'connected' && gone) notice('The engine answers again. What happened meanwhile is not known.');
      if (kind === 'unreachable' || kind === 'permission') {
        if (!gone) notice('The engine does not answer. This goes on when it does.');
        gone = true;
      } else if (kind === 'connected') gone = false;
    },
  }).then(() => wake());
  while (!signal.aborted) {
    const [...ready] = lines.splice(0);
    if (ready.length > 0) yield ready.join('');
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (lines.length > 0 || signal.aborted) resolve();
      });
  }
  await watching;
}
