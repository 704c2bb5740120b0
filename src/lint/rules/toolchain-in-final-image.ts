import { scopeBefore } from '../../dockerfile/scope';
import { isForDevelopment, startWords } from '../flow/final-stages';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { type CompileStep, compileStepOf, isToolchain } from '../layers/compile-step';
import type { LintFile, Rule } from '../rule';

/** The compiler is needed once; in the image it is pulled, stored and scanned for ever. */
export const toolchainInFinalImage: Rule = {
  id: 'toolchain-in-final-image',
  summary: 'Build in a stage of its own and ship only the result',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE013' },
  docs: {
    why: 'With one stage, the image holds the compiler, the sources and everything the build downloaded: hundreds of megabytes to pull and to patch for a program of a few. A second stage that copies the result leaves all that behind.',
    notes:
      'Reported for a file with one stage that compiles on an image made for compiling and says what a container runs. Images to work or test in are left alone: those that start a shell, the toolchain itself or a watcher, or that install tools for development. What the second stage has to hold is for the author to know, so there is no fix.',
    bad: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\nCMD ["/server"]\n',
      'FROM maven:3.9\nCOPY . /app\nRUN mvn -f /app/pom.xml package\nENTRYPOINT ["java", "-jar", "/app/target/app.jar"]\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]\n',
    ],
    good: [
      'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\nFROM debian:12-slim\nCOPY --from=build /server /server\nCMD ["/server"]\n',
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build ./...\nCMD ["go", "run", "."]\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
    ],
  },
  applies: ({ dockerfile: { stages } }) => {
    const [stage] = stages;
    return stages.length === 1 && stage?.base.kind === 'image' && isToolchain(stage.base.image);
  },
  *check(file) {
    const [stage, ...others] = file.dockerfile.stages;
    const [flow] = flowOf(file).stages;
    if (!stage || !flow || others.length > 0 || stage.base.kind !== 'image' || isForDevelopment(stage)) return;
    const starts = startWords(file, stage);
    if (starts.length === 0 || isWorkplace(file, starts)) return;
    const runs = flow.steps.filter((step): step is RunStep => step.kind === 'run');
    const found = compileStepOf(stage.base.image, runs, starts.join(' '));
    const word = stage.from.imageWord;
    if (!found || !word) return;
    yield {
      span: word.span,
      message: message(file, found),
      related: [{ span: found.command.command.span, message: 'The build.' }],
    };
  },
};

function message(file: LintFile, { toolchain, command }: CompileStep): string {
  const line = file.range(command.command.span).start.line + 1;
  return `The image ships ${toolchain}, which only the build in line ${line} needs. Build in a stage of its own and copy the result into a smaller image.`;
}

/** A container starts a shell, the toolchain or a watcher, or the image has what people develop with. */
function isWorkplace(file: LintFile, starts: readonly string[]): boolean {
  const start = starts.join(' ');
  if (/(^|[\s/])(ba|z|da|a|fi)?sh(\s+-[il]+)*$/.test(start)) return true;
  if (startsTool.test(start)) return true;
  const last = file.dockerfile.instructions.at(-1);
  const environment = last && scopeBefore(file.dockerfile, last).variables;
  if (/^(dev|development|test|local)$/.test(environment?.get('NODE_ENV')?.value ?? '')) return true;
  return file.runs.some((run) => developmentTools.test(run.argument.text));
}

const startsTool =
  /\b(go|cargo|dotnet|swift|stack|cabal)\s+(run|watch|test|build|exec)\b|\b(mvn|mvnw|gradle|gradlew|sbt|make|cmake|gcc|air|reflex|gow|CompileDaemon|nodemon|ts-node\S*|tsx|vite|webpack\S*|jest|mocha|pytest|code-server|jupyter\S*|sshd|sleep|tail|dlv)\b|\b(run|yarn|pnpm)\s+(dev|watch|test|serve|storybook|develop)\b|\.tsx?\b|:(dev|watch|test)\b|--watch|--reload/;

const developmentTools =
  /\b(dlv|gopls|golangci-lint|air@|cosmtrek\/air|air-verse\/air|CompileDaemon|cargo-watch|nodemon|oh-my-zsh|bash-completion|clangd|gdb|rust-analyzer)\b/;
