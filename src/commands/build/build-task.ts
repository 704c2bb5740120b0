import { dirname, isAbsolute, join, relative } from 'node:path';
import type { BuildOptions, BuildSecret, DockerCommandOptions } from '../../engine/build-options';
import { EngineError } from '../../engine/errors';
import { validateReference } from '../../engine/references';
import type { TaskRun, TaskSource } from '../../host/tasks';
import type { Services } from '../services';
import { type BuildAnswers, imageName } from './build-answers';
import { dockerOptions } from './docker-choices';
import { runBuild } from './run-build';

/** Of a task's definition in tasks.json, checked; paths are relative to the workspace folder. */
export interface BuildTask {
  readonly answers: BuildAnswers;
  readonly options: Omit<BuildOptions, 'tags' | 'target' | 'auths' | 'signal'>;
}

type TaskServices = Pick<Services, 'engine' | 'builds' | 'forecaster' | 'log' | 'registries' | 'workspace'>;

/** Tasks of the type `layerwright-build`: one for each Dockerfile of the workspace, and those in tasks.json. */
export function buildTasks(services: TaskServices): TaskSource {
  return {
    async list() {
      if (!services.workspace.trusted) return [];
      const found = await services.workspace.findDockerfiles();
      return found.flatMap((path) => {
        const folder = services.workspace.folderOf(path);
        if (folder === undefined) return [];
        const dockerfile = relative(folder, path).replaceAll('\\', '/');
        return [{ name: `build ${dockerfile}`, folder, definition: { dockerfile } }];
      });
    },
    run: (run) => runTask(services, run),
  };
}

async function runTask(
  services: TaskServices,
  { definition, folder, write, signal, cancel }: TaskRun,
): Promise<'done' | 'failed'> {
  if (!services.workspace.trusted) {
    write('Nothing is built in a workspace that is not trusted. Trust the workspace, then run the task again.\n');
    return 'failed';
  }
  const task = readTask(definition, folder, services.workspace.env);
  const engine = await services.engine();
  const report = () => {};
  await runBuild(services, engine, { ...task, write, report, signal, cancel });
  return 'done';
}

/** Throws an EngineError that names the property which is wrong. */
export function readTask(
  definition: Readonly<Record<string, unknown>>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): BuildTask {
  const path = (name: string) => {
    const value = optional(definition, name, 'string');
    return value === undefined ? undefined : isAbsolute(value) ? value : join(folder, value);
  };
  const dockerfile = path('dockerfile') ?? join(folder, 'Dockerfile');
  const context = path('context') ?? dirname(dockerfile);
  const tag = optional(definition, 'tag', 'string') ?? `${imageName(context, dockerfile)}:latest`;
  const wrong = validateReference(tag);
  if (wrong !== undefined) throw invalid('tag', `is no name for an image: ${wrong}`);
  const builder = optional(definition, 'builder', 'string');
  if (builder !== undefined && builder !== 'buildkit' && builder !== 'legacy' && builder !== 'docker')
    throw invalid('builder', 'is none of "buildkit", "legacy" and "docker"');
  if (builder !== 'docker' && definition.docker !== undefined)
    throw invalid('docker', 'is for the docker command, which takes "builder": "docker"');
  const platform = optional(definition, 'platform', 'string');
  const secrets = secretsOf(definition.secrets, folder, env);
  return {
    answers: { dockerfile, context, tag, target: optional(definition, 'target', 'string') },
    options: {
      noCache: optional(definition, 'noCache', 'boolean') ?? false,
      pull: optional(definition, 'pull', 'boolean') ?? false,
      ...(platform === undefined ? {} : { platform }),
      ...(builder === undefined ? {} : { builder }),
      ...(builder === 'docker' && { docker: dockerOptions(dockerOf(definition.docker), folder) }),
      buildArgs: texts(definition.buildArgs),
      ...(Object.keys(secrets).length > 0 && { secrets }),
    },
  };
}

interface Types {
  readonly string: string;
  readonly boolean: boolean;
}

function optional<Type extends keyof Types>(
  definition: Readonly<Record<string, unknown>>,
  name: string,
  type: Type,
): Types[Type] | undefined {
  const value = definition[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== type) throw invalid(name, `is no ${type}`);
  return value as Types[Type];
}

/** What only the docker command can do, under the names that it has in the menu of a build's options. */
function dockerOf(value: unknown): DockerCommandOptions {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('docker', 'is no object');
  const given = value as Readonly<Record<string, unknown>>;
  const lists = ['outputs', 'cacheFrom', 'cacheTo'] as const;
  const unknown = Object.keys(given).find((name) => !['builder', ...lists].includes(name));
  if (unknown !== undefined)
    throw invalid(`docker.${unknown}`, 'is none of "builder", "outputs", "cacheFrom" and "cacheTo"');
  const builder = given.builder ?? '';
  if (typeof builder !== 'string') throw invalid('docker.builder', 'is no string');
  const chosen = lists.flatMap((name) => {
    const list = given[name];
    if (list === undefined) return [];
    if (!Array.isArray(list) || list.some((text) => typeof text !== 'string' || text.trim() === ''))
      throw invalid(`docker.${name}`, 'is no list of texts');
    return [[name, list]];
  });
  return { ...(builder !== '' && { builder }), ...Object.fromEntries(chosen) };
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('buildArgs', 'is no object of names and values');
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (!['string', 'number', 'boolean'].includes(typeof one)) throw invalid(`buildArgs.${name}`, 'is no text');
      return [name, String(one)];
    }),
  );
}

/** By reference only: a file, or a variable of the environment. What is secret stands in no settings. */
function secretsOf(
  value: unknown,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, BuildSecret>> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw invalid('secrets', 'is no object of ids and where they are');
  const secrets: Record<string, BuildSecret> = {};
  for (const [id, where] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const { file, env: variable } = (typeof where === 'object' && where !== null ? where : {}) as Record<
      string,
      unknown
    >;
    if (typeof file === 'string') secrets[id] = { file: isAbsolute(file) ? file : join(folder, file) };
    else if (typeof variable === 'string') {
      if (env[variable] === undefined)
        throw invalid(`secrets.${id}`, `names ${variable}, which the environment does not have`);
      secrets[id] = { variable };
    } else throw invalid(`secrets.${id}`, 'names neither a "file" nor a variable of the environment ("env")');
  }
  return secrets;
}

function invalid(property: string, what: string): EngineError {
  return new EngineError('invalid', `The task's "${property}" ${what}.`, {
    hint: 'Correct it in tasks.json, then run the task again.',
  });
}
