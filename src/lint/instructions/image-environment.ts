import type { Stage } from '../../dockerfile/model';

/** Whether a stage's base image sets a variable; undefined: nobody knows without asking a registry. */
export function baseSets(stage: Stage, name: string): boolean | undefined {
  if (name === 'PATH') return true;
  const { base } = stage;
  if (base.kind === 'stage') return baseSets(base.stage, name);
  if (base.kind === 'scratch') return false;
  const image = officialImage(stage);
  return image === undefined ? undefined : (environments[image]?.test(name) ?? false);
}

/** The stage's base image is known to start in `/`: a plain distribution or one of the official images that do. */
export function startsInRoot(stage: Stage): boolean {
  const { base } = stage;
  if (base.kind === 'stage') return startsInRoot(base.stage);
  if (base.kind === 'scratch') return true;
  const image = officialImage(stage);
  return image !== undefined && !elsewhere.has(image);
}

/** These start in /go, /var/www/html and the like. */
const elsewhere = new Set(['golang', 'php', 'httpd', 'gradle']);

/** Names that so many images set that a use says nothing about this file. */
export function isSetByManyImages(name: string): boolean {
  return common.test(name) || Object.values(environments).some((pattern) => pattern?.test(name));
}

const common =
  /^(?:HOME|USER|SHELL|TERM|TZ|DISPLAY|EDITOR|PORT|\w*(?:PATH|HOME|ROOT)|LANG|LANGUAGE|LC_\w+|DEBIAN_FRONTEND|\w+_VERSION|\w*(?:CA_BUNDLE|CERT_FILE|CERT_DIR)|(?:C|CXX|CPP|LD|MAKE)FLAGS|CC|CXX|(?:https?|ftp|no|all)_proxy|(?:HTTPS?|FTP|NO|ALL)_PROXY|NVIDIA_\w+|CUDA_\w+)$/;

/** Official images by what they set besides PATH, in any of their variants; undefined: nothing. */
const environments: Readonly<Record<string, RegExp | undefined>> = {
  alpine: undefined,
  busybox: undefined,
  debian: undefined,
  ubuntu: undefined,
  'buildpack-deps': undefined,
  centos: undefined,
  rockylinux: undefined,
  amazonlinux: undefined,
  oraclelinux: undefined,
  'hello-world': undefined,
  almalinux: /^LANG$/,
  archlinux: /^LANG$/,
  fedora: /^(?:DISTTAG|FGC|FBR|container)$/,
  node: /^(?:NODE|YARN)_VERSION$/,
  python: /^(?:LANG|GPG_KEY|PYTHON_\w+)$/,
  golang: /^(?:GO\w*)$/,
  ruby: /^(?:LANG|RUBY\w*|GEM_HOME|BUNDLE_\w+)$/,
  php: /^(?:PHP\w*|GPG_KEYS|APACHE_\w+)$/,
  rust: /^(?:RUST\w*|CARGO_HOME)$/,
  openjdk: /^(?:JAVA_\w+|LANG)$/,
  'eclipse-temurin': /^(?:JAVA_\w+|LANG|LANGUAGE|LC_ALL)$/,
  amazoncorretto: /^(?:JAVA_\w+|LANG)$/,
  maven: /^(?:JAVA_\w+|MAVEN_\w+|LANG|LANGUAGE|LC_ALL)$/,
  gradle: /^(?:JAVA_\w+|GRADLE_\w+|LANG|LANGUAGE|LC_ALL)$/,
  nginx: /^(?:NGINX_VERSION|\w+_RELEASE|NJS_VERSION|ACME_VERSION|OTEL_VERSION)$/,
  httpd: /^HTTPD_\w+$/,
  elixir: /^(?:LANG|ELIXIR_VERSION|OTP_\w+|REBAR\w*)$/,
};

/** The name of a base image that the list above knows; its tag may come from a variable. */
function officialImage({ base, from }: Stage): string | undefined {
  const image = base.kind === 'image' ? base.image : base.kind === 'unknown' ? from.image : undefined;
  if (!image || (image.registry !== undefined && image.registry !== 'docker.io')) return undefined;
  const name = image.repository.replace(/^library\//, '');
  return Object.hasOwn(environments, name) ? name : undefined;
}
