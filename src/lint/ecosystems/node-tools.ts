import type { ShellWord } from '../../shell/script';
import type { Match } from './ecosystem';

/** Programs of npm packages that build, test or check a project. */
const builders: ReadonlySet<string> = new Set([
  'tsc',
  'webpack',
  'vite',
  'next',
  'nuxt',
  'ng',
  'nx',
  'lerna',
  'rollup',
  'esbuild',
  'parcel',
  'tsup',
  'swc',
  'babel',
  'react-scripts',
  'vue-cli-service',
  'gulp',
  'grunt',
  'jest',
  'vitest',
  'mocha',
  'eslint',
  'prisma',
  'nest',
  'astro',
  'gatsby',
  'svelte-kit',
  'remix',
  'ember',
  'medusa',
  'strapi',
  'quasar',
  'turbo',
  'vue-tsc',
]);

/** The names `recognise` is asked about when they are run directly. */
export const nodeBuilders: readonly string[] = [...builders];

/**
 * What a program of an npm package does, run directly or through npx, `pnpm exec` or `yarn dlx`. The words start with its
 * name.
 */
export function nodeTool(words: readonly ShellWord[]): Match | undefined {
  const [program, ...rest] = words;
  if (!program) return undefined;
  const name = program.value.replace(/^.*\//, '').replace(/(.)@.*$/, '$1');
  if (!builders.has(name)) return undefined;
  const subcommand = rest.find((word) => !word.value.startsWith('-'));
  if (name === 'turbo' && subcommand?.value === 'prune') return { role: 'plan', subcommand };
  return asksOnly(rest) ? undefined : { role: 'project', subcommand: subcommand?.literal ? subcommand : program };
}

function asksOnly(words: readonly ShellWord[]): boolean {
  return words.some((word) => /^(?:--version|--help|-v|-h)$/.test(word.value));
}

/** A script of package.json: hooks of an install belong behind the copy, the rest is the project's own. */
export function nodeScript(name: ShellWord): Match {
  const hook = /^(?:(?:pre|post)?install|prepare|(?:pre|post)prepare)$/.test(name.value);
  return { role: hook ? 'finish' : 'project', subcommand: name };
}

/** Splits what follows `install` into packages of a registry and of this machine. */
export function splitPackages(words: readonly ShellWord[]): {
  readonly packages: readonly ShellWord[];
  readonly local: readonly ShellWord[];
} {
  const local = words.filter(
    ({ value }) => /^(?:\.|~?\/|(?:file|link|portal):)|\.t(?:ar\.)?gz$/.test(value) && !/^https?:/.test(value),
  );
  return { packages: words.filter((word) => !local.includes(word)), local };
}
