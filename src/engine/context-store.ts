import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contextHash, contextNameProblem, listContexts } from './contexts';
import { EngineError } from './errors';
import { parseHost } from './parse-host';
import { configFolder } from './resolve-endpoint';
import type { Machine } from './this-machine';

export interface CreateContext {
  readonly name: string;
  readonly description?: string;
  /** `unix://…`, `tcp://…`, `ssh://…` */
  readonly host: string;
  /** Paths of PEM files, which are copied. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Takes any certificate the engine shows. */
  readonly skipVerify?: boolean;
}

/** Writes a context where `docker context` finds it. Rejects with EngineError `invalid` and writes nothing then. */
export async function createContext(machine: Machine, options: CreateContext): Promise<void> {
  const { name, description = '', host, skipVerify = false } = options;
  const taken = (await listContexts(machine)).map((context) => context.name);
  const problem = contextNameProblem(name, taken);
  if (problem !== undefined) throw new EngineError('invalid', problem);
  const secure = [options.ca, options.cert, options.key].some((path) => path !== undefined) || skipVerify;
  parseHost(host, 'The address of the context', machine.platform, secure);
  if ((options.cert === undefined) !== (options.key === undefined)) {
    const [there, missing] = options.cert === undefined ? ['key', 'certificate'] : ['certificate', 'key'];
    throw new EngineError('invalid', `The client's ${there} is of no use without its ${missing}.`);
  }
  const keys = await Promise.all(
    (['ca', 'cert', 'key'] as const).flatMap((kind) => {
      const path = options[kind];
      return path === undefined ? [] : [readPem(path).then((data) => ({ name: `${kind}.pem`, data }))];
    }),
  );
  const { meta, tls } = foldersOf(machine, name);
  if (keys.length > 0) {
    const folder = join(tls, 'docker');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { name: file, data } of keys) await writeFile(join(folder, file), data, { mode: 0o600 });
  }
  const content = {
    Name: name,
    Metadata: description === '' ? {} : { Description: description },
    Endpoints: { docker: { Host: host, SkipTLSVerify: skipVerify } },
  };
  await mkdir(meta, { recursive: true });
  // Last: from now on the context is there.
  await writeFile(join(meta, 'meta.json'), JSON.stringify(content));
}

/** Also its certificates. The docker command goes back to `default` when this was its current one. */
export async function removeContext(machine: Machine, name: string): Promise<void> {
  const { meta, tls } = foldersOf(machine, name);
  await rm(meta, { recursive: true, force: true });
  await rm(tls, { recursive: true, force: true });
  const config = await readConfig(machine);
  if (config.currentContext === name) await setDockerContext(machine, 'default');
}

/** What `docker context use` does: everything else in the config stays as it is. */
export async function setDockerContext(machine: Machine, name: string): Promise<void> {
  const { currentContext: _, ...config } = await readConfig(machine);
  const changed = name === 'default' ? config : { ...config, currentContext: name };
  const link = configFile(machine);
  await mkdir(dirname(link), { recursive: true });
  // A config that is a link into somebody's dotfiles stays one.
  const path = await realpath(link).catch(() => link);
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => 0o600,
  );
  const temporary = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temporary, `${JSON.stringify(changed, undefined, '\t')}`, { mode });
    await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new EngineError('invalid', `${path} could not be written: ${(cause as Error).message}.`, { cause });
  }
}

/** What is kept of a context, for the inspect document: certificates by name only. */
export async function readContext(machine: Machine, name: string): Promise<unknown> {
  const { meta, tls } = foldersOf(machine, name);
  const text = await machine.files.read(join(meta, 'meta.json'));
  if (text === undefined) throw new EngineError('not-found', `There is no Docker context "${name}".`);
  const files = await machine.files.list(join(tls, 'docker'));
  return {
    ...JSON.parse(text),
    TLSMaterial: files.length > 0 ? { docker: [...files].sort() } : {},
    Storage: { MetadataPath: meta, TLSPath: tls },
  };
}

async function readConfig(machine: Machine): Promise<Readonly<Record<string, unknown>>> {
  const text = await machine.files.read(configFile(machine));
  if (text === undefined || text.trim() === '') return {};
  try {
    const config = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch {
    // Said below: writing it anew would lose what is in it.
  }
  throw new EngineError('invalid', `${configFile(machine)} is not valid JSON, so it is left as it is.`, {
    hint: 'Mend or remove the file first.',
  });
}

function configFile(machine: Machine): string {
  return join(configFolder(machine), 'config.json');
}

function foldersOf(machine: Machine, name: string): { readonly meta: string; readonly tls: string } {
  const [root, hash] = [join(configFolder(machine), 'contexts'), contextHash(name)];
  return { meta: join(root, 'meta', hash), tls: join(root, 'tls', hash) };
}

async function readPem(path: string): Promise<Buffer> {
  const data = await readFile(path).catch((cause: Error) => {
    throw new EngineError('invalid', `${path} cannot be read: ${cause.message}.`, { cause });
  });
  if (!data.includes('-----BEGIN ')) throw new EngineError('invalid', `${path} is not a PEM file.`);
  return data;
}
