import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { addressText, describeEndpoint, type Endpoint } from '../engine/endpoints';
import type { EngineError } from '../engine/errors';
import type { CommandId, EngineState } from '../ids';
import { type Disposable, DisposableList } from '../shared/disposable';
import { escapeMarkdown } from '../shared/markdown';

/** The engine in the status bar; a click chooses another one. */
export interface EngineStatus extends Disposable {
  /** An engine has been used: from now on it is shown. */
  show(): void;
  /** Something that decides about the engine has changed. */
  update(): void;
}

export interface EngineStatusOptions {
  /** A few looks at the file system; connects to nothing. */
  readonly endpoint: () => Promise<Endpoint>;
  readonly state: () => { readonly engine: EngineState; readonly error: EngineError | undefined };
}

const click = 'layerwright.useContext' satisfies CommandId;

/** Made when it is shown for the first time: while a Dockerfile is open, and for good once an engine was used. */
export function createEngineStatus({ endpoint, state }: EngineStatusOptions): EngineStatus {
  const owned = new DisposableList();
  let item: StatusBarItem | undefined;
  let used = false;
  let turn = 0;

  async function paint(): Promise<void> {
    if (!used && !isDockerfileOpen()) return item?.hide();
    if (!item) {
      item = owned.add(window.createStatusBarItem('layerwright.engine', StatusBarAlignment.Left, 10));
      item.name = 'Layerwright: container engine';
      item.command = click;
    }
    turn += 1;
    const mine = turn;
    const found = await endpoint().catch(() => undefined);
    if (mine !== turn) return;
    const { engine, error } = state();
    const wrong = found === undefined || !['none', 'connecting', 'connected'].includes(engine);
    const name = found === undefined ? 'no engine' : nameOf(found);
    item.text = `$(${wrong ? 'warning' : 'server'}) ${name}`;
    item.backgroundColor = wrong && used ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip = tooltip(found, wrong ? error : undefined, engine);
    item.accessibilityInformation = {
      label: `Container engine ${name}${wrong ? ', not reachable' : ''}, choose another one`,
      role: 'button',
    };
    item.show();
  }

  const repaint = () => void paint();
  owned.add(window.onDidChangeActiveTextEditor(repaint));
  repaint();

  return {
    show() {
      if (used) return;
      used = true;
      repaint();
    },
    update: repaint,
    dispose: () => owned.dispose(),
  };
}

function isDockerfileOpen(): boolean {
  return window.visibleTextEditors.some(({ document }) => document.languageId === 'dockerfile');
}

/** The context, or a short form of the address. */
function nameOf({ context, source, address }: Endpoint): string {
  if (context !== undefined) return context;
  if (source === 'default') return 'default';
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return address.path.split(/[\\/]/).slice(-2).join('/');
    case 'tcp':
      return `${address.host}:${address.port}`;
    case 'ssh':
      return addressText(address);
  }
}

function tooltip(endpoint: Endpoint | undefined, error: EngineError | undefined, engine: EngineState): MarkdownString {
  const lines = [
    '**Container engine**',
    endpoint === undefined ? undefined : escapeMarkdown(describeEndpoint(endpoint)),
    engine === 'connected' ? 'Connected' : undefined,
    error === undefined ? undefined : escapeMarkdown([error.message, error.hint].filter(Boolean).join(' ')),
    'Click to use another engine or context',
  ];
  return new MarkdownString(lines.filter((line) => line !== undefined).join('\n\n'));
}
