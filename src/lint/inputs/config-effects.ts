import { baseName } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { readText } from './draft';
import type { ConfigInput } from './install-inputs';
import type { KnownInstall } from './project-installs';

/**
 * What an install does otherwise without a configuration file; undefined when it makes no difference that is worth a word:
 * version files the managers do not read, settings that only change messages or what `npm install x` writes.
 */
export function configEffect(
  context: ContextFiles,
  { recognised }: KnownInstall,
  config: ConfigInput,
): string | undefined {
  const name = baseName(config.path);
  const text = readText({ context }, config.path) ?? '';
  const fetches = recognised.subcommand?.value === 'fetch';
  switch (name) {
    case '.npmrc':
      return changesInstall(text) ? 'so its registries and settings do not apply' : undefined;
    case '.yarnrc':
      return /registry|yarn-path|flat|ignore-/.test(text) ? 'so its settings do not apply' : undefined;
    case '.yarnrc.yml':
      // Tried with Yarn 4.18: the default linker is Plug'n'Play, and nothing says that the setting is missing.
      return /^nodeLinker:/m.test(text)
        ? "so Yarn switches to Plug'n'Play without a word"
        : 'so its settings do not apply';
    case 'releases':
    case 'plugins':
      return 'and .yarnrc.yml points to it';
    case 'patches':
      return 'which fails where the lock file names a patch';
    case 'pnpm-workspace.yaml':
      return fetches || !/^[ \t]*[\w-]+:/m.test(text) ? undefined : 'so its settings and members are unknown';
    case '.pnpmfile.cjs':
    case '.pnpmfile.mjs':
      return 'so its hooks do not run';
    case 'bunfig.toml':
      return /^[ \t]*\[install/m.test(text) ? 'so its settings do not apply' : undefined;
    case 'uv.toml':
      return 'so its indexes and settings do not apply';
    case 'poetry.toml':
      return /in-project|create/.test(text) ? 'so the virtual environment is made elsewhere' : undefined;
    case 'config.toml':
    case 'config':
      return recognised.ecosystem === 'cargo' ? 'so its registries and flags do not apply' : undefined;
    case 'rust-toolchain':
    case 'rust-toolchain.toml':
      return 'so another toolchain compiles the dependencies, and all of them again later';
    case 'buildSrc':
      return 'which the build scripts need';
    case 'gradle.properties':
    case 'libs.versions.toml':
      return 'so its values are unknown to the build scripts';
    case '.mvn':
      return mavenSettings(context, config.path) ? 'so its options and extensions do not apply' : undefined;
    default:
      return /^(?:directory\.(?:packages|build)\.(?:props|targets)|nuget\.config)$/i.test(name)
        ? 'so its versions, properties or feeds are unknown'
        : undefined;
  }
}

/** Keys of .npmrc that leave the installed tree as it is. */
const harmless =
  /^(?:save-|fund$|audit|loglevel$|progress$|engine-strict$|init|update-notifier$|message$|tag-version-prefix$|color$|git-tag-version$|sign-git|provenance$|access$|prefer-offline$|fetch-|maxsockets$|timing$|unicode$|publish-|package-manager-strict|manage-package-manager|use-node-version$|heading$|cache$|min-release|node-version$|sso|email$)/;

function changesInstall(text: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    const key = /^[ \t]*([^#;=\s][^=]*?)\s*=/.exec(line)?.[1];
    return key !== undefined && !harmless.test(key);
  });
}

/** The wrapper's own files only matter to the wrapper, which is there or fails. */
function mavenSettings(context: ContextFiles, path: string): boolean {
  return context
    .list(path)
    .some((name) => /^(?:maven\.config|extensions\.xml|jvm\.config|.*settings.*\.xml)$/.test(name));
}
