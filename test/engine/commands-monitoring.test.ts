import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { showContainerProcesses, showContainerStats } from '../../src/commands/monitoring/show-container-stats';
import { showEngineEvents } from '../../src/commands/monitoring/show-engine-events';
import type { StatsSample } from '../../src/engine/container-watch';
import { plainText } from '../../src/shared/clean-text';
import type { ToPage } from '../../src/webviews/stats/protocol';
import type { ScriptedPanel } from '../unit/commands/scripted-panel';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, testLabel, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('monitoring commands', function () {
  this.timeout(120_000);
  const connected = useEngine();
  const panels: ScriptedPanel[] = [];
  afterEach(async () => {
    for (const panel of panels.splice(0)) panel.close();
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const told = <Kind extends ToPage['kind']>(panel: ScriptedPanel, kind: Kind) =>
    (panel.told as ToPage[]).filter((message): message is Extract<ToPage, { kind: Kind }> => message.kind === kind);
  const samplesOf = (panel: ScriptedPanel, id: string): readonly StatsSample[] =>
    told(panel, 'samples').flatMap((message) => (message.id === id ? message.samples : []));
  async function until(what: () => boolean): Promise<void> {
    while (!what()) await sleep(50);
  }

  it('show what a busy container uses, as much as it is given', async () => {
    const { Id } = await connected.test.call<{ Id: string }>('/containers/create?name=lw-busy', {
      method: 'POST',
      body: {
        Image: 'alpine:3.20',
        Cmd: ['sh', '-c', 'while :; do :; done'],
        Labels: testLabel,
        HostConfig: { NanoCpus: 200_000_000, Memory: 64 * 1024 * 1024 },
      },
    });
    await connected.engine.containers.start(Id);
    const person = scripted();
    await showContainerStats(person.services, [Id]);
    const [panel] = person.panels;
    panels.push(panel!);
    equal(panel?.title, 'Stats of lw-busy');
    deepEqual(panel?.told, [], 'nothing is asked before the page is there');
    panel!.say({ kind: 'hello' });
    await until(() => samplesOf(panel!, Id).filter(({ cpuPercent }) => cpuPercent !== undefined).length >= 4);
    const percents = samplesOf(panel!, Id).flatMap(({ cpuPercent }) => cpuPercent ?? []);
    const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
    // A loaded machine may give it less than it is allowed to take.
    ok(mean > 1 && mean < 40, `${mean} % of one CPU`);
    const last = samplesOf(panel!, Id).at(-1);
    equal(last?.memoryLimit, 64 * 1024 * 1024);
    ok((last?.memoryBytes ?? 0) > 0 && (last?.memoryBytes ?? 0) < 64 * 1024 * 1024);
    ok((last?.processes ?? 0) >= 1);
    await connected.engine.containers.kill(Id);
    await until(() => samplesOf(panel!, Id).at(-1)?.running === false);
    await connected.engine.containers.remove(Id);
    await until(() => told(panel!, 'gone').length > 0);
    equal(told(panel!, 'note').at(-1)?.text, 'lw-busy was removed.');
  });

  it('follow all that run, and ask nothing while nobody looks', async () => {
    const first = await run(connected.engine, ['sleep', '600'], { name: 'lw-first' });
    const person = scripted();
    await showContainerStats(person.services, []);
    const panel = person.panels[0]!;
    panels.push(panel);
    panel.say({ kind: 'hello' });
    await until(() => samplesOf(panel, first).length > 0);
    const second = await run(connected.engine, ['sleep', '600'], { name: 'lw-second' });
    await until(() => samplesOf(panel, second).length > 0);
    deepEqual(
      told(panel, 'containers')
        .at(-1)
        ?.containers.map(({ name }) => name)
        .sort(),
      ['lw-first', 'lw-second'],
    );
    panel.show(false);
    // What was on its way when it was hidden.
    await sleep(100);
    const before = panel.told.length;
    await sleep(2500);
    equal(panel.told.length, before);
    panel.show(true);
    panel.say({ kind: 'hello' });
    await until(() => told(panel, 'samples').some(({ samples }) => samples.length > 1));
    await until(() => panel.told.length > before + 6);
    equal(told(panel, 'note').at(-1)?.text, '');
    for (const id of [first, second]) await connected.engine.containers.remove(id, { force: true });
    await until(() => told(panel, 'gone').length === 2);
    equal(told(panel, 'note').at(-1)?.text, 'No container is running. The ones you start appear here.');
    await run(connected.engine, ['sleep', '600'], { name: 'lw-third' });
    await until(() => told(panel, 'containers').at(-1)?.containers[0]?.name === 'lw-third');
    equal(told(panel, 'note').at(-1)?.text, '');
  });

  it('list the processes of a container', async () => {
    const id = await run(connected.engine, ['sh', '-c', 'sleep 4321; true'], { name: 'lw-top' });
    const person = scripted({ pick: 'lw-top' });
    await showContainerProcesses(person.services, []);
    const panel = person.panels[0]!;
    panels.push(panel);
    equal(panel.title, 'Processes of lw-top');
    panel.say({ kind: 'hello' });
    await until(() => told(panel, 'containers').length > 0);
    equal(told(panel, 'containers')[0]?.open, id);
    panel.say({ kind: 'processes', id: 'lw-nosuch' });
    panel.say({ kind: 'processes', id });
    await until(() => told(panel, 'processes').length > 0);
    const table = told(panel, 'processes')[0]?.table;
    match(table?.titles.join(' ') ?? '', /PID/);
    match(JSON.stringify(table?.processes), /sleep 4321/);
    await connected.engine.containers.kill(id);
    panel.say({ kind: 'processes', id });
    await until(() => told(panel, 'processes').length > 1);
    match(told(panel, 'processes')[1]?.problem ?? '', /is not running/);
  });

  it('follow the events of the engine, and of one container', async () => {
    const person = scripted({ pick: ['Containers', 'Images'] });
    await showEngineEvents(person.services, []);
    equal(person.streams[0]?.name, 'Engine events (containers, images)');
    const id = await run(connected.engine, ['sleep', '600'], { name: 'lw-seen' });
    const mine = scripted();
    await showEngineEvents(mine.services, [id]);
    equal(mine.streams[0]?.name, 'lw-seen (events)');
    const abort = new AbortController();
    const texts = ['', ''];
    const reading = [person, mine].map(async ({ streams }, at) => {
      for await (const piece of streams[0]!.open(abort.signal)) texts[at] += plainText(piece.toString());
    });
    // Events of before the streams were open are not told: cause some until one is.
    for (let turn = 0; !texts.every((text) => text.includes('tag') || text.includes('pause')) && turn < 100; turn++) {
      await connected.engine.images.tag('alpine:3.20', 'lw-events:9');
      await connected.engine.containers.pause(id);
      await connected.engine.containers.unpause(id);
      await sleep(50);
    }
    await run(connected.engine, ['sh', '-c', 'exit 3'], { name: 'lw-other' });
    await until(() =>
      /container die lw-other \(image alpine:3\.20, exitCode 3\)/.test((texts[0] ?? '').replace(/ +/g, ' ')),
    );
    abort.abort();
    await Promise.all(reading);
    match(texts[0] ?? '', /^\d\d:\d\d:\d\d\.\d{3} (?:container|image)/);
    match(texts[1] ?? '', /container pause lw-seen/);
    equal(/lw-other|network|image/.test((texts[1] ?? '').replaceAll('image alpine', '')), false);
    await connected.engine.images.remove('lw-events:9');
  });
});
