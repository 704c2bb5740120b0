import type { EcosystemId } from '../ecosystems/ecosystem';

/**
 * Where a package manager keeps what it downloaded, and what moves that place. Paths are below what the entry names; ''
 * is the named directory itself. Defaults are Linux's; facts from the cache catalogue (ecosystems.json).
 */
export interface CachePlaceRule {
  /** Flags whose value is the place, a path behind it. */
  readonly flags?: readonly (readonly [flag: string, below: string])[];
  /** Variables of the environment, strongest first. */
  readonly variables?: readonly (readonly [name: string, below: string])[];
  /** Images (last part of the repository) that put it elsewhere, with absolute paths. */
  readonly images?: readonly (readonly [image: RegExp, ...paths: string[]])[];
  /** Below the home of the account; the first entries are what the manager uses, together. */
  readonly home?: readonly string[];
  /** Fixed places, whoever runs it. */
  readonly fixed?: readonly string[];
  /** Other places below the home, or absolute, that some release or set-up of it uses: a mount there is no mistake. */
  readonly also?: readonly string[];
  /** `npm config set cache DIR` and its like: what the words in front of the directory are. */
  readonly configured?: RegExp;
  /**
   * The cache is where the installed packages live: steps that use them read them there, so that a mount has to be on all
   * of them, and on none if the image needs the packages when it runs.
   */
  readonly store?: true;
  /** The place depends on more than this table knows: report it, mount nothing. */
  readonly vague?: true;
}

