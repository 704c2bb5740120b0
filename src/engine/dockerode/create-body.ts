import { readDuration, readInteger } from '../../docker-run/values';
import type { CreateContainer } from '../create-container';
import { EngineError } from '../errors';
import { anonymousVolumes, hostConfig } from './create-host-config';
import { firstEndpoint } from './create-networks';
import { exposedPorts } from './create-ports';
import { readWord } from './read-word';

/** The body of `POST /containers/create`. Throws EngineError `invalid` for a value that `docker run` would refuse. */
export function createBody(options: CreateContainer): Record<string, unknown> {
  const openStdin = options.openStdin ?? false;
  const endpoint = firstEndpoint(options);
  return {
    Image: options.image,
    Cmd: options.command,
    Entrypoint: options.entrypoint,
    Env: options.env,
    Hostname: options.hostname,
    Domainname: options.domainname,
    User: options.user,
    WorkingDir: options.workdir,
    Labels: options.labels,
    Tty: options.tty ?? false,
    OpenStdin: openStdin,
    // The end of input reaches the process only then, as with `docker run -i`.
    StdinOnce: openStdin,
    AttachStdin: openStdin,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: exposedPorts(options),
    Volumes: anonymousVolumes(options),
    MacAddress: options.macAddress,
    StopSignal: options.stopSignal,
    StopTimeout: readWord(options.stopTimeout, readInteger, '--stop-timeout'),
    Healthcheck: healthcheck(options),
    HostConfig: hostConfig(options),
    ...(endpoint ? { NetworkingConfig: { EndpointsConfig: { [endpoint.name]: endpoint.config } } } : {}),
  };
}

function healthcheck(options: CreateContainer): Record<string, unknown> | undefined {
  const { healthCmd, healthInterval, healthTimeout, healthStartPeriod, healthStartInterval, healthRetries } = options;
  const given = [healthCmd, healthInterval, healthTimeout, healthStartPeriod, healthStartInterval, healthRetries];
  const some = given.some((value) => value !== undefined);
  if (options.noHealthcheck) {
    if (some)
      throw new EngineError('invalid', 'A container has a health check or none: --no-healthcheck stands alone.');
    return { Test: ['NONE'] };
  }
  if (!some) return undefined;
  return {
    ...(healthCmd === undefined ? {} : { Test: ['CMD-SHELL', healthCmd] }),
    Interval: readWord(healthInterval, readDuration, '--health-interval'),
    Timeout: readWord(healthTimeout, readDuration, '--health-timeout'),
    StartPeriod: readWord(healthStartPeriod, readDuration, '--health-start-period'),
    StartInterval: readWord(healthStartInterval, readDuration, '--health-start-interval'),
    Retries: readWord(healthRetries, readInteger, '--health-retries'),
  };
}
