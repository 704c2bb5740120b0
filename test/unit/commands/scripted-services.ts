import { createBuilds } from '../../../src/builds/builds';
import type { Services } from '../../../src/commands/services';
import type { EngineChoice } from '../../../src/engine/contexts';
import type { Engine, Session } from '../../../src/engine/engine';
import { thisMachine } from '../../../src/engine/this-machine';
import { createEngines } from '../../../src/host/engines';
import type { InspectSource } from '../../../src/host/inspect-documents';
import type { InputOptions, PickItem, Ui } from '../../../src/host/ui';
import type { CommandId, SettingId } from '../../../src/ids';
import { type ScriptedPanel, scriptedPanels } from './scripted-panel';
import { type ScriptedRegistries, scriptedRegistries } from './scripted-registries';

/** What a person does, in order. A question nobody is scripted for fails the test. */
export type Answer =
  | { readonly type: string | ((proposed: string) => string) }
  /** Label of the item; several for a list where one can take more. */
  | { readonly pick: string | readonly string[] }
  | { readonly confirm: boolean }
  | { readonly choose: string | undefined }
  | { readonly browse: string | undefined }
  | 'cancel';

export interface Scripted extends ScriptedRegistries {
  readonly services: Services;
  /** Everything that was said and asked, as a person reads it: `info: Built app:latest (4 MB). [Run] [Push]`. */
  readonly said: string[];
  /** What was validated as wrong before an answer was accepted. */
  readonly refused: string[];
  readonly progress: string[];
  readonly copied: string[];
  readonly opened: string[];
  readonly texts: { title: string; text: string }[];
  /** Documents that were opened for objects; `text` is read when it is asked for. */
  readonly inspected: InspectSource[];
  /** The engine in the settings. */
  chosen: EngineChoice;
  readonly ran: { id: CommandId; args: readonly unknown[] }[];
  readonly logged: string[];
  readonly memory: Map<string, unknown>;
  readonly secrets: Map<string, string>;
  readonly streams: (Parameters<Services['terminals']['openStream']>[0] & { interrupt: () => void })[];
  readonly panels: ScriptedPanel[];
  readonly sessions: (Omit<Parameters<Services['terminals']['openSession']>[0], 'open'> & {
    open: (signal: AbortSignal) => Promise<Session>;
  })[];
  /** Appends to the script. */
  answer(...answers: readonly Answer[]): void;
  /** Presses an action of the last message. */
  press: (action: string) => void;
  /** Cancels what is in progress. */
  cancel(): void;
}

