/** Whether something is part of a step's key; `unsure` where nobody has tried. */
export type Counts = 'yes' | 'no' | 'unsure';

/** In what the Podmans that were tried differ from each other. All else is the same in all of them. */
export interface PodmanRules {
  /** Files of the build context behind a RUN's `type=bind`. */
  readonly mountedFiles: Counts;
  /** Their times, too: then the context as a whole is another one in every build. */
  readonly mountedTimes: Counts;
  /** A RUN runs again when a stage it mounts was built; a stage that does not end in a RUN, COPY or ADD always was. */
  readonly mountedStages: Counts;
  /** Bodies of heredocs. */
  readonly heredocs: Counts;
  /** Bodies of a RUN's heredocs where an ARG has a value. */
  readonly heredocsBesideArgs: Counts;
  /** `--link` of a copy. */
  readonly link: Counts;
  /** Of two equal steps the newer one is found; else the older one. */
  readonly newerFound: Counts;
}

const [yes, no, unsure] = ['yes', 'no', 'unsure'] as const;

/** By the versions that were tried: 4.3.1, 5.4.2, 5.8.6 and 6.1.1. The first had neither heredocs nor `--link`, the second no `--link`. */
const measured: readonly { readonly version: number; readonly rules: PodmanRules }[] = [
  {
    version: number(4, 3),
    rules: {
      ...{ mountedFiles: no, mountedTimes: no, mountedStages: no },
      ...{ heredocs: unsure, heredocsBesideArgs: unsure, link: unsure, newerFound: no },
    },
  },
  {
    version: number(5, 4),
    rules: {
      ...{ mountedFiles: yes, mountedTimes: yes, mountedStages: yes },
      ...{ heredocs: yes, heredocsBesideArgs: no, link: unsure, newerFound: no },
    },
  },
  ...[number(5, 8), number(6, 1)].map((version) => ({
    version,
    rules: {
      ...{ mountedFiles: yes, mountedTimes: no, mountedStages: yes },
      ...{ heredocs: yes, heredocsBesideArgs: yes, link: yes, newerFound: yes },
    } as const,
  })),
];

/**
 * The rules of a version such as `5.4.2`: of its own minor version where that was tried; else what those before and behind it
 * have in common, and of one that is newer than all of them what all have. Undefined for what is older.
 */
export function podmanRules(engineVersion: string): PodmanRules | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(engineVersion) ?? [];
  const version = number(Number(major), Number(minor));
  const before = measured.findLast((one) => one.version <= version);
  const behind = measured.find((one) => one.version >= version);
  if (!before) return undefined;
  if (!behind) return measured.map(({ rules }) => rules).reduce(common);
  return common(before.rules, behind.rules);
}

function common(one: PodmanRules, other: PodmanRules): PodmanRules {
  const of = (name: keyof PodmanRules) => (one[name] === other[name] ? one[name] : 'unsure');
  return {
    mountedFiles: of('mountedFiles'),
    mountedTimes: of('mountedTimes'),
    mountedStages: of('mountedStages'),
    heredocs: of('heredocs'),
    heredocsBesideArgs: of('heredocsBesideArgs'),
    link: of('link'),
    newerFound: of('newerFound'),
  };
}

function number(major: number, minor: number): number {
  return major * 1000 + minor;
}
