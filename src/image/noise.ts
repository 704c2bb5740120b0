/**
 * Files that package managers and builders write differently at every run, or as a side effect that no program asks for: a
 * difference in them is no difference between images. `/` separates, `*` is within one name, `**` any number of folders. A
 * pattern holds for what it names and for everything below it.
 */
const noise: readonly { readonly reason: string; readonly patterns: readonly string[] }[] = [
  {
    reason: 'a log',
    patterns: ['var/log', '**/.npm/_logs', '**/.pnpm-debug.log', '**/yarn-error.log', '**/.gradle/daemon'],
  },
  {
    reason: 'a download cache, which is only read to save a download',
    patterns: [
      '**/.npm',
      '**/.yarn/berry/cache',
      '**/.cache',
      '**/.composer/cache',
      '**/.bundle/cache',
      '**/.local/share/pnpm/store',
      '**/.local/share/NuGet',
      '**/.bun/install/cache',
      'usr/local/share/.cache',
      'var/cache',
      'var/lib/apt/lists',
      'etc/apk/cache',
    ],
  },
  {
    reason: "a package manager's note of when it last did something",
    patterns: [
      '**/.cargo/.package-cache',
      '**/.cargo/.package-cache-mutate',
      '**/.cargo/.global-cache',
      'usr/local/cargo/.package-cache',
      'usr/local/cargo/.package-cache-mutate',
      'usr/local/cargo/.global-cache',
      '**/.gradle/caches/journal-1',
      '**/.gradle/notifications',
      '**/.m2/repository/**/_remote.repositories',
      '**/.m2/repository/**/*.lastUpdated',
      '**/.m2/repository/**/resolver-status.properties',
      '**/node_modules/.modules.yaml',
      '**/node_modules/.pnpm-workspace-state.json',
      '**/node_modules/.pnpm-workspace-state-v1.json',
      '**/*.dist-info/uv_cache.json',
      'lib/apk/db/scripts.tar',
      'var/lib/dpkg/*-old',
      '**/.wget-hsts',
      '**/.config/go/telemetry',
    ],
  },
  { reason: 'compiled from a source beside it, with the time of that source in it', patterns: ['**/__pycache__'] },
  {
    reason: 'the output of compiling an extension, with times in it',
    patterns: ['**/gem_make.out', '**/mkmf.log'],
  },
  {
    reason: 'a copy of the file before its last change',
    patterns: ['etc/passwd-', 'etc/group-', 'etc/shadow-', 'etc/gshadow-'],
  },
  { reason: 'a key store with the time of its making in it', patterns: ['etc/ssl/certs/java/cacerts'] },
  {
    reason: "a program's own compile cache",
    patterns: ['tmp/v8-compile-cache*', 'tmp/node-compile-cache', 'tmp/hsperfdata_*'],
  },
];

const compiled = noise.flatMap(({ reason, patterns }) =>
  patterns.map((pattern) => ({ reason, expression: expressionOf(pattern) })),
);

/** Why a difference at the path says nothing about the image; undefined where it does. */
export function noiseReason(path: string): string | undefined {
  return compiled.find(({ expression }) => expression.test(path))?.reason;
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((name) =>
      name === '**' ? '(?:[^/]+/)*' : `${name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')}/`,
    )
    .join('');
  return new RegExp(`^${source.slice(0, -1)}(?:/|$)`);
}