export interface ScriptOptions {
  readonly engine: Engine | (() => Promise<Engine>);
  readonly files?: Services['files'];
  readonly rewriter?: Services['rewriter'];
  readonly workspace?: Partial<Services['workspace']>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export function script(
  { engine, files, rewriter, workspace = {}, env = {} }: ScriptOptions,
  ...answers: readonly Answer[]
): Scripted {
  const queue = [...answers];
  const said: string[] = [];
  const refused: string[] = [];
  const progress: string[] = [];
  const { webviews, panels } = scriptedPanels();
  const registries = scriptedRegistries({ DOCKER_CONFIG: '/nowhere', ...env });
  const memory = new Map<string, unknown>();
  const settings = new Map<SettingId, unknown>();
  const { secrets } = registries;
  let abort = new AbortController();
  let press: (action: string) => void = () => {};
  const result: Omit<Scripted, 'services' | 'press'> = {
    ...registries,
    chosen: {},
    said,
    refused,
    progress,
    memory,
    secrets,
    copied: [],
    opened: [],
    texts: [],
    inspected: [],
    ran: [],
    logged: [],
    streams: [],
    sessions: [],
    panels,
    answer: (...more) => queue.push(...more),
    cancel: () => abort.abort(),
  };

  function next(question: string): Exclude<Answer, 'cancel'> | undefined {
    said.push(question);
    const answer = queue.shift();
    if (answer === undefined) throw new Error(`Nobody answers: ${question}`);
    return answer === 'cancel' ? undefined : answer;
  }
  function message(kind: string) {
    return (text: string, ...actions: readonly string[]) => {
      said.push([`${kind}: ${text}`, ...actions.map((action) => `[${action}]`)].join(' '));
      return new Promise<string | undefined>((resolve) => {
        press = resolve;
      });
    };
  }
  async function pickFrom<T>(items: Awaited<Parameters<Ui['pick']>[0]>, title: string, empty = 'nothing') {
    const answer = next(`pick: ${title} (${items.map(({ label }) => label).join(', ') || empty})`);
    if (!answer || !('pick' in answer)) return undefined;
    const labels = typeof answer.pick === 'string' ? [answer.pick] : answer.pick;
    return labels.map((label) => {
      const found = items.find((item) => item.label === label);
      if (!found) throw new Error(`There is no "${label}" among ${items.map((item) => item.label).join(', ')}`);
      return (found as PickItem<T>).value;
    });
  }

  const ui: Ui = {
    info: message('info'),
    warn: message('warn'),
    error: message('error'),
    confirm: async ({ message: text, detail, action }) => {
      const answer = next(`confirm: ${[text, detail].filter(Boolean).join(' | ')} [${action}]`);
      return answer !== undefined && 'confirm' in answer && answer.confirm;
    },
    choose: async ({ message: text, detail, actions }) => {
      const answer = next(`choose: ${[text, detail].filter(Boolean).join(' | ')} [${actions.join('] [')}]`);
      return answer && 'choose' in answer ? answer.choose : undefined;
    },
    input: async ({ title, prompt, value = '', password, validate }: InputOptions) => {
      for (;;) {
        const answer = next(`input: ${[title, prompt].filter(Boolean).join(' | ')} "${password ? '***' : value}"`);
        if (!answer || !('type' in answer)) return undefined;
        const typed = typeof answer.type === 'string' ? answer.type : answer.type(value);
        const problem = validate?.(typed);
        if (problem === undefined) return typed;
        refused.push(problem);
      }
    },
    pick: async (items, { title, empty }) => (await pickFrom(await items, title, empty))?.[0] as never,
    pickMany: async (items, { title, empty }) => (await pickFrom(await items, title, empty)) as never,
    pickFolder: async ({ title }) => browse(title),
    pickFiles: async ({ title }) => {
      const path = browse(title);
      return path === undefined ? undefined : [path];
    },
    openUri: async (uri) => void result.opened.push(uri),
    reveal: async (path) => void result.opened.push(path),
    pickFile: async ({ title }) => browse(title),
    pickSaveFile: async ({ title, path }) => browse(`${title} ${path}`),
    progress: async (title, task) => {
      progress.push(title);
      abort = new AbortController();
      return task((text) => progress.push(text), abort.signal);
    },
    showText: async ({ title, text }) => void result.texts.push({ title, text }),
    openFile: async (path) => void result.opened.push(path),
    openExternal: async (url) => void result.opened.push(url),
    copy: async (text) => void result.copied.push(text),
    statusMessage: (text) => said.push(`status: ${text}`),
  };
  function browse(title: string): string | undefined {
    const answer = next(`browse: ${title}`);
    return answer && 'browse' in answer ? answer.browse : undefined;
  }

  const engines = createEngines({
    machine: () => ({ ...thisMachine(), env: { DOCKER_CONFIG: '/nowhere', ...env }, home: '/nowhere' }),
    setting: () => result.chosen,
    choose: async (choice) => {
      result.chosen = choice;
    },
    connect: async (endpoint) => (await import('../../../src/engine/dockerode/connect')).connect(endpoint),
  });
  const services: Services = {
    engines,
    engine: typeof engine === 'function' ? engine : async () => engine,
    files: files ?? (() => Promise.reject(new Error('There are no files here.'))),
    ui,
    terminals: {
      openSession: async ({ open, ...options }) =>
        void result.sessions.push({ ...options, open: (signal) => open({ columns: 80, rows: 24 }, signal) }),
      openStream: async (options) =>
        void result.streams.push({ ...options, interrupt: options.onInterrupt ?? (() => {}) }),
    },
    log: {
      info: (text) => result.logged.push(text),
      warn: (text) => result.logged.push(text),
      error: (text) => result.logged.push(text),
      show: () => {},
    },
    memory: {
      get: <T>(key: string) => memory.get(key) as T | undefined,
      set: async (key, value) => void memory.set(key, value),
    },
    builds: createBuilds(),
    lastBuilds: { all: [], of: () => undefined },
    nextBuilds: { of: async () => undefined, onDidChange: () => ({ dispose: () => {} }) },
    buildPanel: { show: async () => void result.opened.push('build panel') },
    settings: {
      build: () => ({
        inlineCosts: settings.get('layerwright.build.inlineCosts') !== false,
        // What the tests read.
        output: settings.get('layerwright.build.output') ?? 'terminal',
      }),
      write: async (id: SettingId, value: unknown) => void settings.set(id, value),
    } as Services['settings'],
    secrets: {
      get: async (key) => secrets.get(key),
      set: async (key, value) => void secrets.set(key, value),
      delete: async (key) => void secrets.delete(key),
    },
    workspace: {
      trusted: true,
      folders: [],
      activeDockerfile: () => undefined,
      activeFile: () => undefined,
      nameOf: (path) => path,
      findDockerfiles: async () => [],
      save: async () => {},
      folderOf: () => undefined,
      addFolder: () => {},
      dockerConfigFolder: env.DOCKER_CONFIG ?? '/nowhere',
      env: { DOCKER_CONFIG: '/nowhere', ...env },
      ...workspace,
    },
    webviews,
    forecaster: { forecast: async () => undefined },
    rewriter: rewriter ?? { rewrite: async () => undefined, apply: async () => 'refused' },
    rewriteDocuments: {
      show: async ({ path, title, text }) => void result.texts.push({ title: `${title}: ${path}`, text }),
      pathOf: (address) => (typeof address === 'string' ? address : undefined),
      close: async (path) => void result.opened.push(`closed ${path}`),
    },
    inspect: { show: async (source) => void result.inspected.push(source) },
    events: () => ({ dispose: () => {} }),
    registries: async () => registries.registries,
    run: async (id, ...args) => void result.ran.push({ id, args }),
  };
  return Object.assign(result, { services, press: (action: string) => press(action) });
}
