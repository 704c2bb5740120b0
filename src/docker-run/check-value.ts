import { validateEnvName } from './env-name';
import { type FlagKey, flagOf, type ValueKind } from './flags';
import { readBind, readDevice, readMount, readNetwork, readTmpfs } from './mounts';
import { validatePorts } from './ports';
import {
  readBytes,
  readCpus,
  readDeviceLimit,
  readDuration,
  readGpus,
  readInteger,
  readRestart,
  readUlimit,
} from './values';

/** What is wrong with a value, as a sentence; undefined when nothing is. What only the engine can know is not asked. */
export function checkValue(key: FlagKey, value: string): string | undefined {
  return checks[flagOf(key).kind ?? 'text'](value);
}

type Check = (value: string) => string | undefined;

/** A check that passes what can be read. */
function readable(read: (value: string) => unknown, expected: string): Check {
  return (value) => (read(value) === undefined ? `"${value}" is not understood: expected ${expected}.` : undefined);
}

const size = readable(readBytes, 'a size such as 512m or 2g');

const checks: Readonly<Record<ValueKind, Check>> = {
  text: () => undefined,
  bytes: size,
  bytesOrUnlimited: (value) => (value.trim() === '-1' ? undefined : size(value)),
  duration: readable(readDuration, 'a duration such as 30s or 1m30s'),
  integer: readable(readInteger, 'a whole number'),
  cpus: readable(readCpus, 'a number of processors such as 1.5'),
  name: (value) =>
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(value)
      ? undefined
      : 'A container name has at least two letters, digits, "_", "." or "-", and starts with a letter or digit.',
  port: (value) =>
    value.trim() === '' || /[\s,]/.test(value.trim())
      ? `"${value}" is not a port mapping: expected host:container, such as 8080:80.`
      : validatePorts(value),
  expose: readable(
    (value) => /^\d+(?:-\d+)?(?:\/(?:tcp|udp|sctp))?$/i.exec(value.trim()) ?? undefined,
    'a port such as 80 or 53/udp',
  ),
  env: validateEnvName,
  path: (value) => (value.trim() === '' ? 'The path of a file is missing.' : undefined),
  pair: readable((value) => /^[^=]+=/.exec(value) ?? undefined, 'name=value'),
  label: readable((value) => /^[^=]+/.exec(value) ?? undefined, 'name=value'),
  host: readable(
    (value) => /^[^\s:=]+[:=].+$/.exec(value.trim()) ?? undefined,
    'host:address, such as db:10.0.0.5 or host.docker.internal:host-gateway',
  ),
  volume: readable(readBind, 'source:target, such as data:/var/lib/data or ./src:/src:ro'),
  mount: (value) => sentence(readMount(value)),
  tmpfs: readable(readTmpfs, 'a path in the container such as /run:size=64m'),
  network: (value) => sentence(readNetwork(value)),
  restart: readable(readRestart, 'no, always, unless-stopped, on-failure or on-failure:3'),
  ulimit: readable(readUlimit, 'name=soft:hard, such as nofile=1024:2048'),
  device: readable(readDevice, 'a device such as /dev/snd or /dev/sda:/dev/xvda:r'),
  throttleBytes: readable(
    (value) => readBytes(readDeviceLimit(value)?.[1] ?? ''),
    'a device and a size, such as /dev/sda:10mb',
  ),
  throttleCount: readable(
    (value) => readInteger(readDeviceLimit(value)?.[1] ?? ''),
    'a device and a number, such as /dev/sda:1000',
  ),
  weight: readable(
    (value) => readInteger(readDeviceLimit(value)?.[1] ?? ''),
    'a device and a weight, such as /dev/sda:200',
  ),
  gpus: readable(readGpus, 'all, a number, or device=0'),
  pull: readable((value) => /^(?:always|missing|never)$/.exec(value) ?? undefined, 'always, missing or never'),
  stream: readable((value) => /^(?:stdin|stdout|stderr)$/i.exec(value) ?? undefined, 'stdin, stdout or stderr'),
};

function sentence(read: object | string): string | undefined {
  return typeof read === 'string' ? read : undefined;
}
