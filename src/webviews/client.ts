/// <reference lib="dom" />

/** What VS Code gives to the page of a panel. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The page's end of a panel. `Out` is what the page says. */
export interface PanelLink<Out> {
  say(message: Out): void;
  /** What the page kept when it was hidden and made anew. */
  readonly kept: unknown;
  keep(state: unknown): void;
}

/** To be called once, when the page can listen. `In` is what the panel tells. */
export function linkToPanel<In, Out>(hear: (message: In) => void): PanelLink<Out> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<In>) => hear(data));
  api.postMessage('layerwright:ready');
  return {
    say: (message) => api.postMessage(message),
    kept: api.getState(),
    keep: (state) => api.setState(state),
  };
}

/** An element with attributes and children; texts are text, never HTML. `on…` properties are listeners. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

export function app(): HTMLElement {
  const place = document.getElementById('app');
  if (!place) throw new Error('The page has no place to draw in');
  return place;
}
