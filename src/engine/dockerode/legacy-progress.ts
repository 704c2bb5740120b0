import type { BuildEvent, BuildStep } from '../build-progress';
import type { ProgressDecoder } from './progress-decoder';
import { rawObject, rawText } from './raw';

/** Podman numbers the steps of each stage, and writes the stage before: `[1/2] STEP 1/3: FROM alpine`. */
const stepLine = /^(?:\[(\d+\/\d+)\] )?(?:Step|STEP) (\d+)\/(\d+) ?: (.*)$/;

/**
 * Progress of the builder that came before BuildKit, and of Podman's, which write text: `Step 1/3 : FROM alpine`,
 * ` ---> Using cache`, ` ---> Running in 0123456789ab`, the output of the step, `Successfully built 0123456789ab`. Times
 * are those of the lines' arrival, on the clock `now` of milliseconds since the epoch.
 */
export function createLegacyDecoder(now: () => number = steadyNow): ProgressDecoder {
  let step: BuildStep | undefined;
  let number = 0;
  let red = false;
  let rest = '';
  let image: string | undefined;

  function* finish(change: Partial<BuildStep> = {}): Generator<BuildEvent> {
    if (step === undefined || step.status !== 'running') return;
    const completed = now();
    const seconds = step.cached ? undefined : Math.round(completed - (step.started ?? completed)) / 1000;
    step = { ...step, status: 'done', completed, seconds, ...change };
    yield step;
  }

  function* line(painted: string): Generator<BuildEvent> {
    const text = unpaint(painted);
    const begun = stepLine.exec(text.trimEnd());
    // What a RUN prints may look like a step as well, but seldom like the next one.
    if (begun && (Number(begun[2]) === number + 1 || begun[2] === '1')) {
      yield* finish();
      const [, stage, place = '', total = '', instruction = ''] = begun;
      const name = `[${stage === undefined ? '' : `${stage} `}${place}/${total}] ${instruction}`;
      number = Number(place);
      step = {
        type: 'step',
        id: name,
        name,
        status: 'running',
        cached: false,
        inputs: [],
        started: now(),
        completed: undefined,
        seconds: undefined,
        error: undefined,
      };
      yield step;
      return;
    }
    if (/^ ?-{2,3}> Using cache/.test(text) && step) {
      step = { ...step, cached: true };
      yield* finish();
      return;
    }
    const built = /^Successfully built ([0-9a-f]+)/.exec(text);
    if (built) image ??= built[1];
    if (built || /^(?:Successfully tagged |COMMIT )/.test(text)) {
      yield* finish();
      return;
    }
    if (
      /^ ?-{2,3}> (?:Running in |Removed intermediate container )?[0-9a-f]{10,64}\s*$|^Removing intermediate container |^ ---> \[Warning\]|^[0-9a-f]{64}\s*$/.test(
        text,
      )
    )
      return;
    if (text.trim() === '') return;
    yield { type: 'log', step: step?.id, stream: red ? 'stderr' : 'stdout', text };
  }

  /** The engine paints the error output of a step red, and nothing else. */
  function unpaint(text: string): string {
    for (let rest = text; ; rest = rest.slice(rest.indexOf('m') + 1)) {
      if (rest.startsWith('\u001b[91m')) red = true;
      else if (rest.startsWith('\u001b[0m')) red = false;
      else return rest;
    }
  }

  return {
    *decode(raw) {
      const id = rawText(rawObject(raw.aux).ID);
      if (id !== '') image = id;
      // Lines about a pull of a base have a status instead.
      const text = rest + (rawText(raw.stream) || pulled(rawText(raw.status), rawText(raw.id)));
      const lines = text.split(/(?<=\n)/);
      rest = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '') : '';
      for (const part of lines) yield* line(part);
    },
    *end() {
      if (rest !== '') yield* line(rest);
      rest = '';
      yield* finish();
    },
    *fail(message) {
      if (rest !== '') yield* line(rest);
      yield* finish({ status: 'failed', error: message });
    },
    image: () => image,
  };
}

function pulled(status: string, id: string): string {
  if (
    status === '' ||
    /^(?:Downloading|Extracting|Waiting|Verifying Checksum|Pulling fs layer|Download complete)$/.test(status)
  )
    return '';
  return `${id === '' ? '' : `${id}: `}${status}\n`;
}

/** A clock that is set meanwhile does not make a step last. */
function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
