import type { Directive, Dockerfile } from '../../dockerfile/model';

/** The Dockerfile frontend a file asks for in `# syntax=`. */
export interface Frontend {
  readonly directive: Directive;
  /** What stands in front of the tag: `docker/dockerfile`, also from a mirror. */
  readonly repository: string;
  /** The minor release of version 1 it is held at; undefined: the newest, or nobody knows. */
  readonly minor: number | undefined;
  /** The channel that had new features first. */
  readonly labs: boolean;
  readonly digest: boolean;
}

/** Something in a Dockerfile that needs BuildKit, with the releases that brought it: stable, and in the labs channel. */
export interface FrontendFeature {
  readonly minor: number;
  readonly labsMinor?: number;
}

/** Undefined without `# syntax=`, and for frontends of other people. */
export function frontendOf({ directives }: Pick<Dockerfile, 'directives'>): Frontend | undefined {
  const directive = directives.find(({ name }) => name === 'syntax');
  const match = /^((?:[\w.:-]+\/)*docker\/dockerfile|(?:[\w.:-]+\/)+dockerfile)(?::([\w.-]+))?(@\S+)?$/.exec(
    directive?.value.trim() ?? '',
  );
  if (!directive || !match) return undefined;
  const version = /^1\.(\d+)(?:\.\d+)?(?:-(labs|experimental))?$/.exec(match[2] ?? '');
  return {
    directive,
    repository: match[1] ?? '',
    minor: version?.[1] === undefined ? undefined : Number(version[1]),
    labs: version?.[2] !== undefined,
    digest: match[3] !== undefined,
  };
}

/** The file's frontend is not held at a release from before the feature. */
export function frontendAllows(file: Pick<Dockerfile, 'directives'>, feature: FrontendFeature): boolean {
  const frontend = frontendOf(file);
  return !frontend || knows(frontend, feature);
}

export function knows({ minor, labs }: Frontend, feature: FrontendFeature): boolean {
  return minor === undefined || minor >= (labs ? (feature.labsMinor ?? feature.minor) : feature.minor);
}

export const mountFeature: FrontendFeature = { minor: 2, labsMinor: 0 };
export const linkFeature: FrontendFeature = { minor: 4, labsMinor: 3 };
