import { resolve } from 'node:path';
import { isSecretKey } from '../../../shared/secrets';
import type { BuildContext, BuildOptions } from '../../build-options';
import { field } from '../../build-output';
import { addressText, type Endpoint } from '../../endpoints';
import { EngineError } from '../../errors';

/** A call of the docker command, which no shell sees. */
export interface DockerCall {
  readonly args: readonly string[];
  /** Beyond the environment of this process. Secrets are handed over here: command lines can be read by others. */
  readonly env: Readonly<Record<string, string>>;
}

/** Of a build whose result is described in a file afterwards. */
export function dockerCall(
  endpoint: Endpoint,
  context: BuildContext,
  options: BuildOptions,
  resultFile: string,
): DockerCall {
  if (context.ignoreFile !== undefined)
    throw new EngineError('invalid', 'The docker command finds the ignore file itself: it cannot be given another.');
  const { docker = {}, secrets = {} } = options;
  const where = reach(endpoint);
  const { open, handed } = apart(options.buildArgs ?? {});
  const secretValues: Record<string, string> = {};
  const secretArgs = Object.entries(secrets).map(([id, secret], index) => {
    if ('file' in secret) return value('secret', { id, src: secret.file });
    if ('variable' in secret) return value('secret', { id, env: secret.variable });
    const name = `LAYERWRIGHT_SECRET_${index}`;
    secretValues[name] = Buffer.from(secret.bytes).toString();
    return value('secret', { id, env: name });
  });
  const args = [
    ...where.args,
    'buildx',
    'build',
    '--progress=rawjson',
    `--metadata-file=${resultFile}`,
    `--file=${resolve(context.dockerfile)}`,
    ...each('builder', docker.builder),
    ...each('tag', options.tags),
    ...each('target', options.target),
    ...each('platform', docker.platforms?.join(',') ?? options.platform),
    ...pairs('build-arg', open),
    ...Object.keys(handed).map((name) => `--build-arg=${name}`),
    ...pairs('label', options.labels),
    ...each('network', options.networkMode),
    ...each('add-host', options.extraHosts),
    ...each('cache-from', [...(options.cacheFrom ?? []), ...(docker.cacheFrom ?? [])]),
    ...each('cache-to', docker.cacheTo),
    ...each('output', docker.outputs),
    ...secretArgs,
    ...Object.entries(options.ssh ?? {}).map(([id, socket]) => `--ssh=${field(`${id}=${socket}`)}`),
    ...(options.noCache ? ['--no-cache'] : []),
    ...(options.pull ? ['--pull'] : []),
    '--',
    resolve(context.root),
  ];
  return { args, env: { ...handed, ...where.env, ...secretValues } };
}

/**
 * Arguments that look secret, which the command takes from its environment when they stand there without a value; but not
 * those that the command itself would read there.
 */
function apart(all: Readonly<Record<string, string>>) {
  const open: Record<string, string> = {};
  const handed: Record<string, string> = {};
  for (const [name, text] of Object.entries(all)) {
    const hide = text !== '' && isSecretKey(name) && !/^(?:DOCKER|BUILDX|BUILDKIT|AWS|AZURE|ACTIONS)_/i.test(name);
    (hide ? handed : open)[name] = text;
  }
  return { open, handed };
}

/** The same engine that we talk to, whatever the command itself would choose. */
function reach({ context, address }: Endpoint): DockerCall {
  if (context !== undefined && context !== 'default') return { args: ['--context', context], env: { DOCKER_HOST: '' } };
  const env = { DOCKER_HOST: addressText(address), DOCKER_CONTEXT: '' };
  if (address.kind !== 'tcp' || !address.tls) return { args: [], env };
  const { ca, cert, key, skipVerify } = address.tls;
  const files = Object.entries({ tlscacert: ca, tlscert: cert, tlskey: key });
  return { args: [skipVerify ? '--tls' : '--tlsverify', ...files.flatMap(([name, file]) => each(name, file))], env };
}

function each(name: string, values: string | readonly string[] = []): readonly string[] {
  return (typeof values === 'string' ? [values] : values).map((text) => `--${name}=${text}`);
}

function pairs(name: string, values: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(values).map(([key, text]) => `--${name}=${key}=${text}`);
}

function value(name: string, fields: Readonly<Record<string, string>>): string {
  return `--${name}=${Object.entries(fields)
    .map(([key, text]) => field(`${key}=${text}`))
    .join(',')}`;
}
