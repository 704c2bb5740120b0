import type { CopyInstruction, Word } from '../../dockerfile/model';
import { relativeTo } from '../../shared/posix-path';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { isProjectCommand } from '../ecosystems/recognise';
import { instructionsOf } from '../facts/instructions-of';
import { finalStages } from '../flow/final-stages';
import type { CopyStep, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** Copying everything from a stage brings along what the stage was there to leave behind. */
export const copyWholeTree: Rule = {
  id: 'copy-whole-tree',
  summary: 'Copy from another stage or image only what the image needs',
  category: 'size',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3067', cache: 'CACHE022' },
  docs: {
    why: 'A second stage is there to leave the compiler, the sources and the package caches behind. `COPY --from=build / /` or a copy of the whole build folder takes them all along, and the layer changes with every file of the source.',
    notes:
      'The copy of a build folder is reported as information, and only for compiled languages: of a program in Node.js, PHP, Python or Ruby the tree is what runs. There is no fix, because only the author knows which files the image needs.',
    bad: [
      'FROM debian:12 AS build\nRUN make-everything\nFROM debian:12-slim\nCOPY --from=build / /\n',
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o server .\nFROM debian:12-slim\nCOPY --from=build /src /srv\nCMD ["/srv/server"]\n',
    ],
    good: [
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o server .\nFROM debian:12-slim\nCOPY --from=build /src/server /srv/\nCMD ["/srv/server"]\n',
      'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\nCMD ["node", "/app/index.js"]\n',
    ],
  },
  when: { has: ['COPY'] },
  *check(file) {
    const final = finalStages(file);
    const shipped = new Set(final.flatMap(({ steps }) => steps.map(({ instruction }) => instruction)));
    for (const instruction of instructionsOf(file.dockerfile, 'COPY')) {
      if (instruction.from) yield* rootToRoot(instruction, shipped.has(instruction));
    }
    const seen = new Set<CopyInstruction>();
    for (const { steps } of final) {
      for (const step of steps) {
        if (step.kind !== 'copy' || seen.has(step.instruction)) continue;
        seen.add(step.instruction);
        yield* buildFolder(file, step);
      }
    }
  },
};

function* rootToRoot(copy: CopyInstruction, shipped: boolean): Iterable<RuleFinding> {
  const { sources, destination, from } = copy;
  const root = sources.find(({ value }) => value === '/');
  if (!root || destination?.value !== '/') return;
  const span = { start: root.span.start, end: destination.span.end };
  const name = from?.value?.value ?? 'the other stage';
  if (shipped && !isOnPurpose(copy)) {
    yield {
      span,
      message: `This takes the whole file system of ${name}, with its package manager, caches and tools. Copy only the paths the image needs.`,
    };
    return;
  }
  yield {
    span,
    codes: { hadolint: 'DL3067' },
    message: `This takes every file of ${name}, whatever it may hold one day. Name the paths that are needed.`,
  };
}

/** A way to make one layer of many, or an image that holds nothing but a tool; only hadolint minds. */
function isOnPurpose({ stage, fromStage, from }: CopyInstruction): boolean {
  if (stage?.base.kind === 'scratch') return true;
  const source = fromStage?.from.image?.repository ?? from?.value?.value ?? '';
  return /(^|\/)xx(:|$)|^gloursdocker\/docker/.test(source);
}

/** The working directory of a stage that compiles the source in it: sources, objects and downloads come along. */
function* buildFolder(file: LintFile, { instruction, sources }: CopyStep): Iterable<RuleFinding> {
  const flow = instruction.fromStage && flowOf(file).stages[instruction.fromStage.index];
  if (!flow) return;
  for (const [index, source] of sources.entries()) {
    const word: Word | undefined = instruction.sources[index];
    if (source === undefined || source === '/' || !word) continue;
    if (!takesSource(flow, source) || !compiles(flow, source)) continue;
    yield {
      span: word.span,
      instruction,
      severity: 'info',
      codes: { cache: 'CACHE022' },
      message: `${word.value} is the folder that the sources were copied into and built in. Copy only what the build made, so that sources and intermediate files stay out of the image.`,
    };
  }
}

/** All of the context was copied into the folder itself. */
function takesSource({ steps }: StageFlow, folder: string): boolean {
  return steps.some(
    (step) => step.kind === 'copy' && step.wide && step.sources.includes('') && step.destination === folder,
  );
}

const compiled: ReadonlySet<EcosystemId> = new Set([
  'go',
  'cargo',
  'maven',
  'gradle',
  'dotnet',
  'swift',
  'cabal',
  'stack',
  'sbt',
]);

/** It builds a compiled program in the folder, and nothing that runs from its tree. */
function compiles({ steps }: StageFlow, folder: string): boolean {
  const commands = steps
    .filter((step): step is RunStep => step.kind === 'run')
    .flatMap((step) => step.commands)
    .filter(({ directory }) => directory !== undefined && relativeTo(folder, directory) !== undefined);
  const recognised = commands.flatMap((command) => command.recognised ?? []);
  const interpreted = recognised.some(({ ecosystem }) => treeRuns.has(ecosystem));
  return !interpreted && recognised.some((one) => compiled.has(one.ecosystem) && isProjectCommand(one));
}

const treeRuns: ReadonlySet<EcosystemId> = new Set([
  'npm',
  'yarn',
  'pnpm',
  'bun',
  'pip',
  'uv',
  'poetry',
  'pdm',
  'pipenv',
  'conda',
  'composer',
  'bundler',
  'mix',
  'deno',
  'renv',
]);
