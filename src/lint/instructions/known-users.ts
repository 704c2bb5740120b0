import type { ImageReference } from '../../dockerfile/image-reference';

/** Users of images that many build on, where the number is documented or has never changed. */
const wellKnown: readonly { readonly image: RegExp; readonly user: string; readonly uid: string }[] = [
  { image: /^(?:docker\.io\/)?(?:library\/)?node(?:[:@]|$)/, user: 'node', uid: '1000' },
  { image: /^(?:docker\.io\/)?(?:library\/)?nginx(?:[:@]|$)/, user: 'nginx', uid: '101' },
  {
    image: /^(?:docker\.io\/)?(?:jenkins|jenkins\/(?:jenkins|agent|inbound-agent|ssh-agent))(?:[:@]|$)/,
    user: 'jenkins',
    uid: '1000',
  },
  { image: /^(?:docker\.io\/)?(?:library\/)?gradle(?:[:@]|$)/, user: 'gradle', uid: '1000' },
  { image: /^(?:docker\.io\/)?sonatype\/nexus3(?:[:@]|$)/, user: 'nexus', uid: '200' },
  { image: /^(?:docker\.io\/|quay\.io\/)?jupyter\//, user: 'jovyan', uid: '1000' },
  { image: /^(?:docker\.io\/)?gitpod\/workspace-/, user: 'gitpod', uid: '33333' },
  { image: /^(?:docker\.io\/)?selenium\//, user: 'seluser', uid: '1200' },
  { image: /^(?:docker\.io\/)?cimg\//, user: 'circleci', uid: '3434' },
  { image: /^(?:docker\.io\/)?apache\/airflow(?:[:@]|$)/, user: 'airflow', uid: '50000' },
  { image: /^(?:docker\.io\/)?grafana\/grafana(?:[:@]|$)/, user: 'grafana', uid: '472' },
  { image: /^(?:docker\.io\/)?oven\/bun(?:[:@]|$)/, user: 'bun', uid: '1000' },
  { image: /^ghcr\.io\/actions\/actions-runner(?:[:@]|$)/, user: 'runner', uid: '1001' },
  {
    image: /^mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|runtime-deps|sdk):(?:[89]|\d{2})\b/,
    user: 'app',
    uid: '1654',
  },
  { image: /^gcr\.io\/distroless\//, user: 'nonroot', uid: '65532' },
];

/** The number of the user that programs run as in the image, where everybody who builds on it takes that one. */
export function usualUser(image: ImageReference): string | undefined {
  return wellKnown.find((known) => known.user !== 'nginx' && known.user !== 'app' && known.image.test(image.text))?.uid;
}

const debians = /^(?:debian|ubuntu|buildpack-deps|python|golang|ruby|rust|php|httpd|openjdk|eclipse-temurin)$/;

/** The number of a user that the image comes with; undefined: not known. */
export function knownUser(image: ImageReference, user: string): string | undefined {
  if (user === 'nobody') return distribution(image) ? '65534' : undefined;
  if (user === 'www-data' && distribution(image) === 'debian') return '33';
  if (user === 'ubuntu') return isUbuntuWithUser(image) ? '1000' : undefined;
  return wellKnown.find((known) => known.user === user && known.image.test(image.text))?.uid;
}

/** The first user that `useradd` or `adduser` makes in the image, and that is none of the system's, is number 1000. */
export function startsUsersAt1000(image: ImageReference): boolean {
  return distribution(image) !== undefined && !isUbuntuWithUser(image);
}

function distribution(image: ImageReference): 'alpine' | 'debian' | undefined {
  if (image.registry !== undefined && image.registry !== 'docker.io') return undefined;
  const name = image.repository.replace(/^library\//, '');
  if (name === 'alpine' || (debians.test(name) && /(?:^|-)alpine/.test(image.tag ?? ''))) return 'alpine';
  return debians.test(name) ? 'debian' : undefined;
}

/** Since 23.04 Ubuntu has a user of that name; other images do not say which Ubuntu they are made of. */
function isUbuntuWithUser({ repository, tag = 'latest' }: ImageReference): boolean {
  if (/^(?:library\/)?eclipse-temurin$/.test(repository)) return !/alpine|bionic|focal|jammy/.test(tag);
  if (!/^(?:library\/)?ubuntu$/.test(repository)) return false;
  const [, year] = /^(\d{2})\./.exec(tag) ?? [];
  return year === undefined
    ? !/^(?:trusty|xenial|bionic|focal|jammy|kinetic|impish|hirsute)/.test(tag)
    : Number(year) >= 23;
}
