import type { Invocation } from '../../shell/invocation';
import type { Recognised } from '../ecosystems/recognise';
import type { Places } from './clean-up';

/** A package manager that keeps what it downloaded. */
export interface DownloadCache {
  readonly name: string;
  /** Where it keeps it. */
  readonly places: Places;
  /** The command leaves downloads there. */
  fills(found: Recognised): boolean;
  /** The manager's own command that empties them. */
  cleans(call: Invocation): boolean;
  /** Environment variables that put the cache somewhere else, or switch it off. */
  readonly variables: readonly string[];
  /** Words in a RUN that do the same. */
  readonly settings?: RegExp;
  /** The command that cleans up behind it; undefined where that depends on where things are. */
  remedy(found: Recognised): string | undefined;
  readonly advice: string;
}

const npm: DownloadCache = {
  name: 'npm',
  places: ['/.npm', '/_cacache', '/root/.npm'],
  fills: ({ ecosystem, role, subcommand, invocation, offline }) =>
    ecosystem === 'npm' &&
    invocation.program === 'npm' &&
    !offline &&
    (role === 'install' || role === 'tools') &&
    !/^(?:exec|x|run|run-script)$/.test(subcommand?.value ?? ''),
  cleans: ({ program, args }) => program === 'npm' && says(args, 'cache') && says(args, 'clean', 'clear', 'rm'),
  variables: ['npm_config_cache', 'NPM_CONFIG_CACHE', 'NPM_CACHE_FOLDER'],
  settings: /npm_config_cache|--cache[= ]|npm (?:config |c )?set (?:-g )?cache/i,
  remedy: () => 'npm cache clean --force',
  advice: 'Run npm cache clean --force in the same RUN, or mount a cache on /root/.npm.',
};

const composer: DownloadCache = {
  name: 'Composer',
  places: ['/.composer', '/composer/cache', '/.cache', '/tmp/cache', '/root/.composer'],
  fills: ({ ecosystem, role, flags, invocation }) =>
    ecosystem === 'composer' &&
    (role === 'install' || role === 'prime' || role === 'tools') &&
    !flags.has('--no-cache') &&
    /composer/.test(invocation.programWord.value),
  cleans: ({ args }) => says(args, 'clear-cache', 'clearcache', 'cc'),
  variables: ['COMPOSER_CACHE_DIR', 'COMPOSER_NO_CACHE'],
  settings: /COMPOSER_CACHE_DIR|COMPOSER_NO_CACHE|cache-dir/,
  remedy: ({ invocation }) => (invocation.programWord.value === 'composer' ? 'composer clear-cache' : undefined),
  advice: 'Run composer clear-cache in the same RUN, or install with --no-cache.',
};

const gems: DownloadCache = {
  name: 'RubyGems',
  places: ['/bundle', '/gems', '/.bundle', '/.gem', '/usr/local/bundle/cache'],
  fills: ({ ecosystem, role, invocation, offline, packages }) =>
    ecosystem === 'bundler' &&
    !offline &&
    (role === 'install' || (role === 'tools' && (invocation.program !== 'gem' || packages.length > 0))),
  cleans: ({ program, args }) => program === 'gem' && says(args, 'sources') && says(args, '--clear-all'),
  variables: ['BUNDLE_CACHE_PATH'],
  remedy: ({ invocation, flags }) =>
    invocation.program === 'gem' && !flags.has('-i') && !flags.has('--install-dir')
      ? 'rm -rf "$(gem env gemdir)/cache"'
      : undefined,
  advice: 'Remove the directory "cache" beside the gems in the same RUN.',
};

const conda: DownloadCache = {
  name: 'Conda',
  places: ['/pkgs', '/opt/conda/pkgs', '/root/miniconda3/pkgs'],
  fills: ({ ecosystem, role, offline, invocation }) =>
    ecosystem === 'conda' &&
    !offline &&
    /^(?:conda|mamba|micromamba)$/.test(invocation.program ?? '') &&
    (role === 'install' || role === 'tools'),
  cleans: ({ program, args }) => /^(?:conda|mamba|micromamba)$/.test(program ?? '') && says(args, 'clean'),
  variables: ['CONDA_PKGS_DIRS'],
  settings: /CONDA_PKGS_DIRS|pkgs_dirs/,
  remedy: ({ invocation }) => `${invocation.program} clean --all --yes`,
  advice: 'Run conda clean --all --yes in the same RUN, or mount a cache on the directory pkgs.',
};

const pacman: DownloadCache = {
  name: 'pacman',
  places: ['/var/cache/pacman'],
  fills: ({ ecosystem, role, packages, invocation }) =>
    ecosystem === 'pacman' &&
    invocation.program === 'pacman' &&
    (role === 'system-upgrade' || (role === 'system-install' && packages.length > 0)),
  cleans: ({ program, args }) =>
    /^(?:pacman|paccache|yay|paru)$/.test(program ?? '') &&
    (program === 'paccache' || args.some(({ value }) => /^-S\w*c|^--clean$/.test(value))),
  variables: [],
  settings: /--cachedir|CacheDir/,
  remedy: () => 'rm -rf /var/cache/pacman/pkg/*',
  advice: 'Remove /var/cache/pacman/pkg in the same RUN.',
};

export const downloadCaches: readonly DownloadCache[] = [npm, composer, gems, conda, pacman];

function says(args: readonly { readonly value: string }[], ...words: readonly string[]): boolean {
  return args.some(({ value }) => words.includes(value));
}
