/** What an image says of the containers made from it. Absent parts are empty. */
export interface ImageConfiguration {
  readonly platform: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly user: string;
  /** `8080/tcp`, sorted; so are the volumes. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** As written in the configuration; undefined where there is none. */
  readonly healthcheck: unknown;
  readonly stopSignal: string;
  readonly shell: readonly string[];
  readonly onBuild: readonly string[];
}

/** From an image's configuration as Docker and OCI write it: `{"architecture": …, "config": {"Env": …}}`. */
export function parseConfiguration(json: unknown): ImageConfiguration {
  const image = object(json);
  const config = object(image.config);
  return {
    platform: [text(image.os), text(image.architecture), text(image.variant)].filter((part) => part !== '').join('/'),
    env: Object.fromEntries(texts(config.Env).map(splitVariable)),
    entrypoint: texts(config.Entrypoint),
    command: texts(config.Cmd),
    // The engine takes both for the same.
    workdir: text(config.WorkingDir) || '/',
    user: text(config.User),
    ports: Object.keys(object(config.ExposedPorts)).sort(),
    volumes: Object.keys(object(config.Volumes)).sort(),
    labels: Object.fromEntries(Object.entries(object(config.Labels)).map(([key, value]) => [key, text(value)])),
    healthcheck: config.Healthcheck ?? undefined,
    stopSignal: text(config.StopSignal),
    shell: texts(config.Shell),
    onBuild: texts(config.OnBuild),
  };
}

function splitVariable(variable: string): readonly [string, string] {
  const equals = variable.indexOf('=');
  return equals < 0 ? [variable, ''] : [variable.slice(0, equals), variable.slice(equals + 1)];
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
