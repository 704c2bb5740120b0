import type { ArgInstruction, Stage } from '../../dockerfile/model';
import { isDependencyWork } from '../flow/dependency-work';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { variableUses } from '../flow/variable-use';
import { wordsOf } from '../flow/words';
import { moveArgs } from '../order/move-arg';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** A stage of the build platform does the same for every target, unless it is told the target too early. */
export const platformArgBeforeRun: Rule = {
  id: 'platform-arg-before-run',
  summary: 'Declare the target platform below the steps that are the same for every platform',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE044' },
  docs: {
    why: 'In a stage that runs on the platform of the builder (`--platform=$BUILDPLATFORM`) the same download serves every target. A declared `TARGETARCH`, `TARGETOS`, `TARGETPLATFORM` or `TARGETVARIANT` is in the environment of every later `RUN`, used or not, so a build for three platforms downloads three times.',
    notes:
      'A step that names the variable, a tool for cross-compilation (`xx-…`) and a step that may read its environment (a script, a build) end the search. The fix moves the declarations to the first of them.',
    bad: [
      'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nARG TARGETOS TARGETARCH\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .\n',
    ],
    good: [
      'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nARG TARGETOS TARGETARCH\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .\n',
      'FROM golang:1.23 AS build\nARG TARGETARCH\nCOPY go.mod go.sum ./\nRUN go mod download\n',
      'FROM --platform=$BUILDPLATFORM debian:12\nARG TARGETARCH\nRUN apt-get update && apt-get install -y gcc:$TARGETARCH\n',
    ],
  },
  when: { has: ['ARG'] },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      if (!runsOnBuilder(flow.stage)) continue;
      const found = firstShared(file, flow);
      if (found) yield finding(file, flow, found);
    }
  },
};

const platformNames = /^TARGET(?:PLATFORM|OS|ARCH|VARIANT)$/;

/** Its platform is the builder's or a constant, so the target changes nothing about it. */
function runsOnBuilder(stage: Stage): boolean {
  for (let at = stage; ; at = at.base.stage) {
    const platform = at.from.platform?.value;
    if (platform)
      return !platform.variables.some(
        ({ name }) => name !== 'BUILDPLATFORM' && name !== 'BUILDOS' && name !== 'BUILDARCH',
      );
    if (at.base.kind !== 'stage') return false;
  }
}

interface Shared {
  readonly args: readonly ArgInstruction[];
  readonly run: RunStep;
  readonly command: FlowCommand;
}

/** The first expensive RUN below a declaration, in front of everything that uses it or may. */
function firstShared(file: LintFile, flow: StageFlow): Shared | undefined {
  const uses = variableUses(file, flow);
  const args: ArgInstruction[] = [];
  for (const instruction of flow.stage.instructions) {
    if (instruction.kind === 'ARG' && instruction.pairs.every(({ key }) => platformNames.test(key.value))) {
      args.push(instruction);
      continue;
    }
    if (args.length === 0) continue;
    const names = args.flatMap(({ pairs }) => pairs.map(({ key }) => key.value));
    if (uses.opaque.includes(instruction) || names.some((name) => uses.mentions(name).includes(instruction)))
      return undefined;
    if (instruction.kind !== 'RUN') continue;
    const run = flow.steps.find((step): step is RunStep => step.kind === 'run' && step.instruction === instruction);
    if (!run?.script.complete || run.commands.some(({ command }) => command.name.value.startsWith('xx-')))
      return undefined;
    const command = run.commands.find(isDependencyWork);
    if (command) return { args, run, command };
  }
  return undefined;
}

function finding(file: LintFile, flow: StageFlow, { args, run, command }: Shared): RuleFinding {
  const [first] = args;
  const pairs = args.flatMap((arg) => arg.pairs);
  const names = pairs.map(({ key }) => key.value);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
  const span = command.recognised?.span ?? command.call.programWord.span;
  return {
    span: first
      ? { start: first.pairs[0]?.span.start ?? first.span.start, end: first.pairs.at(-1)?.span.end ?? first.span.end }
      : span,
    ...(first && { instruction: first }),
    message: `${listed} ${names.length > 1 ? 'are' : 'is'} part of the cache key of \`${wordsOf(file, span)}\`, which does not use ${names.length > 1 ? 'them' : 'it'}, so a build for several platforms runs it once for each. Declare ${names.length > 1 ? 'them' : 'it'} right above the first user.`,
    related: [
      { span: command.recognised?.span ?? run.instruction.keywordSpan, message: 'The same for every platform.' },
    ],
    fixes: () => moveArgs(file, flow, args, listed),
  };
}
