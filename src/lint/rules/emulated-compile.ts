import type { Dockerfile, Stage } from '../../dockerfile/model';
import { hasStages } from '../facts/file-facts';
import type { FlowCommand } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { Rule } from '../rule';

/** For a foreign platform the compiler itself runs in an emulator, several times slower. */
export const emulatedCompile: Rule = {
  id: 'emulated-compile',
  summary: 'Compile on the platform of the builder',
  category: 'cache',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE045' },
  docs: {
    why: 'In a build for several platforms a stage without `--platform` runs once per platform, and for those that the builder is not of, in an emulator: compiling takes many times as long. Go, Java and .NET compile for other platforms anywhere.',
    notes:
      'Write `FROM --platform=$BUILDPLATFORM golang:… AS build` and tell the compiler the target: `ARG TARGETOS TARGETARCH` and `GOOS=$TARGETOS GOARCH=$TARGETARCH go build`; for C and Rust, tonistiigi/xx has the cross compilers. Reported in files that know about platforms (they use `TARGETARCH` and the like), for stages whose results are copied into another one. There is no fix, because a build with cgo needs more than the flag.',
    bad: [
      'FROM golang:1.22 AS build\nARG TARGETARCH\nWORKDIR /src\nCOPY . .\nRUN GOARCH=$TARGETARCH go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\n',
    ],
    good: [
      'FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nARG TARGETARCH\nWORKDIR /src\nCOPY . .\nRUN GOARCH=$TARGETARCH go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\n',
      'FROM golang:1.22 AS build\nCOPY . .\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\n',
    ],
  },
  applies: hasStages,
  *check(file) {
    if (!knowsPlatforms(file.dockerfile)) return;
    const copied = copiedStages(file.dockerfile);
    const reported = new Set<Stage>();
    for (const { stage, steps } of flowOf(file).stages) {
      const root = rootOf(stage);
      if (!copied.has(stage) || !root || reported.has(root)) continue;
      const entry = steps
        .flatMap((step) => (step.kind === 'run' && step.stage === stage ? step.commands : []))
        .find(isCompile);
      const { imageWord } = root.from;
      if (!entry || !imageWord) continue;
      reported.add(root);
      yield {
        span: imageWord.span,
        instruction: root.from,
        message:
          `For every platform but the builder's own, \`${entry.call.program} ${entry.recognised?.subcommand?.value ?? ''}`.trimEnd() +
          '` runs in an emulator, many times slower. Start this stage with --platform=$BUILDPLATFORM and compile for the target.',
        related: [{ span: entry.recognised?.span ?? entry.command.span, message: 'Compiles in the emulator.' }],
      };
    }
  },
};

const platformArg = /^(?:TARGET|BUILD)(?:ARCH|OS|PLATFORM|VARIANT)$/;

/** It declares or uses the variables of builds for several platforms, or xx, which is for nothing else. */
function knowsPlatforms({ instructions, stages }: Dockerfile): boolean {
  const declares = instructions.some(
    (instruction) => instruction.kind === 'ARG' && instruction.pairs.some(({ key }) => platformArg.test(key.value)),
  );
  return (
    declares ||
    stages.some(
      ({ from }) =>
        /BUILDPLATFORM|TARGETPLATFORM/.test(from.platform?.value?.raw ?? '') ||
        /(?:^|\/)xx(?::|$)/.test(from.image?.text ?? ''),
    )
  );
}

function copiedStages({ instructions }: Dockerfile): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  for (const instruction of instructions) {
    if ((instruction.kind === 'COPY' || instruction.kind === 'ADD') && instruction.fromStage)
      found.add(instruction.fromStage);
  }
  return found;
}

/** The stage at the bottom of the chain; undefined if one of them says its platform. */
function rootOf(stage: Stage): Stage | undefined {
  let root = stage;
  while (!root.from.platform && root.base.kind === 'stage') root = root.base.stage;
  return root.from.platform || root.base.kind === 'scratch' ? undefined : root;
}

/** Compilers that make programs for other platforms, or for all of them. */
function isCompile({ recognised }: FlowCommand): boolean {
  if (!recognised || !/^(?:go|cargo|maven|gradle|sbt|dotnet)$/.test(recognised.ecosystem)) return false;
  if (recognised.role !== 'implicit' && recognised.role !== 'project') return false;
  return /^(?:build|install|package|publish|verify|bootJar|assemble|shadowJar|b|rustc|jar|assembly)$/.test(
    recognised.subcommand?.value ?? '',
  );
}
