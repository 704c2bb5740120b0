import type { BuildRun } from '../../builds/build-run';
import type { Builds } from '../../builds/builds';
import type { WebviewView } from '../../host/webview-view';
import { plainText } from '../../shared/clean-text';
import { type Disposable, DisposableList } from '../../shared/disposable';
import type { FromPage, ToPage } from './protocol';
import { shownBuild, titleOf } from './shown-build';

export interface BuildPanelOptions {
  readonly view: WebviewView<FromPage, ToPage>;
  readonly builds: Builds;
  readonly copy: (text: string) => Promise<void>;
  /** Asks where; `name` is proposed. */
  readonly save: (name: string, text: string) => Promise<void>;
  /** Opens the Dockerfile at an instruction of the text that was built. */
  readonly open: (run: BuildRun, step: string) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Ten times a second is as much as anybody sees. */
const millisecondsBetween = 100;
/** Lines of a message: a page that is made anew gets all of them, piece by piece. */
const linesAtOnce = 20_000;

/** Tells the page of the build it shows: the last one, until another is chosen. */
export function createBuildPanel({ view, builds, copy, save, open, onFailure }: BuildPanelOptions): Disposable {
  const owned = new DisposableList();
  let shown: BuildRun | undefined;
  /** Number of the next line the page has not got. */
  let next = 0;
  let told = '';
  let timer: NodeJS.Timeout | undefined;

  function show(run: BuildRun | undefined): void {
    shown = run;
    next = 0;
    told = '';
    if (!run) return;
    view.post({
      kind: 'builds',
      builds: builds.all.map((one) => ({ number: one.number, title: titleOf(one) })).reverse(),
      shown: run.number,
    });
    tell();
  }

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!shown || !view.open) return;
    const build = shownBuild(shown, Date.now());
    // Times go on by themselves on the page.
    const key = JSON.stringify(build, (name, value) => (name === 'running' ? value !== undefined : value));
    if (key !== told) view.post({ kind: 'build', build });
    told = key;
    tellLines(shown);
  }

  function tellLines({ number, log }: BuildRun): void {
    const { first, lines } = log;
    for (let from = Math.max(next, first); from < first + lines.length; ) {
      const some = lines.slice(from - first, from - first + linesAtOnce);
      view.post({ kind: 'lines', build: number, first, from, lines: some });
      from += some.length;
      next = from;
    }
  }

  function textOf({ log }: BuildRun, step: string | undefined): string {
    const lines = step === undefined ? log.lines : log.lines.filter((line) => line.step === step);
    return lines.map(({ text }) => `${plainText(text)}\n`).join('');
  }

  async function hear(message: FromPage): Promise<void> {
    const run = builds.all.find(({ number }) => number === message?.build);
    if (!run) return;
    switch (message.kind) {
      case 'choose':
        return show(run);
      case 'cancel':
        return run.cancel();
      case 'copy':
        return copy(textOf(run, message.step));
      case 'save':
        return save(`${run.request.tag.replace(/[^\w.-]+/g, '-')}-build.log`, textOf(run, message.step));
      case 'open':
        if (run.steps.has(message.step)) return open(run, message.step);
    }
  }

  owned.add(view.onDidOpen(() => show(shown ?? builds.all.at(-1))));
  owned.add(builds.onDidBegin(show));
  owned.add(
    builds.onDidChange((run) => {
      if (run === shown) timer ??= setTimeout(tell, millisecondsBetween);
    }),
  );
  owned.add(view.onMessage((message) => void hear(message).catch(onFailure)));
  owned.add({ dispose: () => clearTimeout(timer) });
  if (view.open) show(builds.all.at(-1));
  return owned;
}
