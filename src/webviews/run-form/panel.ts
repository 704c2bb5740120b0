import { type RunOptions, readRunOptions } from '../../docker-run/run-options';
import { isEngineError } from '../../engine/errors';
import type { Webviews } from '../../host/webview';
import type { FromRunForm, ImageFacts, RunFormModel, RunProblem, ToRunForm } from './protocol';

export interface RunFormHost {
  /** Resolves when the container is made; the form closes then. Rejects with what the form says. */
  run(options: RunOptions, how: { readonly start: boolean; readonly keep: readonly string[] }): Promise<void>;
  /** What stands against these options, as far as it can be told before the engine tries. */
  check(options: RunOptions): Promise<readonly RunProblem[]>;
  facts(reference: string): Promise<ImageFacts | undefined>;
  browse(key: 'envFiles' | 'binds'): Promise<string | undefined>;
  copy(text: string): Promise<void>;
}

export interface RunForm {
  reveal(): void;
  /** Resolves when it was closed, whether something was run or not. */
  readonly closed: Promise<void>;
}

/** Opens the form. What it says is checked: only options of docker run pass, in their own shapes. */
export function openRunForm(webviews: Webviews, model: RunFormModel, host: RunFormHost): RunForm {
  const name = model.options.image;
  const panel = webviews.open<FromRunForm, ToRunForm>({
    name: 'run-form',
    title: name === '' ? 'Run' : `Run ${name}`,
    keep: true,
  });
  let checks = 0;
  let busy = false;
  /** Refused once; the same again goes to the engine, which knows best. */
  let refused = '';

  panel.onMessage((message) => {
    void hear(message).catch((error: unknown) => {
      panel.post({ kind: 'busy', doing: undefined });
      const text = describe(error);
      if (text !== undefined) panel.post({ kind: 'failed', message: text });
    });
  });
  panel.post({ kind: 'show', model });
  void checkNow(model.options).catch(() => {
    // It is checked again before the run.
  });

  async function hear(message: FromRunForm): Promise<void> {
    switch (message.kind) {
      case 'run':
      case 'create':
        await start(message.kind === 'run', readRunOptions(message.options), texts(message.keep));
        return;
      case 'check': {
        const options = readRunOptions(message.options);
        if (options) await checkNow(options);
        return;
      }
      case 'image':
        panel.post({ kind: 'facts', image: await host.facts(String(message.reference)) });
        return;
      case 'browse': {
        const key = message.key === 'binds' ? 'binds' : 'envFiles';
        const value = await host.browse(key);
        if (value !== undefined) panel.post({ kind: 'picked', key, value });
        return;
      }
      case 'copy':
        await host.copy(String(message.text));
        return;
      case 'close':
        panel.dispose();
    }
  }

  async function start(run: boolean, options: RunOptions | undefined, keep: readonly string[]): Promise<void> {
    if (!options || busy) return;
    busy = true;
    panel.post({ kind: 'busy', doing: run ? 'Starting…' : 'Creating…' });
    try {
      const problems = await checkNow(options);
      const same = JSON.stringify(options);
      if (problems.length > 0 && refused !== same) {
        refused = same;
        panel.post({ kind: 'busy', doing: undefined });
        const [{ problem } = { problem: '' }] = problems;
        panel.post({ kind: 'failed', message: `${problem} Run it as it is by pressing the button again.` });
        return;
      }
      await host.run(options, { start: run, keep });
      panel.dispose();
    } finally {
      busy = false;
    }
  }

  /** The newest answer counts. */
  async function checkNow(options: RunOptions): Promise<readonly RunProblem[]> {
    checks += 1;
    const mine = checks;
    const problems = await host.check(options);
    if (mine === checks) panel.post({ kind: 'problems', problems });
    return problems;
  }

  return {
    reveal: () => panel.reveal(),
    closed: new Promise((resolve) => panel.onDidClose(() => resolve())),
  };
}

/** Undefined: it was cancelled, which needs no words. */
function describe(error: unknown): string | undefined {
  if (isEngineError(error, 'cancelled')) return undefined;
  if (isEngineError(error)) return [error.message, error.hint].filter((text) => text !== undefined).join(' ');
  return error instanceof Error && error.name !== 'AbortError' ? error.message : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
