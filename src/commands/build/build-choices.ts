import { readFile } from 'node:fs/promises';
import type { BuildOptions, BuildSecret, DockerCommandOptions } from '../../engine/build-options';
import type { PickItem } from '../../host/ui';
import { isSecretKey } from '../../shared/secrets';
import type { Services } from '../services';
import type { BuildInputs } from './build-inputs';
import { dockerItems, dockerOptions } from './docker-choices';

/** What a person chose for the builds of a Dockerfile. */
export interface BuildChoices {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, BuildSecret>>;
  /** Whether mounts of type ssh get the agent of the environment. */
  readonly ssh: boolean;
  readonly platform: string | undefined;
  readonly noCache: boolean;
  readonly pull: boolean;
  /** Build with the docker command; undefined: with the engine. */
  readonly docker: DockerCommandOptions | undefined;
}

type Remembered = Partial<Pick<BuildChoices, 'buildArgs' | 'secrets' | 'ssh' | 'platform' | 'docker'>>;

export type ChoiceServices = Pick<Services, 'ui' | 'memory' | 'workspace'>;

/** Those of the last build of that Dockerfile; what held for one build only is not among them. */
export function rememberedChoices({ memory }: Pick<Services, 'memory'>, dockerfile: string): BuildChoices {
  const last = memory.get<Remembered>(keyOf(dockerfile)) ?? {};
  const { buildArgs = {}, secrets = {}, ssh = false, platform, docker } = last;
  return { buildArgs, secrets, ssh, platform, docker, noCache: false, pull: false };
}

/** Of a Dockerfile with these choices: only what it still asks for, because a builder refuses to be told anything else. */
export function choiceOptions(
  choices: BuildChoices,
  inputs: BuildInputs,
  { env, folder }: Pick<Services['workspace'], 'env'> & { /** Where paths begin. */ readonly folder: string },
): Omit<BuildOptions, 'tags' | 'target' | 'auths' | 'signal'> {
  const names = inputs.args.map(({ name }) => name);
  const secrets = among(choices.secrets, inputs.secrets);
  const agent = env.SSH_AUTH_SOCK;
  const ssh = choices.ssh && agent ? Object.fromEntries(inputs.ssh.map((id) => [id, agent])) : {};
  return {
    buildArgs: among(choices.buildArgs, names),
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(Object.keys(ssh).length > 0 && { ssh }),
    ...(choices.platform !== undefined && { platform: choices.platform }),
    ...(choices.docker && { builder: 'docker', docker: dockerOptions(choices.docker, folder) }),
    noCache: choices.noCache,
    pull: choices.pull,
  };
}

/** Reads what the Dockerfile asks for; nothing when it cannot be read, which the build says. */
export async function readInputs(dockerfile: string): Promise<BuildInputs> {
  const [{ parseDockerfile }, { buildInputs }, text] = await Promise.all([
    import('../../dockerfile/parse'),
    import('./build-inputs'),
    readFile(dockerfile, 'utf8').catch(() => ''),
  ]);
  return buildInputs(parseDockerfile(text));
}

/** A menu that comes back until the person builds; undefined when given up. What was chosen is remembered, but no secret. */
export async function askChoices(
  services: ChoiceServices,
  dockerfile: string,
  inputs: BuildInputs,
): Promise<BuildChoices | undefined> {
  let choices = rememberedChoices(services, dockerfile);
  for (;;) {
    const change = await services.ui.pick<Change>(items(choices, inputs, services.workspace), {
      title: 'Build image: options',
      placeholder: 'Enter builds with what is shown.',
    });
    if (change === undefined) return undefined;
    if (change === 'build') break;
    choices = (await change(services, choices)) ?? choices;
  }
  const { buildArgs, secrets, ssh, platform, docker } = choices;
  await services.memory.set(keyOf(dockerfile), {
    buildArgs: keep(buildArgs, (_value, name) => !isSecretKey(name)),
    secrets: keep(secrets, (secret) => !('bytes' in secret)),
    ssh,
    ...(platform !== undefined && { platform }),
    ...(docker && { docker }),
  } satisfies Remembered);
  return choices;
}

/** Undefined: nothing changed. */
export type Change = 'build' | ((services: ChoiceServices, choices: BuildChoices) => Promise<BuildChoices | undefined>);

