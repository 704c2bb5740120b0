import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { baseName } from '../../shared/posix-path';
import { addFlags, mountsAllowed } from '../cache-mounts/add-mounts';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { blockOf } from '../edits/block';
import { hasStages } from '../facts/file-facts';
import type { CopyStep, FlowStep, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { matchesName } from '../flow/names';
import { inputNames } from '../order/source-copy';
import type { Rule, SpanEdit } from '../rule';

/** Manifests that one RUN reads need no layer of their own. */
export const copiedOnlyForInstall: Rule = {
  id: 'copied-only-for-install',
  summary: 'Mount manifests that only the install reads',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  off: true,
  related: { cache: 'CACHE047' },
  docs: {
    why: 'Manifests that are copied for the install, and come again with the rest of the source, take a layer that nothing else needs. `RUN --mount=type=bind` shows them to the install from the build context, and the step still runs again only when they change.',
    notes:
      'Off by default, as a matter of taste. Reported in stages that are not the last, for files copied by name in front of an install that writes nothing beside them (`go mod download`, `npm ci`, `pip install -r`, `uv sync --locked`), where a later copy brings them again. Installs that write to their lock file are left alone, because a bind mount is read-only.',
    bad: [
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /srv .\nFROM scratch\nCOPY --from=build /srv /srv\n',
    ],
    good: [
      'FROM golang:1.23 AS build\nWORKDIR /src\nRUN --mount=type=bind,source=go.mod,target=go.mod \\\n    --mount=type=bind,source=go.sum,target=go.sum \\\n    go mod download\nCOPY . .\nRUN go build -o /srv .\nFROM scratch\nCOPY --from=build /srv /srv\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
    ],
  },
  applies: hasStages,
  *check(file) {
    if (!mountsAllowed(file)) return;
    const { stages } = flowOf(file);
    for (const { stage, steps } of stages.slice(0, -1)) {
      for (const [at, step] of steps.entries()) {
        const next = steps[at + 1];
        if (step.kind !== 'copy' || step.stage !== stage || next?.kind !== 'run') continue;
        if (next.instruction.index !== step.instruction.index + 1 || !onlyFor(step, next)) continue;
        if (!comesAgain(step, steps.slice(at + 2))) continue;
        const flags = step.sources.map(
          (source) => `--mount=type=bind,source=${source},target=${baseName(source ?? '')}`,
        );
        yield {
          span: step.instruction.span,
          instruction: step.instruction,
          message:
            'Only the next RUN reads these files, and a later copy brings them again. Mount them there instead, and this layer is not needed.',
          // Not safe: the files are missing between the two, and the install cannot write to them.
          fixes: [
            {
              title: 'Mount them in the RUN',
              safe: false,
              edits: [removeLines(file.dockerfile, step.instruction), addFlags(file, next.instruction, flags)],
            },
          ],
        };
      }
    }
  },
};

/** The RUN does nothing but install what the copied files declare, in the directory they are copied to. */
function onlyFor(copy: CopyStep, run: RunStep): boolean {
  const [entry, ...others] = run.commands;
  const { recognised } = entry ?? {};
  if (!entry || !recognised || others.length > 0 || copy.origin !== 'context' || copy.wide) return false;
  if (copy.destination === undefined || copy.destination !== entry.directory || !copy.intoDirectory) return false;
  if (copy.instruction.flags.length > 0 || copy.instruction.heredocs.length > 0 || !readsOnly(entry)) return false;
  const { names } = inputNames(ecosystemOf(recognised.ecosystem), recognised);
  return copy.sources.every(
    (source) =>
      source !== undefined && !/[*?[$]/.test(source) && names.some((name) => matchesName(name, baseName(source))),
  );
}

function readsOnly({ call, recognised }: RunStep['commands'][number]): boolean {
  const words = call.args.map(({ value }) => value);
  switch (call.program) {
    case 'go':
      return words[0] === 'mod' && words[1] === 'download';
    case 'npm':
      return recognised?.role === 'install' && recognised.frozen;
    case 'pip':
    case 'pip3':
      return recognised?.role === 'install' && recognised.localFiles.length === 0;
    case 'uv':
      return recognised?.role === 'prime' && recognised.frozen;
    default:
      return false;
  }
}

function comesAgain(copy: CopyStep, behind: readonly FlowStep[]): boolean {
  return behind.some((step) => step.kind === 'copy' && step.wide && step.destination === copy.destination);
}

/** Comments above it are as true of the RUN. */
function removeLines(file: Dockerfile, instruction: Instruction): SpanEdit {
  const start = file.lines.lineStart(file.lines.positionAt(instruction.span.start).line);
  return { span: { start, end: blockOf(file, instruction).end }, newText: '' };
}
