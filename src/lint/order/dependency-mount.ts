import type { Instruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { addFlags } from '../cache-mounts/add-mounts';
import { needsBuildkit } from '../cache-mounts/compiler-mount';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { flowOf } from '../flow/flow-of';
import type { Fix, LintFile } from '../rule';
import type { ImplicitBuild } from './implicit-builds';

/**
 * Adds cache mounts to the build, so that what runs again downloads nothing. Undefined where the caches are not certain (an
 * image of one's own, another user, another place set), or where something later needs what would stay in the mount.
 */
export function mountDependencies(file: LintFile, found: ImplicitBuild): Fix | undefined {
  const { run, ecosystem } = found;
  const targets = targetsOf(file, found);
  if (!targets || isNeededLater(file, found) || hasOldSyntax(file)) return undefined;
  const flags = targets.map((target) => `--mount=type=cache,target=${target}`);
  return {
    title: `Keep the downloads of ${ecosystem.name} in a cache mount`,
    safe: ecosystem.id === 'go' && needsBuildkit(file),
    edits: [addFlags(file, run.instruction, flags)],
  };
}

/** Of official images, whose places are known. */
function targetsOf(file: LintFile, { run, build, ecosystem }: ImplicitBuild): readonly string[] | undefined {
  const { user, variables } = scopeBefore(file.dockerfile, run.instruction);
  if (user !== undefined && !/^(?:root|0)(?::.*)?$/.test(user)) return undefined;
  const moved =
    /^(?:HOME|GOPATH|GOMODCACHE|GOCACHE|GRADLE_USER_HOME|NUGET_PACKAGES|CARGO_HOME|CARGO_TARGET_DIR|MAVEN_OPTS|MAVEN_ARGS)$/;
  if ([...variables.keys()].some((name) => moved.test(name))) return undefined;
  if (build.call.args.some(({ value }) => /^-Dmaven\.repo\.local|^--gradle-user-home|^--target-dir|^-g$/.test(value)))
    return undefined;
  const image = imageOf(run.stage);
  switch (ecosystem.id) {
    case 'go':
      return image === 'golang' ? ['/go/pkg/mod', '/root/.cache/go-build'] : undefined;
    case 'maven':
      return image === 'maven' ? ['/root/.m2/repository'] : undefined;
    case 'gradle':
      return image === 'gradle' ? ['/home/gradle/.gradle'] : undefined;
    case 'dotnet':
      return image === 'dotnet/sdk' ? ['/root/.nuget/packages'] : undefined;
    case 'cargo':
      // Elsewhere what is built would stay in the mount.
      return image === 'rust' && build.recognised?.subcommand?.value === 'install' && build.directory?.startsWith('/')
        ? ['/usr/local/cargo/registry', `${build.directory}/target`]
        : undefined;
    default:
      return undefined;
  }
}

/** `golang` for the official image, from whichever registry mirrors it under that name. */
function imageOf(stage: Stage): string | undefined {
  let at = stage;
  while (at.base.kind === 'stage') at = at.base.stage;
  const name = at.base.kind === 'image' ? at.base.image.text.replace(/[:@].*$/, '') : '';
  return (
    /(?:^|\/)(dotnet\/sdk)$/.exec(name)?.[1] ??
    /^(?:(?:docker\.io\/)?(?:library\/)?)(golang|maven|gradle|rust)$/.exec(name)?.[1]
  );
}

function isNeededLater(file: LintFile, { run, ecosystem }: ImplicitBuild): boolean {
  const runsLater = flowOf(file).stages.some(
    ({ steps }) =>
      steps.includes(run) &&
      steps
        .slice(steps.indexOf(run) + 1)
        .some(
          (step) =>
            step.kind === 'run' &&
            step.commands.some(
              ({ recognised }) => recognised && ecosystemOf(recognised.ecosystem).family === ecosystem.family,
            ),
        ),
  );
  const started = run.stage.instructions.filter((other) => isStart(other) && other.index > run.instruction.index);
  const tool = new RegExp(`\\b(?:${ecosystem.programs.join('|')})\\b`);
  const copied = file.dockerfile.instructions.some(
    (other) =>
      (other.kind === 'COPY' || other.kind === 'ADD') &&
      other.fromStage !== undefined &&
      other.sources.some(
        ({ value }) =>
          /\/(?:pkg\/mod|\.m2|\.gradle|\.nuget|target|registry)(?:\/|$)/.test(value) &&
          (ecosystem.id !== 'maven' || /\.m2/.test(value)),
      ),
  );
  return runsLater || copied || started.some(({ argument }) => tool.test(argument.text));
}

function isStart({ kind }: Instruction): boolean {
  return kind === 'CMD' || kind === 'ENTRYPOINT';
}

/** The file asks for a frontend from before cache mounts. */
function hasOldSyntax({ dockerfile }: LintFile): boolean {
  const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value ?? '';
  return /dockerfile:1\.[01](?:\.|$|-)/.test(syntax) && !syntax.includes('experimental');
}
