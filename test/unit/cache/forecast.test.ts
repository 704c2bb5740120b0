import { deepEqual, equal } from 'node:assert/strict';
import { blastRadius, withChanges } from '../../../src/cache/blast-radius';
import type { Builder } from '../../../src/cache/builder';
import { createDigest } from '../../../src/cache/digest';
import { forecastSteps } from '../../../src/cache/forecast';
import type { ImageFacts } from '../../../src/cache/image-facts';
import { makePlan } from '../../../src/cache/make-plan';
import type { MatchedInstruction } from '../../../src/cache/match-steps';
import type { Plan } from '../../../src/cache/plan';
import { RecordBook } from '../../../src/cache/record-book';
import { recordBuild } from '../../../src/cache/record-build';
import { type Forecast, summarise } from '../../../src/cache/summary';
import { parseDockerfile } from '../../../src/dockerfile/parse';

const digest = createDigest('test');

interface World {
  text: string;
  files: Record<string, string>;
  images: Record<string, Partial<ImageFacts>>;
  args: Record<string, string>;
  builder: Builder;
  target?: string;
  linksLayers?: boolean;
}

const base: World = {
  text: 'FROM base\nARG V=1\nENV E=1\nCOPY a /a\nRUN make\n',
  files: { a: '1', b: '1' },
  images: { base: { layers: ['l1'] } },
  args: {},
  builder: 'buildkit',
};

function planOf({ text, files, images, args, builder, target, linksLayers = false }: World): Plan {
  const plan = makePlan({
    file: parseDockerfile(text),
    builder,
    engineVersion: '26.1.5',
    target,
    buildArgs: args,
    platform: 'linux/amd64',
    enginePlatform: 'linux/amd64',
    linksLayers,
    digest,
    imageFacts: (reference) => {
      const facts = images[reference];
      const none = { id: reference, layers: [], env: [], workdir: '', user: '', shell: undefined, onbuild: [] };
      return facts && { ...none, ...facts };
    },
    content: (sources) => {
      const found = sources.flatMap((source) =>
        source === '.' ? Object.keys(files) : source in files ? [source] : [],
      );
      if (found.length === 0) return { missing: sources[0] ?? '' };
      const used = new Map(found.map((path) => [path, files[path] ?? '']));
      return { digest: JSON.stringify([...used.values()]), files: used, stale: [], names: [] };
    },
  });
  if (!plan) throw new Error('There is no such stage.');
  return plan;
}

/** Builds as if everything went well; `cached` says which instructions were taken from the cache. */
function built(book: RecordBook, world: World, cached: (text: string) => boolean = () => false): World {
  const file = parseDockerfile(world.text);
  const instructions = file.instructions.map((instruction): [number, MatchedInstruction] => [
    instruction.index,
    { instruction, status: 'done', cached: cached(instruction.argument.text), seconds: 2, stepIds: [] },
  ]);
  const matched = { instructions: new Map(instructions), unmatched: [] };
  book.add(recordBuild({ plan: planOf(world), matched, book, digest, subject: 's', time: 1, image: 'i' }));
  return world;
}

function told(book: RecordBook, world: World, more: Partial<Parameters<typeof forecastSteps>[0]> = {}): Forecast {
  const plan = planOf(world);
  const forecasts = forecastSteps({ plan, book, digest, ...more });
  const comparison = {
    last: book.last('s'),
    lastFiles: () => new Map(Object.entries(base.files)),
    argumentNames: new Set(['V']),
  };
  return summarise({ plan, forecasts, book, subject: 's', comparison });
}

const rows = ({ steps }: Forecast) =>
  steps
    .filter(({ instruction }) => instruction.kind !== 'FROM')
    .map(({ instruction, verdict, reason }) => `${instruction.kind} ${verdict} ${reason.kind} ${reason.detail}`.trim());

