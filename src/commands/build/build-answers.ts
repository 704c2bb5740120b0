import { readFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { EngineError } from '../../engine/errors';
import { validateReference } from '../../engine/references';
import type { PickItem } from '../../host/ui';
import type { Services } from '../services';

/** What a build needs to know. A keybinding or a test gives some of it, the rest is asked for. */
export interface BuildAnswers {
  /** Paths in the file system. */
  readonly dockerfile: string;
  readonly context: string;
  readonly tag: string;
  /** Undefined: the last stage. */
  readonly target: string | undefined;
}

type Remembered = Partial<Pick<BuildAnswers, 'context' | 'tag' | 'target'>>;

export type AskServices = Pick<Services, 'ui' | 'memory' | 'workspace'>;

/** Asks what is not given, proposing the answers of the last build of that Dockerfile; undefined when given up. */
export async function askBuild(services: AskServices, given: Partial<BuildAnswers>): Promise<BuildAnswers | undefined> {
  const dockerfile = given.dockerfile ?? (await askDockerfile(services));
  if (dockerfile === undefined) return undefined;
  await services.workspace.save(dockerfile);
  const stages = await stageNames(dockerfile);
  const key = `build:${dockerfile}`;
  const last = services.memory.get<Remembered>(key) ?? {};
  const context =
    given.context ??
    (given.tag === undefined ? await askContext(services, dockerfile, last.context) : dirname(dockerfile));
  if (context === undefined) return undefined;
  const tag = given.tag ?? (await askTag(services, last.tag ?? `${imageName(context, dockerfile)}:latest`));
  if (tag === undefined) return undefined;
  const target =
    given.target ??
    (given.tag === undefined && stages.length > 1 ? await askStage(services, stages, last.target) : lastStage);
  if (target === undefined) return undefined;
  const answers = { dockerfile, context, tag, target: target === lastStage ? undefined : target };
  await services.memory.set(key, {
    context,
    tag,
    ...(answers.target === undefined ? {} : { target }),
  } satisfies Remembered);
  await services.memory.set(stageKey(answers), { context, tag } satisfies Remembered);
  return answers;
}

/** How a stage was built last; undefined `target`: the last one. */
export function rememberedBuild(
  { memory }: Pick<Services, 'memory'>,
  dockerfile: string,
  target: string | undefined,
): Pick<BuildAnswers, 'context' | 'tag'> | undefined {
  return memory.get(stageKey({ dockerfile, target }));
}

function stageKey({ dockerfile, target }: Pick<BuildAnswers, 'dockerfile' | 'target'>): string {
  return `build-stage:${target ?? ''}:${dockerfile}`;
}

const lastStage = '';

/** The one in the active editor, else one of the workspace's or any file. */
export async function askDockerfile(
  { ui, workspace }: Pick<AskServices, 'ui' | 'workspace'>,
  title = 'Build image: Dockerfile',
): Promise<string | undefined> {
  const active = workspace.activeDockerfile();
  if (active !== undefined) return active;
  const found = await workspace.findDockerfiles();
  if (found.length === 1) return found[0];
  const browse = 'Choose a file…';
  if (found.length === 0) return ui.pickFile({ title });
  const items: PickItem<string>[] = found.map((path) => ({
    label: basename(path),
    description: folderName(workspace, dirname(path)),
    icon: 'file',
    value: path,
  }));
  const chosen = await ui.pick([...items, { label: browse, icon: 'folder-opened', value: browse }], { title });
  return chosen === browse ? ui.pickFile({ title }) : chosen;
}

/** The Dockerfile's folder first, or what was chosen last: one key builds what most people mean. */
async function askContext(
  { ui, workspace }: AskServices,
  dockerfile: string,
  last: string | undefined,
): Promise<string | undefined> {
  const own = dirname(dockerfile);
  const root = workspace.folderOf(dockerfile);
  const known = [
    { path: last, detail: 'Build context of the last build' },
    { path: own, detail: 'Folder of the Dockerfile' },
    { path: root, detail: 'Workspace folder' },
  ];
  const items = new Map<string, PickItem<string>>();
  for (const { path, detail } of known) {
    if (path === undefined || items.has(path)) continue;
    items.set(path, { label: folderName(workspace, path), description: detail, icon: 'folder', value: path });
  }
  const browse = '';
  const chosen = await ui.pick(
    [...items.values(), { label: 'Choose a folder…', icon: 'folder-opened', value: browse }],
    { title: 'Build image: build context', placeholder: 'The files COPY and ADD can take are those in this folder.' },
  );
  return chosen === browse ? ui.pickFolder({ title: 'Build context', from: own }) : chosen;
}

async function askTag({ ui }: AskServices, value: string): Promise<string | undefined> {
  const entered = await ui.input({
    title: 'Build image: tag',
    prompt: 'Name and tag of the image. A registry in front says where it can be pushed.',
    placeholder: 'name:tag',
    value,
    validate: (text) => validateTag(text.trim()),
  });
  return entered?.trim();
}

function validateTag(text: string): string | undefined {
  return text.includes('@') ? 'An image is built with a tag, not with a digest.' : validateReference(text);
}

async function askStage(
  { ui }: AskServices,
  stages: readonly { readonly name: string; readonly base: string }[],
  last: string | undefined,
): Promise<string | undefined> {
  const final = stages.at(-1);
  const items: PickItem<string>[] = [
    { label: 'Last stage', description: final?.name ?? '', icon: 'layers', value: lastStage },
    ...stages.slice(0, -1).map(({ name, base }) => ({
      label: name,
      description: `from ${base}`,
      icon: 'git-branch',
      value: name,
      picked: name === last,
    })),
  ];
  return ui.pick(items, { title: 'Build image: stage', placeholder: 'Up to which stage?' });
}

/** Unnamed stages are known by their number. */
async function stageNames(dockerfile: string): Promise<readonly { readonly name: string; readonly base: string }[]> {
  const [{ parseDockerfile }, text] = await Promise.all([
    import('../../dockerfile/parse'),
    readFile(dockerfile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'ENOENT' ? 'it does not exist' : cause.code === 'EISDIR' ? 'it is a folder' : cause.message;
      throw new EngineError('invalid', `${dockerfile} cannot be read: ${why}.`, { cause });
    }),
  ]);
  return parseDockerfile(text).stages.map(({ name, index, from }) => ({
    name: name ?? String(index),
    base: from.imageWord?.value ?? 'nothing',
  }));
}

/** The context's folder as a repository name: `My App` gives `my-app`. */
export function imageName(context: string, dockerfile: string): string {
  for (const path of [context, dirname(dockerfile)]) {
    const name = basename(resolve(path))
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
    if (name !== '' && validateReference(name) === undefined) return name;
  }
  return 'image';
}

function folderName({ folderOf, folders }: Services['workspace'], path: string): string {
  const root = folderOf(path);
  if (root === undefined) return path;
  const below = relative(root, path);
  const parts = folders.length > 1 || below === '' ? [basename(root), below] : [below];
  return parts.filter(Boolean).join('/').replaceAll('\\', '/');
}
