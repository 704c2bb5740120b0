import type { ImageReference } from '../../dockerfile/image-reference';
import { baseName } from '../../shared/posix-path';
import type { FlowCommand, RunStep } from '../flow/flow';

/** The command that compiles the program on an image made for it. */
export interface CompileStep {
  readonly command: FlowCommand;
  /** `the Go toolchain and the sources`. */
  readonly toolchain: string;
}

/** Undefined when the image is no toolchain, nothing is compiled, or what is compiled needs the image to run. */
export function compileStepOf(image: ImageReference, runs: readonly RunStep[], start: string): CompileStep | undefined {
  const kind = toolchainOf(image);
  if (!kind) return undefined;
  const commands = runs.flatMap((run) => run.commands).filter(({ command }) => !command.conditional);
  if (kind === 'node' && !servesBuild(commands, start)) return undefined;
  const command = commands.find((one) => compiles(kind, one));
  return command && { command, toolchain: names[kind] };
}

/** An image that is made to compile with. */
export function isToolchain(image: ImageReference): boolean {
  return toolchainOf(image) !== undefined;
}

type Toolchain = 'go' | 'rust' | 'java' | 'dotnet' | 'c' | 'swift' | 'haskell' | 'scala' | 'node';

const names: Readonly<Record<Toolchain, string>> = {
  go: 'the Go toolchain and the sources',
  rust: 'the Rust toolchain and everything Cargo built',
  java: 'the build tool, the JDK and its downloads',
  dotnet: 'the .NET SDK and the sources',
  c: 'the compiler and the sources',
  swift: 'the Swift toolchain and the sources',
  haskell: 'the Haskell toolchain and everything it built',
  scala: 'the build tool, the JDK and its downloads',
  node: 'the sources and the packages of the build',
};

function toolchainOf({ repository, tag = '' }: ImageReference): Toolchain | undefined {
  const name = baseName(repository);
  if (/(^|\/)dotnet\/(nightly\/)?sdk$|(^|\/)dotnet-sdk/.test(repository)) return 'dotnet';
  if (/(^|-)devel($|-)/.test(tag)) return 'c';
  switch (name) {
    case 'golang':
      return 'go';
    case 'rust':
    case 'muslrust':
      return 'rust';
    case 'maven':
    case 'gradle':
      return 'java';
    case 'openjdk':
    case 'eclipse-temurin':
    case 'amazoncorretto':
    case 'ibm-semeru-runtimes':
      return /jre/.test(tag) ? undefined : 'java';
    case 'gcc':
      return 'c';
    case 'swift':
      return /slim/.test(tag) ? undefined : 'swift';
    case 'haskell':
      return 'haskell';
    case 'sbt':
    case 'scala-sbt':
      return 'scala';
    case 'node':
      return 'node';
    default:
      return undefined;
  }
}

function compiles(kind: Toolchain, step: FlowCommand): boolean {
  const { call, recognised, command } = step;
  const verb = recognised?.subcommand?.value ?? '';
  const words = command.args.map(({ value }) => value);
  switch (kind) {
    case 'go':
      return recognised?.ecosystem === 'go' && /^(build|install)$/.test(verb);
    case 'rust':
      return recognised?.ecosystem === 'cargo' && /^(b|build|install)$/.test(verb);
    case 'java':
      return (
        /^(maven|gradle)$/.test(recognised?.ecosystem ?? '') &&
        words.some((word) =>
          /(^|:)(package|install|verify|build|assemble|jar|bootJar|shadowJar|fatJar|installDist|war)$/.test(word),
        )
      );
    case 'dotnet':
      return recognised?.ecosystem === 'dotnet' && /^(publish|build)$/.test(verb);
    case 'c':
      return /^(gcc|g\+\+|cc|c\+\+|clang|clang\+\+|nvcc|make|cmake|ninja|meson)$/.test(call.program ?? '');
    case 'swift':
      return recognised?.ecosystem === 'swift' && verb === 'build';
    case 'haskell':
      return /^(stack|cabal)$/.test(recognised?.ecosystem ?? '') && /^(v2-)?(build|install)$/.test(verb);
    case 'scala':
      return (
        recognised?.ecosystem === 'sbt' &&
        words.some((word) => /(^|[:/])(assembly|stage|package|dist|pack|publishLocal)$/.test(word))
      );
    case 'node':
      return buildsAssets(step);
  }
}

function buildsAssets({ recognised }: FlowCommand): boolean {
  return (
    recognised?.role === 'project' &&
    nodeManagers.test(recognised.ecosystem) &&
    /^(build|compile)(:|$)|^tsc$/.test(recognised.subcommand?.value ?? '')
  );
}

const nodeManagers = /^(npm|yarn|pnpm|bun)$/;

/** A container serves what was built, and the packages of the build are still there. */
function servesBuild(commands: readonly FlowCommand[], start: string): boolean {
  const isBuilt =
    /\b(dist|build|out|lib|\.next|\.output)\/|\b(next|nuxt|vite)\s+(start|preview)\b|\bserve\b|\bstart:prod\b|\bnginx\b/.test(
      start,
    );
  const pruned = commands.some(
    ({ recognised, call }) =>
      recognised?.subcommand?.value === 'prune' ||
      call.args.some(({ value }) => /^(--prod|--production|--omit=dev)$|^-?.*node_modules\/?$/.test(value)),
  );
  return isBuilt && !pruned;
}