export const places: Readonly<Partial<Record<EcosystemId, CachePlaceRule>>> = {
  npm: {
    flags: [['--cache', '']],
    variables: [
      ['npm_config_cache', ''],
      ['NPM_CONFIG_CACHE', ''],
    ],
    home: ['.npm'],
    configured: /^npm (?:config )?set (?:-\S+ |--\S+ )*cache[ =]/,
  },
  yarn: {
    flags: [['--cache-folder', '']],
    variables: [
      ['YARN_CACHE_FOLDER', ''],
      ['YARN_GLOBAL_FOLDER', 'cache'],
      ['XDG_CACHE_HOME', 'yarn'],
    ],
    home: ['.cache/yarn'],
    also: ['.yarn/berry/cache', '.yarn', '.cache/yarn', '/usr/local/share/.cache/yarn', '.yarn-cache', '.yarn/cache'],
    configured: /^yarn config set (?:-\S+ |--\S+ )*(?:cache-folder|cacheFolder|globalFolder|yarn-offline-mirror) /,
  },
  pnpm: {
    flags: [['--store-dir', '']],
    variables: [
      ['npm_config_store_dir', ''],
      ['NPM_CONFIG_STORE_DIR', ''],
      ['PNPM_HOME', 'store'],
      ['XDG_DATA_HOME', 'pnpm/store'],
    ],
    home: ['.local/share/pnpm/store'],
    also: ['.pnpm-store', '/pnpm/store', '/.pnpm-store', '.cache/pnpm', 'Library/pnpm/store'],
    configured: /^pnpm (?:config )?set (?:-\S+ |--\S+ )*store-dir[ =]/,
  },
  bun: {
    flags: [['--cache-dir', '']],
    variables: [
      ['BUN_INSTALL_CACHE_DIR', ''],
      ['BUN_INSTALL', 'install/cache'],
    ],
    home: ['.bun/install/cache'],
  },
  pip: {
    flags: [['--cache-dir', '']],
    variables: [
      ['PIP_CACHE_DIR', ''],
      ['XDG_CACHE_HOME', 'pip'],
    ],
    home: ['.cache/pip'],
    configured: /^pip3? config (?:--\S+ )*set global\.cache-dir /,
  },
  uv: {
    flags: [['--cache-dir', '']],
    variables: [
      ['UV_CACHE_DIR', ''],
      ['XDG_CACHE_HOME', 'uv'],
    ],
    home: ['.cache/uv'],
  },
  poetry: {
    variables: [
      ['POETRY_CACHE_DIR', ''],
      ['XDG_CACHE_HOME', 'pypoetry'],
    ],
    home: ['.cache/pypoetry'],
    also: ['.cache/pip'],
    configured: /^poetry config (?:-\S+ |--\S+ )*cache-dir /,
  },
  pdm: {
    variables: [
      ['PDM_CACHE_DIR', ''],
      ['XDG_CACHE_HOME', 'pdm'],
    ],
    home: ['.cache/pdm'],
    also: ['.cache/pip', '.cache/uv'],
    configured: /^pdm config (?:-\S+ |--\S+ )*cache_dir /,
  },
  pipenv: {
    variables: [
      ['PIPENV_CACHE_DIR', ''],
      ['PIP_CACHE_DIR', ''],
      ['XDG_CACHE_HOME', 'pipenv'],
    ],
    home: ['.cache/pipenv'],
    also: ['.cache/pip'],
  },
  conda: {
    variables: [['CONDA_PKGS_DIRS', '']],
    images: [[/^(?:miniconda\d*|anaconda\d*|miniforge\d*|mambaforge|conda-ci-linux-64)$/, '/opt/conda/pkgs']],
    also: ['/opt/conda/pkgs', 'miniconda3/pkgs', '/opt/miniconda/pkgs', '/opt/miniconda3/pkgs', '.cache/rattler'],
    configured: /^(?:conda|mamba) config .*pkgs_dirs /,
    vague: true,
  },
  go: {
    variables: [
      ['GOMODCACHE', ''],
      ['GOPATH', 'pkg/mod'],
    ],
    images: [[/golang/, '/go/pkg/mod']],
    home: ['go/pkg/mod'],
    configured: /^go env -w GOMODCACHE=/,
    store: true,
  },
  cargo: {
    variables: [['CARGO_HOME', 'registry']],
    images: [
      [/^(?:rust|cargo-chef)$/, '/usr/local/cargo/registry'],
      [/^(?:rust-musl-cross|muslrust)$/, '/root/.cargo/registry'],
    ],
    home: ['.cargo/registry'],
    store: true,
  },
  maven: {
    flags: [['-Dmaven.repo.local', '']],
    home: ['.m2/repository'],
    also: ['.m2'],
    store: true,
  },
  gradle: {
    flags: [
      ['-g', ''],
      ['--gradle-user-home', ''],
    ],
    variables: [['GRADLE_USER_HOME', '']],
    images: [[/^gradle$/, '/home/gradle/.gradle']],
    home: ['.gradle'],
    also: ['.gradle/caches', '/home/gradle/.gradle/caches', '/home/gradle/.gradle'],
    store: true,
  },
  dotnet: {
    flags: [['--packages', '']],
    variables: [['NUGET_PACKAGES', '']],
    home: ['.nuget/packages'],
    also: ['.local/share/NuGet', '.nuget'],
    store: true,
  },
  composer: {
    variables: [
      ['COMPOSER_CACHE_DIR', ''],
      ['COMPOSER_HOME', 'cache'],
    ],
    images: [[/^composer$/, '/tmp/cache']],
    home: ['.composer/cache'],
    also: ['.cache/composer', '.composer', '/tmp/cache', '.config/composer/cache'],
    configured: /^composer config (?:-\S+ |--\S+ )*cache-dir /,
  },
  bundler: {
    images: [[/^ruby$/, '/usr/local/bundle/cache']],
    also: ['/usr/local/bundle/cache', '.bundle/cache', '.bundle', '.gem'],
    vague: true,
  },
  mix: { variables: [['HEX_HOME', '']], home: ['.hex'], also: ['.cache/rebar3', '.cache/hex', '.mix'] },
  dart: { variables: [['PUB_CACHE', '']], home: ['.pub-cache'], store: true },
  sbt: {
    variables: [['COURSIER_CACHE', '']],
    home: ['.cache/coursier', '.ivy2', '.sbt'],
    also: ['.cache/coursier', '.ivy2', '.sbt', '.ivy2/cache', '.coursier'],
    store: true,
  },
  deno: {
    variables: [['DENO_DIR', '']],
    images: [[/^deno$/, '/deno-dir']],
    home: ['.cache/deno'],
    also: ['/deno-dir', '.deno'],
    store: true,
  },
  renv: {
    variables: [['RENV_PATHS_CACHE', '']],
    home: ['.cache/R/renv'],
    also: ['.local/share/renv', '/renv/cache'],
    store: true,
    vague: true,
  },
  conan: {
    variables: [['CONAN_HOME', 'p']],
    home: ['.conan2/p'],
    also: ['.conan/data', '.conan2', '.conan'],
    store: true,
    vague: true,
  },
  vcpkg: {
    variables: [
      ['VCPKG_DEFAULT_BINARY_CACHE', ''],
      ['XDG_CACHE_HOME', 'vcpkg/archives'],
    ],
    home: ['.cache/vcpkg/archives'],
    also: ['.cache/vcpkg'],
  },
  apt: { fixed: ['/var/cache/apt', '/var/lib/apt'] },
  // It keeps packages only where /etc/apk/cache leads, which then has to be a link to the first one.
  apk: { fixed: ['/var/cache/apk'], also: ['/etc/apk/cache'] },
  dnf: { fixed: ['/var/cache/dnf'], also: ['/var/cache/yum', '/var/cache/libdnf5', '/var/cache/tdnf'] },
  zypper: { fixed: ['/var/cache/zypp'] },
  pacman: { fixed: ['/var/cache/pacman/pkg'] },
};

/** Managers of system packages lock their caches and do not wait for each other. */
export const lockingManagers: ReadonlySet<EcosystemId> = new Set(['apt', 'apk', 'dnf', 'zypper', 'pacman']);
