import { hasVersion, isMovingRef } from './refs';

/** What makes an address give something else tomorrow: the words in it that say so. */
export interface MovingUrl {
  /** `branch`: a file of a branch; `archive`: all of a branch; `latest`: whatever is newest; `lookup`: an API's answer. */
  readonly kind: 'branch' | 'archive' | 'latest' | 'lookup';
  /** The word in it. */
  readonly name: string;
}

/** Undefined when the address has a version, is of this machine, or says nothing. Variables have to be replaced already. */
export function movingUrl(url: string): MovingUrl | undefined {
  const match = /^(?:https?|ftp):\/\/(?:[^/@]*@)?([^/?#:]+)(?::\d+)?(\/[^?#]*)?/i.exec(url);
  if (!match) return undefined;
  const host = (match[1] ?? '').toLowerCase();
  const path = match[2] ?? '/';
  if (/^(?:localhost|127\.|0\.0\.0\.0|\[|host\.docker\.internal)/.test(host)) return undefined;
  const found = ofForge(host, path) ?? ofName(host, path);
  // A file that has its version in its name is added to the branch, not changed.
  const versioned =
    found?.kind === 'branch' && /\d\.\d.*\.(?:t[a-z]?[bgx]z2?|gz|zip|jar|deb|rpm|xz|bz2|patch)$/.test(path);
  return versioned ? undefined : found;
}

/** Addresses of code hosts, where the place of the revision is known. */
function ofForge(host: string, path: string): MovingUrl | undefined {
  const segments = path.split('/').slice(1);
  const lookup = /^\/repos\/[^/]+\/[^/]+\/(?:releases\/latest|tags|releases|branches\/[^/]+|commits\/[^/]+)\/?$/.test(
    path,
  );
  if (host === 'api.github.com') return lookup ? { kind: 'lookup', name: segments.slice(3).join('/') } : undefined;
  if (host === 'raw.githubusercontent.com' || host === 'raw.github.com') {
    if (segments[2] === 'refs') return segments[3] === 'heads' ? named('branch', segments[4], true) : undefined;
    return named('branch', segments[2]);
  }
  if (host === 'codeload.github.com') return named('archive', segments.slice(3).join('/'));
  const archive = /\/archive\/(refs\/heads\/.+|[^/]+)\.(?:tar\.gz|tgz|zip|tar\.bz2)$/.exec(path)?.[1];
  if (archive !== undefined) return named('archive', archive);
  const ball = /\/(?:tarball|zipball)\/([^/]+)\/?$/.exec(path)?.[1];
  if (ball !== undefined) return named('archive', ball);
  const file = /\/(?:-\/)?(?:raw|blob)\/(?:refs\/heads\/|branch\/)?([^/]+)\/./.exec(path)?.[1];
  if (file !== undefined && segments.length > 3) return named('branch', file);
  const tree = /\/-\/archive\/([^/]+)\//.exec(path)?.[1];
  return tree === undefined ? undefined : named('archive', tree);
}

function named(kind: MovingUrl['kind'], ref: string | undefined, branch = false): MovingUrl | undefined {
  if (ref === undefined || ref === '') return undefined;
  const short = ref.replace(/^refs\/heads\//, '');
  return branch || isMovingRef(ref) ? { kind, name: short } : undefined;
}

/** Addresses of code hosts are judged by their revision alone. */
const forge = /^(?:raw\.githubusercontent\.com|raw\.github\.com|codeload\.github\.com|api\.github\.com)$/;

function ofName(host: string, path: string): MovingUrl | undefined {
  if (forge.test(host) || /\/(?:pool|dists)\//.test(path)) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  const github = host === 'github.com' || host === 'www.github.com';
  const from = github ? 2 : 0;
  for (const [at, segment] of segments.entries()) {
    if (at < from) continue;
    if (/^(?:latest|LATEST|latest[-_](?:stable|release|version)|latest-v?\d+(?:\.x)?)$/.test(segment)) {
      return { kind: 'latest', name: segment };
    }
  }
  if (github && segments[2] !== 'releases') return undefined;
  const name = segments.at(-1) ?? '';
  if (/^(?:stable|latest)(?:-[\d.]+)?\.txt$|^LATEST_RELEASE/.test(name)) return { kind: 'lookup', name };
  if (conda.test(name)) return undefined;
  const newest = /(?:^|[-_.])(latest)(?=[-_.]|$)/i.exec(name);
  if (newest && !hasVersion(name)) return { kind: 'latest', name: newest[1] ?? '' };
  if (hasVersion(path)) return undefined;
  const word = segments.slice(from).find((segment) => /^(?:master|HEAD|nightly|snapshots?|nightlies)$/.test(segment));
  if (word !== undefined) return { kind: word === 'master' || word === 'HEAD' ? 'branch' : 'latest', name: word };
  const nightly = /(?:^|[-_.])(nightly|snapshot|master)(?=[-_.]|$)/i.exec(name);
  if (nightly) return { kind: 'latest', name: nightly[1] ?? '' };
  const main = segments.indexOf('main');
  return main > 0 && main < segments.length - 1 && !/debian|ubuntu|alpine|apt|repo|packages/.test(host + path)
    ? { kind: 'branch', name: 'main' }
    : undefined;
}

/** Its installer brings the package manager only, which then installs what the environment says. */
const conda = /^(?:mini|mambaforge|ana)(?:conda|forge)?\d?-latest/i;
