import type { BuildRequest } from './build-run';
import type { Builds } from './builds';

/** How a Dockerfile was built last, also in an earlier window: what a forecast asks about. */
export interface LastBuild {
  readonly dockerfile: string;
  readonly context: string;
  readonly target: string | undefined;
  readonly platform: string | undefined;
  readonly chosenBuilder: BuildRequest['chosenBuilder'];
  readonly buildArgs: Readonly<Record<string, string>>;
}

export interface LastBuilds {
  /** The newest first, one for each Dockerfile. */
  readonly all: readonly LastBuild[];
  /** Of a stage, which may have been built with another one only; undefined `target`: the last stage. */
  of(dockerfile: string, target: string | undefined): LastBuild | undefined;
}

/** Of a Dockerfile that was never built, as most are: its folder is the context. */
export function firstBuild(dockerfile: string, context: string): LastBuild {
  return { dockerfile, context, target: undefined, platform: undefined, chosenBuilder: undefined, buildArgs: {} };
}

interface Memory {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): Promise<void>;
}

/** As remembered: of build arguments, which may be secret, only that there were some. */
type Kept = Omit<LastBuild, 'buildArgs'> & { readonly hasArguments: boolean };

const key = 'lastBuilds';
const most = 30;

/** A build with arguments that this window does not know is left out: it could not be foretold rightly. */
export function createLastBuilds({ builds, memory }: { readonly builds: Builds; readonly memory: Memory }): LastBuilds {
  const kept = () => memory.get<readonly Kept[]>(key) ?? [];
  const here = () => builds.all.map(({ request }) => request).reverse();
  builds.onDidBegin(({ request }) => {
    const { dockerfile, context, target, platform, chosenBuilder, buildArgs } = request;
    const hasArguments = Object.keys(buildArgs).length > 0;
    const others = kept().filter((one) => one.dockerfile !== dockerfile || one.target !== target);
    const own: Kept = { dockerfile, context, target, platform, chosenBuilder, hasArguments };
    void memory.set(key, [own, ...others].slice(0, most));
  });
  const known = (): readonly LastBuild[] => {
    const own = here();
    const earlier = kept().filter(
      (one) => !own.some(({ dockerfile, target }) => dockerfile === one.dockerfile && target === one.target),
    );
    return [...own, ...earlier.filter(({ hasArguments }) => !hasArguments).map((one) => ({ ...one, buildArgs: {} }))];
  };
  return {
    get all() {
      const seen = new Set<string>();
      return known().filter(({ dockerfile }) => !seen.has(dockerfile) && seen.add(dockerfile));
    },
    of(dockerfile, target) {
      const own = known().filter((one) => one.dockerfile === dockerfile);
      const [last] = own;
      return own.find((one) => one.target === target) ?? (last && { ...last, target });
    },
  };
}
