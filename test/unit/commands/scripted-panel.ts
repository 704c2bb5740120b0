import type { Webview, Webviews } from '../../../src/host/webview';
import { Emitter } from '../../../src/shared/emitter';

/** A panel as its page knows it: what it was told, and a way to say something. */
export interface ScriptedPanel {
  readonly name: string;
  readonly title: string;
  readonly told: unknown[];
  say(message: unknown): void;
  show(visible: boolean): void;
  readonly closed: boolean;
  close(): void;
}

/** Panels without an editor; the newest last. */
export function scriptedPanels(): { readonly webviews: Webviews; readonly panels: ScriptedPanel[] } {
  const panels: ScriptedPanel[] = [];
  const open: Webviews['open'] = <In, Out>({ name, title }: { name: string; title: string }): Webview<In, Out> => {
    const messages = new Emitter<In>();
    const visibles = new Emitter<boolean>();
    const closes = new Emitter<void>();
    const panel = { name, title, told: [] as unknown[], visible: true, closed: false };
    const close = () => {
      if (panel.closed) return;
      panel.closed = true;
      closes.fire();
    };
    panels.push(
      Object.assign(panel, {
        say: (message: unknown) => messages.fire(message as In),
        show: (visible: boolean) => {
          panel.visible = visible;
          visibles.fire(visible);
        },
        close,
      }),
    );
    return {
      post: (message) => void panel.told.push(message),
      onMessage: messages.event,
      get visible() {
        return panel.visible;
      },
      onDidChangeVisible: visibles.event,
      onDidClose: closes.event,
      setTitle: (changed) => {
        panel.title = changed;
      },
      reveal: () => {},
      dispose: close,
    };
  };
  return { webviews: { open }, panels };
}
