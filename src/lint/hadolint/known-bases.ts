import type { Stage } from '../../dockerfile/model';

/** Images whose tags without "alpine" are built on Debian, Ubuntu or Red Hat and have bash. */
const withBash = new Set([
  ...[
    'debian',
    'ubuntu',
    'buildpack-deps',
    'centos',
    'fedora',
    'rockylinux',
    'almalinux',
    'amazonlinux',
    'oraclelinux',
  ],
  ...[
    'archlinux',
    'python',
    'node',
    'golang',
    'ruby',
    'rust',
    'php',
    'perl',
    'openjdk',
    'eclipse-temurin',
    'amazoncorretto',
  ],
  ...['maven', 'gradle', 'gcc', 'elixir', 'erlang', 'haskell', 'swift', 'dart', 'julia', 'r-base', 'tomcat', 'jetty'],
  ...['nginx', 'httpd', 'postgres', 'mysql', 'mariadb', 'mongo', 'redis', 'jenkins', 'wordpress', 'ros'],
]);

/** What is known about the shell of a stage's base image; undefined: nothing. */
export function knownShell(stage: Stage | undefined): '/bin/bash' | '/bin/ash' | undefined {
  const image = baseImage(stage);
  if (!image) return undefined;
  if (isBusyBox(image)) return '/bin/ash';
  const official = image.registry === undefined || image.registry === 'docker.io';
  const name = image.repository.replace(/^library\//, '');
  return official && withBash.has(name) ? '/bin/bash' : undefined;
}

/** The tools of the stage's base image are those of BusyBox. */
export function isBusyBoxBase(stage: Stage | undefined): boolean {
  const image = baseImage(stage);
  return image !== undefined && isBusyBox(image);
}

/** `3.20` where the tag of the stage's base image names the release of Alpine. */
export function alpineRelease(stage: Stage | undefined): string | undefined {
  const { repository = '', tag = '' } = baseImage(stage) ?? {};
  const named = /^(?:library\/)?alpine$/.test(repository) ? /^(3\.\d+)/.exec(tag) : /(?:^|-)alpine(3\.\d+)/.exec(tag);
  return named?.[1];
}

/** Official images of which every tag leaves the working directory at the root. */
const atRoot = new Set([
  ...['alpine', 'busybox', 'debian', 'ubuntu', 'buildpack-deps', 'centos', 'fedora', 'rockylinux', 'almalinux'],
  ...['amazonlinux', 'oraclelinux', 'node', 'python', 'ruby', 'rust', 'openjdk', 'eclipse-temurin', 'maven', 'nginx'],
]);

/** The working directory that the stage's base image starts with; undefined: not known. */
export function startingDirectory(stage: Stage | undefined): string | undefined {
  const image = baseImage(stage);
  if (image?.registry === 'gcr.io') return /^oss-fuzz-base\/base-builder/.test(image.repository) ? '/src' : undefined;
  if (!image || (image.registry !== undefined && image.registry !== 'docker.io')) return undefined;
  return atRoot.has(image.repository.replace(/^library\//, '')) ? '/' : undefined;
}

/** An official image that starts as root unless the file says otherwise. */
export function startsAsRoot(stage: Stage | undefined): boolean {
  const image = baseImage(stage);
  if (!image || image.registry !== undefined) return false;
  const name = image.repository.replace(/^library\//, '');
  return name === 'alpine' || name === 'busybox' || (withBash.has(name) && name !== 'jenkins' && name !== 'jetty');
}

function isBusyBox({ repository, tag }: { readonly repository: string; readonly tag: string | undefined }): boolean {
  return /^(?:library\/)?(?:alpine|busybox)$/.test(repository) || /(?:^|-)alpine/.test(tag ?? '');
}

function baseImage(stage: Stage | undefined) {
  let at = stage;
  while (at?.base.kind === 'stage') at = at.base.stage;
  return at?.base.kind === 'image' ? at.base.image : undefined;
}
