/**
 * `npm run fuzz:forecast -- --seconds N --seed S`: builds random projects on the tests' own engine, edits them, and compares what
 * was foretold with what the builder did, instruction by instruction.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Forecaster } from '../src/cache/forecaster';
import { RecordBook } from '../src/cache/record-book';
import { TerminalLearner } from '../src/cache/terminal/learner';
import { TerminalBuilds } from '../src/cache/terminal/terminal-builds';
import { connect } from '../src/engine/dockerode/connect';
import { endpointOf } from './engine/connected';
import { retag, retagged } from './engine/forecast-bases';
import { eachLine } from './engine/forecast-each';
import { Lab, type LabResult, mistakes, TerminalLab, WholeLab } from './engine/forecast-lab';
import { buildOptions, Chance, dockerfileOf, randomEdit, randomProject } from './engine/forecast-random';
import { ensureBases } from './support/bases';
import { buildxEngine } from './support/buildx';
import { sharedEngine } from './support/engine';
import { startPodman } from './support/podman';
import { endEverything } from './support/watchdog';

/** The engine has a copy of the context from a terminal and one from us: after such changes they are not the same. */
const unnoticed = /other bytes with|chmod of a directory|touch|time|hard link|rename|becomes/;

async function fuzz(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string' },
      builder: { type: 'string' },
      engine: { type: 'string', default: 'docker' },
      edits: { type: 'string', default: '8' },
      whole: { type: 'boolean', default: false },
      terminal: { type: 'boolean', default: false },
      /** Every line by itself, instead of projects. */
      each: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  const end = Date.now() + Number(values.seconds) * 1000;
  const podman = values.engine === 'podman';
  const buildx = values.terminal ? await buildxEngine() : undefined;
  const whole = values.whole || buildx !== undefined;
  const test = buildx?.test ?? (await (podman ? startPodman() : sharedEngine()));
  await ensureBases(test, ['busybox']);
  const engine = await connect(endpointOf(test.socketPath));
  const { version } = await engine.info();
  const state = mkdtempSync(join(tmpdir(), 'layerwright-forecast-state-'));
  const begin = () => new Forecaster(state, buildx && new TerminalLearner(new TerminalBuilds(buildx.terminal.folder)));
  let forecaster = begin();
  const bases = whole && !podman ? ['alpine:3.20', retagged] : ['alpine:3.20'];
  if (bases.includes(retagged)) await retag(engine, 0);
  const counts = new Map<string, number>();
  const books = { buildkit: new RecordBook(), legacy: new RecordBook(), podman: new RecordBook() };
  let builds = 0;
  let failed = 0;
  let wrong = 0;
  for (let number = seed; Date.now() < end; number++) {
    const chance = new Chance(number);
    const builder = podman
      ? 'podman'
      : buildx
        ? 'buildkit'
        : values.builder === 'legacy' || values.builder === 'buildkit'
          ? values.builder
          : chance.one(['buildkit', 'legacy'] as const);
    const inTerminal = buildx && new TerminalLab(engine, version, () => forecaster, buildx.terminal);
    const lab =
      inTerminal ??
      (values.whole
        ? new WholeLab(engine, builder, version, () => forecaster)
        : new Lab(engine, builder, version, books[builder]));
    if (values.each) {
      const more = () => Date.now() < end && ++builds > 0;
      const say = (one: string) => {
        wrong += 1;
        console.log(`seed ${number}, ${builder}:\n${one}`);
      };
      await eachLine(lab, chance, { salt: String(number), more, say });
      lab.remove();
      continue;
    }
    if (chance.in(2)) lab.dockerfile = lab.path('Dockerfile');
    const salt = chance.in(3) ? 'same' : String(number);
    const project = randomProject(chance, lab, salt, bases);
    let history: string[] = [];
    let mean = false;
    let failures = 0;
    /** What happens to the engine meanwhile. */
    const around = async (text: string): Promise<readonly string[]> => {
      // Another process begins with what is written down.
      if (chance.in(4)) forecaster = begin();
      switch (chance.number(20)) {
        case 0:
          await engine.pruneBuildCache({ all: true });
          return ['prune'];
        case 1:
          await lab.buildElsewhere(text, buildOptions(project));
          return ['build elsewhere'];
        case 2: {
          const stranger = new Lab(engine, builder, version);
          const other = dockerfileOf(randomProject(chance, stranger, salt, bases));
          await stranger.buildElsewhere(other);
          stranger.remove();
          return [`build elsewhere:\n${other}`];
        }
        case 3:
        case 4:
          if (bases.includes(retagged)) await retag(engine, chance.number(4));
          return ['retag'];
        default:
          return [];
      }
    };
    // A mistake seldom goes away by chance.
    for (let edit = 0; edit <= Number(values.edits) && failures < 3 && Date.now() < end; edit++) {
      const changes =
        edit === 0
          ? ['first']
          : Array.from({ length: 1 + chance.number(2) }, () => randomEdit(chance, project, lab, salt));
      const text = dockerfileOf(project);
      const options = { ...buildOptions(project), noCache: chance.in(20) };
      if (whole) changes.push(...(await around(text)));
      if (inTerminal) inTerminal.inTerminal = !chance.in(3);
      if (inTerminal?.inTerminal) changes.push('in a terminal');
      history = [...history, `--- ${changes.join(', ')} ${JSON.stringify(options)}\n${text}`];
      const result = await lab.build(text, options);
      builds += 1;
      if (result.error !== undefined) failed += 1;
      failures = result.error === undefined ? 0 : failures + 1;
      for (const { forecast, cached } of result.compared) {
        const { verdict, cause, instruction } = forecast;
        if (instruction.kind === 'FROM' || verdict === 'skipped') continue;
        const detail = verdict === 'unknown' || verdict === 'depends' ? ` (${cause?.kind})` : '';
        const key = `${verdict}${detail}${cached === undefined ? ', not told' : ''}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      mean ||= changes.some((change) => unnoticed.test(change));
      // A step that another build has just made is sometimes shared even without the cache.
      const told = !inTerminal?.inTerminal || (!mean && !options.noCache);
      const found = told ? mistakes(result, builder) : [];
      if (found.length > 0) {
        wrong += found.length;
        console.log(
          `seed ${number}, ${builder}, after ${edit} edits:\n${found.join('\n')}\n${history.slice(-3).join('')}${account(result)}`,
        );
        break;
      }
    }
    lab.remove();
  }
  console.log(
    `seed ${seed}: ${builds} builds, ${failed} of them failed, ${[...counts]
      .map(([verdict, count]) => `${count} ${verdict}`)
      .sort()
      .join('; ')}; ${wrong} wrong`,
  );
  engine.dispose();
  rmSync(state, { recursive: true, force: true });
  return wrong === 0;
}

/** Every instruction with what was foretold and what was done, for those who look for the reason. */
function account({ compared }: LabResult): string {
  const did = (cached: boolean | undefined) => (cached === undefined ? 'not told' : cached ? 'reused' : 'run');
  return compared
    .map(({ forecast: { verdict, cause }, text, cached }) => {
      return `${verdict} (${cause?.kind ?? 'known'}), ${did(cached)}: ${text.split('\n')[0]}\n`;
    })
    .join('');
}

void fuzz()
  .then((good) => {
    process.exitCode = good ? 0 : 1;
  })
  .finally(endEverything);
