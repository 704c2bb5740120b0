import type { Stage } from '../../dockerfile/model';
import { baseName } from '../../shared/posix-path';

/** The image a stage starts from, through other stages of the file. */
export interface BaseImage {
  /** Registry and repository, Docker Hub's own left out: `node`, `mcr.example.com/dotnet/sdk`. */
  readonly repository: string;
  /** Last part of the repository. */
  readonly name: string;
  readonly tag: string;
}

/** Undefined for scratch and for images nobody knows before the build. */
export function baseImageOf(stage: Stage | undefined): BaseImage | undefined {
  let at = stage;
  while (at?.base.kind === 'stage') at = at.base.stage;
  if (at?.base.kind !== 'image') return undefined;
  const { registry, repository, tag = '' } = at.base.image;
  if (repository.includes('$') || repository === '') return undefined;
  const hub = registry === undefined || registry === 'docker.io' || registry === 'index.docker.io';
  const path = repository.replace(/^(?:docker\/)?library\//, '');
  const official = hub || (registry === 'public.ecr.aws' && /^docker\/library\//.test(repository));
  return { repository: official ? path : `${registry}/${path}`, name: baseName(path), tag };
}

/** An image of Docker Hub without a namespace: kept by its maintainers together with Docker. */
export function isOfficial({ repository }: BaseImage): boolean {
  return !repository.includes('/');
}

/** Bare distributions: what is on them the file itself installed. */
export function isDistribution(image: BaseImage): boolean {
  return /^(?:debian|ubuntu|alpine|fedora|amazonlinux|rockylinux|almalinux|oraclelinux|centos|archlinux|buildpack-deps|ubi\d*(?:-minimal|-init)?|ubi|ubi-minimal|leap|tumbleweed)$/.test(
    image.name,
  );
}

/** Minor version of Go 1 that a `golang` image has, where its tag says it. */
export function goMinorVersion({ name, tag }: BaseImage): number | undefined {
  const minor = name === 'golang' ? /^1\.(\d+)/.exec(tag)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}

/** Images whose default user is not root. */
export function hasOtherUser(image: BaseImage): boolean {
  if (isOfficial(image))
    return /^(?:elasticsearch|kibana|logstash|sonarqube|solr|groovy|varnish|memcached|odoo|haproxy|rocket\.chat|neo4j|flink)$/.test(
      image.name,
    );
  return /^(?:bitnami|cimg|circleci|jupyter|jenkins|selenium|gitpod|opensearchproject|homebrew|apache|grafana|keycloak|cgr\.dev|gcr\.io\/distroless|quay\.io\/(?:jupyter|keycloak)|registry\.access\.redhat\.com\/ubi\d+\/(?!ubi)|registry\.redhat\.io\/ubi\d+\/(?!ubi)|docker\.elastic\.co|mambaorg|codercom|ocaml|opam|containers|noirlab|n8nio|renovate|airflow)(?:\/|$)/.test(
    image.repository,
  );
}

export type Distribution = 'alpine' | 'debian' | 'ubuntu' | 'other';

export interface Release {
  readonly distribution: Distribution;
  /** `bookworm`, `22.04`, `3.20`; undefined where the tag does not say it. */
  readonly release: string | undefined;
}

/** Official images of Debian's family that are named for what they contain. */
const builtOnDebian =
  /^(?:python|node|golang|rust|ruby|php|perl|gcc|buildpack-deps|openjdk|pypy|haskell|erlang|elixir|julia|clojure|nginx|httpd|postgres|mysql|mariadb|redis|mongo|tomcat|wordpress|drupal|joomla|ghost|r-base|swipl|cassandra|rabbitmq|memcached|dart|hylang|rakudo-star|mono)$/;
const builtOnUbuntu = /^(?:eclipse-temurin|ibmjava|ibm-semeru-runtimes|swift|mongo|rabbitmq|maven|gradle)$/;

/** The distribution of an image whose name and tag leave no doubt. */
export function releaseOf(image: BaseImage): Release | undefined {
  const { name, tag } = image;
  if (name === 'alpine' || /(?:^|-)alpine/.test(tag)) {
    return { distribution: 'alpine', release: /alpine(\d+\.\d+)/.exec(tag)?.[1] ?? versionOf(name === 'alpine', tag) };
  }
  const debian = /\b(bullseye|bookworm|trixie|buster|stretch|jessie|sid|forky)\b/.exec(tag)?.[1];
  if (debian) return { distribution: 'debian', release: debian };
  const ubuntu = /(?:^|-|ubuntu)(1[468]\.04|2[0246]\.04)\b/.exec(tag)?.[1];
  const named = /\b(xenial|bionic|focal|jammy|noble|resolute)\b/.exec(tag)?.[1];
  if (ubuntu || named) return { distribution: 'ubuntu', release: ubuntu ?? ubuntuVersions.get(named ?? '') };
  if (name === 'debian') return { distribution: 'debian', release: debianVersions.get(/^\d+/.exec(tag)?.[0] ?? '') };
  if (name === 'ubuntu') return { distribution: 'ubuntu', release: undefined };
  if (!isOfficial(image)) return undefined;
  if (isDistribution(image) && name !== 'buildpack-deps') return { distribution: 'other', release: undefined };
  if (builtOnUbuntu.test(name)) return { distribution: 'ubuntu', release: undefined };
  return builtOnDebian.test(name) ? { distribution: 'debian', release: undefined } : undefined;
}

const ubuntuVersions = new Map([
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['focal', '20.04'],
  ['jammy', '22.04'],
  ['noble', '24.04'],
  ['resolute', '26.04'],
]);
const debianVersions = new Map([
  ['9', 'stretch'],
  ['10', 'buster'],
  ['11', 'bullseye'],
  ['12', 'bookworm'],
  ['13', 'trixie'],
]);

function versionOf(applies: boolean, tag: string): string | undefined {
  return applies ? /^(\d+\.\d+)/.exec(tag)?.[1] : undefined;
}
