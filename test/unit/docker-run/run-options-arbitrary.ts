import fc from 'fast-check';
import { type FlagKey, flagKeys, flagOf, type ValueKind } from '../../../src/docker-run/flags';
import { type RunOptions, withOption } from '../../../src/docker-run/run-options';

/** Words as they come: quotes, dollars, line breaks, dashes at the front, nothing at all. */
const anything = fc.oneof(
  fc.string(),
  fc.string({
    unit: fc.constantFrom('a', ' ', "'", '"', '$', '\\', '`', '\n', '-', '=', '%', '^', '~', '#', ';', '’'),
  }),
);

const port = fc.integer({ min: 1, max: 65_535 });
const size = fc.tuple(fc.nat({ max: 5000 }), fc.constantFrom('', 'k', 'm', 'g', 'MiB')).map((parts) => parts.join(''));
const count = fc.integer({ min: 0, max: 99_999 }).map(String);
const letters = (...all: string[]) => fc.constantFrom(...all);

const values: Readonly<Record<ValueKind, fc.Arbitrary<string>>> = {
  text: anything,
  bytes: size,
  bytesOrUnlimited: fc.oneof(size, fc.constant('-1')),
  duration: letters('30s', '1m30s', '500ms', '0', '2h'),
  integer: fc.oneof(count, fc.constant('-1')),
  cpus: letters('1', '.5', '1.5'),
  name: letters('web', 'a1', 'my_app.2'),
  port: fc.oneof(
    fc.tuple(port, port).map(([host, inside]) => `${host}:${inside}`),
    letters('80', '127.0.0.1::80', '[::1]:53:53/udp', '8000-8002:80-82'),
  ),
  expose: letters('80', '53/udp', '8000-8010'),
  env: fc
    .tuple(letters('A', 'a.b', 'PATH_2'), fc.option(anything))
    .map(([name, value]) => (value === null ? name : `${name}=${value}`)),
  path: letters('.env', '/etc/my file.env', 'C:\\env'),
  pair: fc.tuple(letters('a', 'net.core.x'), anything).map((parts) => parts.join('=')),
  label: fc.tuple(letters('a', 'com.example.b'), anything).map((parts) => parts.join('=')),
  host: letters('db:10.0.0.5', 'host.docker.internal:host-gateway', 'six=[::1]'),
  volume: letters('/data', 'data:/data', './src:/src:ro', 'C:\\src:C:\\dst', '/a b:/c d:z,ro'),
  mount: letters('type=bind,source=/a,target=/b,readonly', 'type=tmpfs,dst=/run,tmpfs-size=64m', '"source=a,b",dst=/x'),
  tmpfs: letters('/run', '/run:size=64m,mode=1777'),
  network: letters('host', 'back', 'name=back,alias=db,ip=172.20.0.9', 'container:web'),
  restart: letters('no', 'always', 'on-failure:3', 'unless-stopped'),
  ulimit: letters('nofile=1024:2048', 'core=-1'),
  device: letters('/dev/snd', '/dev/sda:/dev/xvda:r', 'vendor.com/gpu=all'),
  throttleBytes: letters('/dev/sda:10mb'),
  throttleCount: letters('/dev/sda:1000'),
  weight: letters('/dev/sda:200'),
  gpus: letters('all', '2', 'device=0', '"device=0,1"'),
  pull: letters('always', 'missing', 'never'),
  stream: letters('stdin', 'STDOUT'),
};

/** Options of a line somebody could type. */
export const runOptionsArbitrary: fc.Arbitrary<RunOptions> = fc
  .tuple(
    letters('nginx', 'registry.example:5000/team/app:1.2', `app@sha256:${'a'.repeat(64)}`),
    fc.array(anything, { maxLength: 4 }),
    fc.uniqueArray(fc.constantFrom(...flagKeys).chain(option), { maxLength: 12, selector: ([key]) => key }),
  )
  .map(([image, command, given]) =>
    given.reduce<RunOptions>((all, [key, value]) => withOption(all, key, value), { image, command }),
  );

function option(key: FlagKey): fc.Arbitrary<readonly [FlagKey, true | string | readonly string[]]> {
  const { takes, kind = 'text' } = flagOf(key);
  if (takes === 'nothing') return fc.constant([key, true]);
  if (takes === 'one') return values[kind].map((value) => [key, value]);
  return fc.array(values[kind], { minLength: 1, maxLength: 3 }).map((list) => [key, list]);
}
