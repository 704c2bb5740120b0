/**
 * `npm run fuzz:forecast -- --seconds N --seed S`: builds random projects on the tests' own engine, edits them, and compares what
 * was foretold with what the builder did, instruction by instruction.
 */
import { parseArgs } from 'node:util';
import { RecordBook } from '../src/cache/record-book';
import { connect } from '../src/engine/dockerode/connect';
import { endpointOf } from './engine/connected';
import { Lab, mistakes } from './engine/forecast-lab';
import { buildOptions, Chance, dockerfileOf, randomEdit, randomProject } from './engine/forecast-random';
import { ensureBases } from './support/bases';
import { sharedEngine } from './support/engine';
import { startPodman } from './support/podman';
import { endEverything } from './support/watchdog';

async function fuzz(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string' },
      builder: { type: 'string' },
      engine: { type: 'string', default: 'docker' },
      edits: { type: 'string', default: '8' },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  const end = Date.now() + Number(values.seconds) * 1000;
  const podman = values.engine === 'podman';
  const test = await (podman ? startPodman() : sharedEngine());
  await ensureBases(test, ['busybox']);
  const engine = await connect(endpointOf(test.socketPath));
  const { version } = await engine.info();
  const counts = new Map<string, number>();
  const books = { buildkit: new RecordBook(), legacy: new RecordBook(), podman: new RecordBook() };
  let builds = 0;
  let failed = 0;
  let wrong = 0;
  for (let number = seed; Date.now() < end; number++) {
    const chance = new Chance(number);
    const builder = podman
      ? 'podman'
      : values.builder === 'legacy' || values.builder === 'buildkit'
        ? values.builder
        : chance.one(['buildkit', 'legacy'] as const);
    const lab = new Lab(engine, builder, version, books[builder]);
    if (chance.in(2)) lab.dockerfile = lab.path('Dockerfile');
    const salt = chance.in(3) ? 'same' : String(number);
    const project = randomProject(chance, lab, salt);
    let history: string[] = [];
    for (let edit = 0; edit <= Number(values.edits) && Date.now() < end; edit++) {
      const changes =
        edit === 0
          ? ['first']
          : Array.from({ length: 1 + chance.number(2) }, () => randomEdit(chance, project, lab, salt));
      const text = dockerfileOf(project);
      history = [...history, `--- ${changes.join(', ')} ${JSON.stringify(buildOptions(project))}\n${text}`];
      const result = await lab.build(text, buildOptions(project));
      builds += 1;
      if (result.error !== undefined) failed += 1;
      for (const { forecast, cached } of result.compared) {
        const { verdict, cause, instruction } = forecast;
        if (instruction.kind === 'FROM' || verdict === 'skipped') continue;
        const detail = verdict === 'unknown' || verdict === 'depends' ? ` (${cause?.kind})` : '';
        const key = `${verdict}${detail}${cached === undefined ? ', not told' : ''}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const found = mistakes(result, builder);
      if (found.length > 0) {
        wrong += found.length;
        console.log(
          `seed ${number}, ${builder}, after ${edit} edits:\n${found.join('\n')}\n${history.slice(-3).join('')}`,
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
  return wrong === 0;
}

void fuzz()
  .then((good) => {
    process.exitCode = good ? 0 : 1;
  })
  .finally(endEverything);
