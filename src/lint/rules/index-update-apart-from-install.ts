import type { RunInstruction, Stage } from '../../dockerfile/model';
import type { Invocation } from '../../shell/invocation';
import { mergeIntoNext } from '../edits/merge-into-next';
import { runsCalling } from '../facts/runs-calling';
import { type IndexStep, indexPrograms, indexStep, installWord, isUpdateWord } from '../flow/package-index';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';
import { updateFirst } from '../system-packages/index-readers';

/** A cached index gets old; the install that uses it is another layer and does not know. */
export const indexUpdateApartFromInstall: Rule = {
  id: 'index-update-apart-from-install',
  summary: 'Update the package index in the RUN that installs from it',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE012' },
  docs: {
    why: 'The layer of `apt-get update` is cached by its text alone. Weeks later an edited install line runs on the old index: packages that were replaced since are not found (404), or an old version is installed.',
    notes:
      'An index kept in a cache mount is not reported, nor is a step that calls a script, which may do the other half. `apk add` refreshes its index itself; `apk update` on its own is only a useless layer.',
    bad: [
      'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n',
      'FROM alpine:3.20\nRUN apk update\nRUN apk add --no-cache curl\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
      'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
      'FROM debian:12\nCOPY tool.deb /tmp/\nRUN apt-get install -y /tmp/tool.deb\n',
    ],
  },
  when: { calls: indexPrograms },
  *check(file) {
    for (const runs of byStage(runsCalling(file, ...indexPrograms))) {
      const steps = runs.map((run) => indexStep(file, run));
      let alone: IndexStep | undefined;
      for (const [at, step] of steps.entries()) {
        if (step.update && !step.uses) {
          alone = step;
          const next = steps.find((later, index) => index > at && later.install && !later.update && !later.unknown);
          yield updateAlone(file, step, next);
        } else if (step.install && !step.update && !step.unknown && !alone) {
          yield installAlone(file, step, step.install);
        }
      }
    }
  },
};

/** The RUNs of each stage in document order, those of ONBUILD left out. */
function byStage(runs: readonly RunInstruction[]): Iterable<readonly RunInstruction[]> {
  const groups = new Map<Stage, RunInstruction[]>();
  for (const run of runs) {
    if (!run.stage || run.onbuild) continue;
    const group = groups.get(run.stage);
    if (group) group.push(run);
    else groups.set(run.stage, [run]);
  }
  return groups.values();
}

function updateAloneFixes(file: LintFile, step: IndexStep, install: IndexStep | undefined): readonly Fix[] {
  const edits = install && mergeIntoNext(file, step.run, install.run);
  return edits ? [{ title: 'Update and install in one RUN', safe: true, edits }] : [];
}

function updateAlone(file: LintFile, step: IndexStep, install: IndexStep | undefined): RuleFinding {
  const call = step.update as Invocation;
  const apk = call.program === 'apk';
  return {
    span: {
      start: call.programWord.span.start,
      end: call.args.find(isUpdateWord)?.span.end ?? call.programWord.span.end,
    },
    instruction: step.run,
    message: apk
      ? 'This layer is never used: apk add refreshes the index itself. Drop it, or install in the same RUN.'
      : 'This index is cached for as long as the text stays the same, and later installs run on the old one: packages are not found or out of date. Update in the RUN that installs.',
    related: install?.install
      ? [{ span: install.install.programWord.span, message: 'This install runs on the cached index.' }]
      : [],
    fixes: () => updateAloneFixes(file, step, install),
  };
}

function installAlone(file: LintFile, step: IndexStep, call: Invocation): RuleFinding {
  const word = installWord(call);
  return {
    span: { start: call.programWord.span.start, end: word.span.end },
    instruction: step.run,
    message: 'This installs from whatever index an earlier layer left, however old it is. Update it in the same RUN.',
    fixes: () => {
      const edit = updateFirst(file, { run: step.run, call });
      return edit && { title: `Run ${call.program} update first`, safe: false, edits: [edit] };
    },
  };
}