describe('forecast of steps', () => {
  it('says what made a step run, and what runs because of it', () => {
    const book = new RecordBook();
    deepEqual(rows(told(book, base)), ['COPY run no-record', 'RUN run parent-changed COPY a /a']);
    built(book, base);
    const when = (change: Partial<World>) => rows(told(book, { ...base, ...change }));
    deepEqual(when({}), ['COPY reuse unchanged', 'RUN reuse unchanged']);
    deepEqual(when({ files: { a: '2' } }), ['COPY run file-changed a', 'RUN run parent-changed COPY a /a']);
    deepEqual(when({ args: { V: '2' } }), ['COPY reuse unchanged', 'RUN run argument-changed V']);
    deepEqual(when({ text: base.text.replace('E=1', 'E=2') }), ['COPY reuse unchanged', 'RUN run variable-changed E']);
    deepEqual(when({ text: base.text.replace('make', 'make all') }), [
      'COPY reuse unchanged',
      'RUN run instruction-changed command',
    ]);
    deepEqual(when({ images: { base: { layers: ['l2'] } } }), [
      'COPY run base-changed',
      'RUN run parent-changed COPY a /a',
    ]);
    deepEqual(when({ images: { base: { layers: ['l1'], id: 'other' } } }), [
      'COPY reuse unchanged',
      'RUN reuse unchanged',
    ]);
    equal(told(book, { ...base, files: { a: '2' } }).totals.estimatedSeconds, 4);
  });

  it('does not guess', () => {
    const book = new RecordBook();
    built(book, base);
    const when = (change: Partial<World>, more = {}) => rows(told(book, { ...base, ...change }, more));
    deepEqual(when({ images: {} }), ['COPY unknown base-unknown base', 'RUN unknown parent-changed COPY a /a']);
    deepEqual(when({ files: { b: '1' } })[0], 'COPY unknown missing-source a');
    deepEqual(when({}, { doubtful: () => true })[0], 'COPY unknown cache-pruned');
    deepEqual(when({ files: { a: '2' } }, { mayHave: () => true })[0], 'COPY unknown built-elsewhere');
    const remote = { ...base, text: 'FROM base\nADD https://x.test/y /y\nRUN make\n' };
    built(book, remote);
    equal(rows(told(book, remote))[0], 'ADD unknown remote-source https://x.test/y');
    deepEqual(rows(told(book, { ...remote, text: 'FROM base\nRUN new\nADD https://x.test/y /y\n' })), [
      'RUN run no-record',
      'ADD run parent-changed RUN new',
    ]);
    const stages = { ...base, text: 'FROM base AS one\nADD https://x.test/y /y\nFROM base\nCOPY --from=one /y /\n' };
    built(book, stages);
    deepEqual(rows(told(book, stages)), [
      'ADD unknown remote-source https://x.test/y',
      'COPY unknown parent-changed ADD https://x.test/y /y',
    ]);
    // Its stage runs for certain, and may yet make the same files; of what was copied from it nothing is recorded.
    deepEqual(rows(told(book, { ...stages, text: stages.text.replace('ADD', 'RUN new\nADD') })), [
      'RUN run no-record',
      'ADD run parent-changed RUN new',
      'COPY unknown parent-changed RUN new',
    ]);
  });

  it('takes a mount for what its variables make of it', () => {
    const book = new RecordBook();
    const mounting = (mount: string) => ({
      ...base,
      text: `FROM base\nENV A=/k S=a\nRUN --mount=${mount} make\n`,
    });
    built(book, mounting('type=cache,target=/k/c,id=/k'));
    built(book, mounting('type=bind,source=a,target=/m'));
    deepEqual(rows(told(book, mounting('type=cache,target=$A/c,id=${A}'))), ['RUN reuse unchanged']);
    deepEqual(rows(told(book, mounting('type=bind,source=$S,target=/m'))), ['RUN reuse unchanged']);
    deepEqual(rows(told(book, mounting('type=cache,target=$A/d,id=${A}'))), ['RUN run instruction-changed mounts']);
    equal(rows(told(book, mounting('type=bind,from=$S,target=/m')))[0]?.startsWith('RUN unknown'), true);
  });

  it('lets a linked copy stand on nothing where the engine does, and what follows on both', () => {
    const text = 'FROM base\nRUN make\nCOPY --link a /a\nRUN test\n';
    const all = (verdicts: string) => verdicts.split(' ');
    for (const [linksLayers, edited, changed] of [
      [true, all('run reuse run'), all('reuse run run')],
      [false, all('run run run'), all('reuse run run')],
    ] as const) {
      const book = new RecordBook();
      const world = built(book, { ...base, text, linksLayers });
      const verdicts = (change: Partial<World>) =>
        told(book, { ...world, ...change })
          .steps.filter(({ instruction }) => instruction.kind !== 'FROM')
          .map(({ verdict }) => verdict);
      deepEqual(verdicts({}), all('reuse reuse reuse'));
      deepEqual(verdicts({ text: text.replace('make', 'make all') }), edited);
      deepEqual(verdicts({ files: { a: '2' } }), changed);
    }
  });

  it('leaves open what copies the output of a step that runs, and learns when it was the same', () => {
    const text = 'FROM base AS one\nCOPY a /a\nFROM base\nCOPY --from=one /a /b\nRUN make\n';
    const book = new RecordBook();
    built(book, { ...base, text });
    const second = { ...base, text, files: { a: '2' } };
    deepEqual(rows(told(book, second)), [
      'COPY run file-changed a',
      'COPY depends stage-output one',
      'RUN depends parent-changed COPY --from=one /a /b',
    ]);
    // The output was the same: what was built on the first one is there for the second.
    built(
      book,
      second,
      (argument) => argument.startsWith('--from') || argument.startsWith('/a /b') || argument === 'make',
    );
    deepEqual(rows(told(book, second)), ['COPY reuse unchanged', 'COPY reuse unchanged', 'RUN reuse unchanged']);
    const third = { ...second, text: text.replace('make', 'make all') };
    built(book, third, (argument) => argument !== 'make all');
    deepEqual(rows(told(book, { ...third, files: { a: '1' } })).at(-1), 'RUN reuse unchanged');
  });

  it('knows that nothing is needed of a stage nobody asks for, and of another destination nothing is there', () => {
    const text = 'FROM base AS one\nCOPY a /a\nFROM base AS two\nCOPY b /b\n';
    const book = new RecordBook();
    deepEqual(rows(told(book, { ...base, text })), ['COPY skipped unused-stage', 'COPY run no-record']);
    built(book, { ...base, text });
    deepEqual(rows(told(book, { ...base, text, target: 'one' })), ['COPY run no-record', 'COPY skipped unused-stage']);
  });

  it('says of a file which steps a change of it sets off', () => {
    const text = 'FROM base AS one\nCOPY a /a\nRUN make\nFROM base\nCOPY b /b\nCOPY --from=one /o /o\n';
    const book = new RecordBook();
    const world = built(book, { ...base, text });
    const plan = planOf(world);
    const plain = told(book, world);
    // The summary's steps belong to a plan of their own.
    const forecast = {
      ...plain,
      steps: plain.steps.map((step, at) => ({ ...step, planned: plan.steps[at - 1 - (at > 3 ? 1 : 0)] })),
    };
    const radius = blastRadius({ forecast, plan, has: (path) => path in world.files }, 'a');
    const names = (list: typeof radius.runs) => list.map(({ instruction }) => instruction.argument.text);
    deepEqual([names(radius.runs), names(radius.depends), radius.seconds], [['a /a', 'make'], ['/o /o'], 4]);
    equal(radius.first?.instruction.argument.text, 'a /a');
    equal(blastRadius({ forecast, plan, has: () => false }, 'c').outside, true);
    deepEqual(rows(withChanges(forecast, plan, ['b'])), [
      'COPY reuse unchanged',
      'RUN reuse unchanged',
      'COPY run file-changed b',
      'COPY run parent-changed b',
    ]);
  });
});
