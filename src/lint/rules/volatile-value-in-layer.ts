import { callsAny } from '../facts/runs-calling';
import type { FlowStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { volatileArtefacts, volatilePrograms } from '../order/artefacts';
import type { Rule } from '../rule';

/** The text of the RUN says nothing new, and its result differs. */
export const volatileValueInLayer: Rule = {
  id: 'volatile-value-in-layer',
  summary: 'Keep times and random values out of what a RUN writes',
  category: 'reproducibility',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE049' },
  docs: {
    why: 'A `RUN` is cached by its text. A date or a random value in its result is that of the day it last ran, not of the build. And each time it does run the bytes differ, although nothing else changed: every `COPY --from` that takes them, and everything below that, runs again too.',
    notes:
      'Declare an `ARG` right above the last step that needs the value and pass it to the build, or take the time from `SOURCE_DATE_EPOCH` (`date -d "@$SOURCE_DATE_EPOCH"`). The revision of a clone made in the image is not reported, because it belongs to that clone. Only values that land in a file or in a build are; printing the time is fine.',
    bad: [
      'FROM debian:12\nRUN date -u > /etc/built-at\n',
      'FROM golang:1.22\nCOPY . .\nRUN go build -ldflags "-X main.built=$(date +%F)" -o /app .\n',
    ],
    good: [
      'FROM golang:1.22\nCOPY . .\nARG BUILT\nRUN go build -ldflags "-X main.built=$BUILT" -o /app .\n',
      'FROM debian:12\nRUN echo "started at $(date)" && make\n',
      'FROM debian:12\nRUN date -d "@$SOURCE_DATE_EPOCH" > /etc/built-at\n',
    ],
  },
  applies: (file) => callsAny(file, ...volatilePrograms) || file.dockerfile.text.includes('RANDOM'),
  *check(file) {
    for (const { stage, steps } of flowOf(file).stages) {
      const cloned = steps.some(clones);
      for (const step of steps) {
        if (step.kind !== 'run' || step.stage !== stage) continue;
        for (const { span, kind } of volatileArtefacts(file.dockerfile, step)) {
          if (kind === 'revision' && (cloned || !steps.some(takesHistory))) continue;
          yield { span, instruction: step.instruction, message: messages[kind] };
        }
      }
    }
  },
};

const messages = {
  time: 'The time goes into the result, which then differs each time this runs although nothing changed, so what is copied from it is never a cache hit; and when this is cached, the time is an old one. Pass it as an ARG declared late, or use SOURCE_DATE_EPOCH.',
  random:
    'A random value goes into the result, which then differs each time this runs, so what is copied from it is never a cache hit; and while this is cached, every image has the same value. Make it when the container starts, or pass it in.',
  revision:
    'The revision goes into the result, which then differs with every commit, also one that changes nothing that is built here. Pass it as an ARG declared right above the last step that needs it.',
};

function clones(step: FlowStep): boolean {
  return (
    step.kind === 'run' &&
    step.commands.some(
      ({ call }) => call.program === 'git' && call.args.some(({ value }) => value === 'clone' || value === 'init'),
    )
  );
}

/** The history of the build context can be in the image. */
function takesHistory(step: FlowStep): boolean {
  if (step.kind === 'run') return step.instruction.mounts.some(({ type }) => type === 'bind');
  return (
    step.origin === 'context' &&
    (step.wide || step.sources.some((source) => /(?:^|\/)\.git(?:\/|$)/.test(source ?? '')))
  );
}
