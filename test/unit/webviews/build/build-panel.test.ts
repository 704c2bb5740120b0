import { deepEqual, equal, ok } from 'node:assert/strict';
import { createBuilds } from '../../../../src/builds/builds';
import type { WebviewView } from '../../../../src/host/webview-view';
import { Emitter } from '../../../../src/shared/emitter';
import { colouredRuns } from '../../../../src/webviews/build/ansi';
import { createLineStore } from '../../../../src/webviews/build/line-store';
import { createBuildPanel } from '../../../../src/webviews/build/panel';
import type { FromPage, ToPage } from '../../../../src/webviews/build/protocol';
import { built, request, step } from '../../builds/scripted-run';

describe('the lines of a build on its page', () => {
  const lines = (texts: readonly string[], of = 'a') => texts.map((text) => ({ step: of, text }));

  it('are those of a step or all, with the places of what is searched for', () => {
    const store = createLineStore();
    store.search('ERR');
    store.add(0, 0, [...lines(['one', '\x1b[31mnpm err\x1b[0m']), ...lines(['err two'], 'b')]);
    deepEqual([store.count, store.found], [3, [1, 2]]);
    store.choose('b');
    deepEqual([store.count, store.found, store.line(0)?.text], [1, [0], 'err two']);
    store.add(0, 3, lines(['err three'], 'b'));
    deepEqual([store.count, store.found], [2, [0, 1]]);
    store.choose(undefined);
    deepEqual([store.count, store.found], [4, [1, 2, 3]]);
    // What has come already does not come twice.
    store.add(0, 2, lines(['err two', 'err three'], 'b'));
    equal(store.count, 4);
  });

  it('forget those the log has forgotten', () => {
    const store = createLineStore();
    store.add(0, 0, lines(['0', '1', '2', '3']));
    store.search('3');
    store.add(2, 4, lines(['4', '33']));
    deepEqual([store.count, store.line(0)?.text, store.found], [4, '2', [1, 3]]);
  });

  it('are found among a hundred thousand at once', () => {
    const store = createLineStore();
    const many = Array.from({ length: 100_000 }, (_, at) => `\x1b[32mline\x1b[0m ${at}`);
    const started = performance.now();
    store.add(0, 0, lines(many));
    store.search('line 99');
    equal(store.found.length, 1111);
    ok(performance.now() - started < 1000);
  });

  it('have their colours', () => {
    const runs = colouredRuns('a\x1b[1;31mb\x1b[22mc\x1b[38;5;196md\x1b[0m\x1b[Ke\x1b[48;2;1;2;3mf\x1b[94mg');
    deepEqual(
      runs.map(({ text, colour, background, bold }) => [text, colour, background, bold]),
      [
        ['a', undefined, undefined, false],
        ['b', 1, undefined, true],
        ['c', 1, undefined, false],
        ['d', '#ff0000', undefined, false],
        ['e', undefined, undefined, false],
        ['f', undefined, '#010203', false],
        ['g', 12, '#010203', false],
      ],
    );
  });
});

describe('the build panel', () => {
  function scripted() {
    const opens = new Emitter<void>();
    const messages = new Emitter<FromPage>();
    const told: ToPage[] = [];
    const view: WebviewView<FromPage, ToPage> & { open: boolean } = {
      open: false,
      onDidOpen: opens.event,
      post: (message) => void told.push(message),
      onMessage: messages.event,
      show: async () => {},
      dispose: () => {},
    };
    const builds = createBuilds();
    const copied: string[] = [];
    const opened: string[] = [];
    const panel = createBuildPanel({
      ...{ view, builds },
      copy: async (text) => void copied.push(text),
      save: async (name, text) => void copied.push(`${name}: ${text}`),
      open: async (_run, id) => void opened.push(id),
      onFailure: (error) => {
        throw error;
      },
    });
    const open = () => {
      view.open = true;
      opens.fire();
    };
    return { builds, told, copied, opened, open, panel, say: (message: FromPage) => messages.fire(message) };
  }

  it('tells a page that comes late all there is, and then what is new', async () => {
    const { builds, told, open, panel } = scripted();
    const run = await builds.begin(request('FROM a AS x\nRUN one\nFROM b\nCOPY --from=x /a /\n'), () => {});
    run.take(step('i', '[internal] load build context', 'done'));
    run.take(step('1', '[x 2/2] RUN one', 'running'));
    run.take({ type: 'log', step: '1', stream: 'stdout', text: 'first\n' });
    equal(told.filter(({ kind }) => kind === 'lines').length, 0);
    told.length = 0;
    open();
    deepEqual(
      told.map(({ kind }) => kind),
      ['builds', 'build', 'lines'],
    );
    const [, shown] = told;
    ok(shown?.kind === 'build');
    deepEqual(
      shown.build.stages.map(({ name, steps }) => [name, ...steps.map(({ label, state }) => `${label}: ${state}`)]),
      [
        ['x', 'RUN one: running'],
        ['Builder', '[internal] load build context: done'],
      ],
    );
    told.length = 0;
    run.take({ type: 'log', step: '1', stream: 'stdout', text: 'second\n' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    deepEqual(told, [{ kind: 'lines', build: 1, first: 0, from: 1, lines: [{ step: '1', text: 'second' }] }]);
    panel.dispose();
  });

  it('copies, saves, opens and cancels what the page names', async () => {
    const { builds, copied, opened, open, say, panel } = scripted();
    let cancelled = 0;
    const run = await builds.begin(request('FROM a\nRUN one\n'), () => cancelled++);
    open();
    run.take(step('1', '[2/2] RUN one', 'done'));
    run.take({ type: 'log', step: '1', stream: 'stdout', text: '\x1b[31mred\x1b[0m\n' });
    run.take({ type: 'log', step: '2', stream: 'stdout', text: 'other\n' });
    say({ kind: 'cancel', build: 1 });
    run.end(built());
    say({ kind: 'copy', build: 1, step: '1' });
    say({ kind: 'save', build: 1, step: undefined });
    say({ kind: 'open', build: 1, step: '1' });
    say({ kind: 'open', build: 1, step: 'nothing' });
    say({ kind: 'cancel', build: 7 });
    deepEqual([cancelled, copied, opened], [1, ['red\n', 'app-1-build.log: red\nother\n'], ['1']]);
    panel.dispose();
  });
});