function items(
  choices: BuildChoices,
  inputs: BuildInputs,
  { env }: Services['workspace'],
): readonly PickItem<Change>[] {
  const { buildArgs, secrets, platform, noCache, pull, ssh } = choices;
  const toggle =
    (name: 'noCache' | 'pull' | 'ssh'): Change =>
    async () => ({ ...choices, [name]: !choices[name] });
  const agent = env.SSH_AUTH_SOCK ? (ssh ? 'handed on' : 'not handed on') : 'none runs: SSH_AUTH_SOCK is not set';
  return [
    { label: 'Build', icon: 'play', value: 'build' },
    ...inputs.args.map(({ name, fallback }) => ({
      label: `Argument ${name}`,
      description: shown(name, buildArgs[name]) ?? (fallback === undefined ? 'not set' : `default: ${fallback}`),
      icon: 'symbol-variable',
      value: changeArgument(name, fallback),
    })),
    ...inputs.secrets.map((id) => ({
      label: `Secret ${id}`,
      description: describeSecret(secrets[id]),
      icon: 'key',
      value: changeSecret(id),
    })),
    ...(inputs.ssh.length > 0 ? [{ label: 'SSH agent', description: agent, icon: 'key', value: toggle('ssh') }] : []),
    { label: 'Platform', description: platform ?? "the engine's own", icon: 'chip', value: changePlatform },
    {
      label: 'Without the cache',
      description: noCache ? 'yes, this time' : 'no',
      icon: 'refresh',
      value: toggle('noCache'),
    },
    {
      label: 'Pull base images',
      description: pull ? 'yes, this time' : 'no',
      icon: 'cloud-download',
      value: toggle('pull'),
    },
    ...dockerItems(choices),
  ];
}

function changeArgument(name: string, fallback: string | undefined): Change {
  return async ({ ui }, choices) => {
    const value = await ui.input({
      title: `Build argument ${name}`,
      prompt: fallback === undefined ? 'Empty: not set.' : `Empty: the default, ${fallback}.`,
      value: choices.buildArgs[name] ?? '',
      password: isSecretKey(name),
    });
    if (value === undefined) return undefined;
    const { [name]: _former, ...others } = choices.buildArgs;
    return { ...choices, buildArgs: value === '' ? others : { ...others, [name]: value } };
  };
}

function changeSecret(id: string): Change {
  return async ({ ui, workspace }, choices) => {
    const way = await ui.pick(
      [
        { label: 'From a file…', icon: 'file', value: 'file' },
        { label: 'From a variable of the environment…', icon: 'symbol-variable', value: 'variable' },
        { label: 'Type it…', description: 'not kept', icon: 'edit', value: 'typed' },
        { label: 'Without it', icon: 'circle-slash', value: 'none' },
      ] as const,
      { title: `Secret ${id}`, placeholder: 'Only the RUN that mounts it sees it; it is in no layer and no log.' },
    );
    const given = await secretBy(way, { ui, workspace }, id);
    if (way !== 'none' && given === undefined) return undefined;
    const { [id]: _former, ...others } = choices.secrets;
    return { ...choices, secrets: given === undefined ? others : { ...others, [id]: given } };
  };
}

async function secretBy(
  way: string | undefined,
  { ui, workspace }: Pick<ChoiceServices, 'ui' | 'workspace'>,
  id: string,
): Promise<BuildSecret | undefined> {
  const title = `Secret ${id}`;
  if (way === 'file') {
    const file = await ui.pickFile({ title });
    return file === undefined ? undefined : { file };
  }
  if (way === 'variable') {
    const validate = (name: string) => (workspace.env[name] === undefined ? `${name} is not set.` : undefined);
    const variable = await ui.input({ title, prompt: 'Name of the variable', validate });
    return variable === undefined ? undefined : { variable };
  }
  if (way !== 'typed') return undefined;
  const text = await ui.input({ title, prompt: 'For this build only.', password: true });
  return text === undefined || text === '' ? undefined : { bytes: Buffer.from(text) };
}

const changePlatform: Change = async ({ ui }, choices) => {
  const several = choices.docker !== undefined;
  const one = /^[a-z0-9]+(?:\/[a-z0-9_]+){1,2}$/;
  const validate = (text: string) => {
    if (text === '' || one.test(text) || (several && text.split(',').every((part) => one.test(part)))) return undefined;
    return several
      ? 'Platforms are an OS and an architecture each: linux/amd64,linux/arm64.'
      : 'A platform is an OS and an architecture: linux/arm64. Several need the docker command.';
  };
  const platform = await ui.input({
    title: 'Build image: platform',
    prompt: "Empty: the engine's own.",
    placeholder: 'linux/amd64, linux/arm64',
    value: choices.platform ?? '',
    validate,
  });
  return platform === undefined ? undefined : { ...choices, platform: platform === '' ? undefined : platform };
};

function describeSecret(secret: BuildSecret | undefined): string {
  if (secret === undefined) return 'not given';
  if ('file' in secret) return secret.file;
  return 'variable' in secret ? `the variable ${secret.variable}` : 'typed, for this build';
}

function shown(name: string, value: string | undefined): string | undefined {
  return value === undefined || !isSecretKey(name) ? value : '•••';
}

function keyOf(dockerfile: string): string {
  return `build-choices:${dockerfile}`;
}

function among<T>(values: Readonly<Record<string, T>>, names: readonly string[]): Readonly<Record<string, T>> {
  return keep(values, (_value, name) => names.includes(name));
}

function keep<T>(values: Readonly<Record<string, T>>, wanted: (value: T, name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => wanted(value, name)));
}
