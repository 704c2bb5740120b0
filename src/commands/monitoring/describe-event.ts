import type { EngineEvent } from '../../engine/engine';
import { plainText } from '../../shared/clean-text';
import { shortId } from '../../views/format';

/** What is worth a line, of each kind of event; labels and image names would bury it. */
const told = ['image', 'exitCode', 'signal', 'container', 'type', 'driver', 'execID', 'oldName', 'destination'];

const colours: Readonly<Record<EngineEvent['kind'], number>> = {
  container: 36,
  image: 35,
  network: 33,
  volume: 32,
  other: 37,
};

/** `12:05:07.123 container die web (image alpine:3.20, exitCode 3)`, coloured by kind, with its line end. */
export function describeEvent({ kind, action, id, attributes, time }: EngineEvent): string {
  const name = attributes.name ?? (id === '' ? '' : shortId(id));
  const facts = told
    .filter((key) => attributes[key] !== undefined && attributes[key] !== name)
    .map(
      (key) => `${key} ${key === 'container' || key === 'execID' ? shortId(attributes[key] ?? '') : attributes[key]}`,
    );
  const what = action.replace(/^(exec_\w+): .*$/, '$1');
  const words = plainText([what, name].filter((part) => part !== '').join(' '));
  const more = facts.length > 0 ? ` \x1b[2m(${plainText(facts.join(', '))})\x1b[0m` : '';
  return `\x1b[2m${clock(time)}\x1b[0m \x1b[${colours[kind]}m${kind.padEnd(9)}\x1b[0m ${words}${more}\n`;
}

function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
