import { joinPath } from '../../shared/posix-path';
import { type Draft, isDirectory, isFile, isInside, readText } from './draft';

export interface ScriptNeeds {
  /** Files and folders of the context it names or is known to read. */
  readonly paths: readonly string[];
  /** There is nothing else it needs. */
  readonly complete: boolean;
}

export const noNeeds: ScriptNeeds = { paths: [], complete: true };

interface ToolCall {
  readonly words: readonly string[];
  /** Folder it runs in. */
  readonly folder: string;
  /** `prisma.schema` of package.json. */
  readonly prismaSchema: string | undefined;
}

/** What a command of a lifecycle script reads from the project. */
export function toolNeeds(draft: Draft, { words, folder, prismaSchema }: ToolCall): ScriptNeeds {
  const [program = '', ...args] = words;
  const tool = program.replace(/^.*node_modules\/\.bin\//, '').replace(/^(?:@\w[\w.-]*\/)?([\w-]+)@.*$/, '$1');
  if (tool === 'prisma') return prismaNeeds(draft, folder, args, prismaSchema);
  if (tool === 'patch-package') return patchPackageNeeds(draft, folder, args);
  if (withoutFiles.has(tool) || (tool === 'node' && /^(?:-e|-p|--eval|--print)$/.test(args[0] ?? ''))) return noNeeds;
  if (tool === 'git' || tool === 'rimraf' || tool === 'rm') return noNeeds;
  const reads = Object.hasOwn(projectTools, tool) ? projectTools[tool] : undefined;
  if (reads) return { paths: existing(draft, folder, reads), complete: false };
  if (/^(?:node|sh|bash|ts-node|tsx|bun|deno|python3?|php|zx)$/.test(tool))
    return interpretedNeeds(draft, folder, args);
  if (/^\.{0,2}\/|^[\w-]+\/[\w./-]+$/.test(program)) return interpretedNeeds(draft, folder, words);
  return {
    paths: existing(
      draft,
      folder,
      args.filter((word) => /^[\w.@-]+(?:\/[\w.@-]+)+$/.test(word)),
    ),
    complete: false,
  };
}

/** They read nothing of the project, or do nothing when it is not there: git hooks, checks of the manager, messages. */
const withoutFiles = new Set(
  (
    'husky is-ci is-in-ci is-dev only-allow check-node-version echo printf exit true false : test [ mkdir touch which command simple-git-hooks ' +
    'simple-pre-commit lefthook yorkie pinst ngcc opencollective opencollective-postinstall playwright cypress puppeteer ' +
    'electron-builder electron-rebuild install-app-deps npm-force-resolutions corepack yarn-deduplicate'
  ).split(' '),
);

/** Tools that build the project, with the files that show what they read; source comes on top. */
const projectTools: Readonly<Record<string, readonly string[]>> = {
  tsc: ['tsconfig.json'],
  'tsc-alias': ['tsconfig.json'],
  tsup: ['tsup.config.ts', 'tsup.config.js', 'src'],
  webpack: ['webpack.config.js', 'webpack.config.ts', 'webpack.config.cjs', 'webpack.config.mjs'],
  rollup: ['rollup.config.js', 'rollup.config.mjs', 'rollup.config.ts'],
  vite: ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'index.html'],
  'vue-cli-service': ['vue.config.js', 'src'],
  'react-scripts': ['src', 'public'],
  'svelte-kit': ['svelte.config.js'],
  nuxt: ['nuxt.config.ts', 'nuxt.config.js'],
  nuxi: ['nuxt.config.ts', 'nuxt.config.js'],
  next: ['next.config.js', 'next.config.mjs', 'next.config.ts', 'pages', 'app', 'src'],
  ng: ['angular.json'],
  gulp: ['gulpfile.js', 'gulpfile.mjs', 'gulpfile.ts'],
  grunt: ['Gruntfile.js', 'gruntfile.js'],
  babel: ['babel.config.js', '.babelrc', 'src'],
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  'node-gyp': ['binding.gyp'],
  'node-gyp-build': ['binding.gyp'],
  lerna: ['lerna.json'],
  nx: ['nx.json'],
  turbo: ['turbo.json'],
  'graphql-codegen': ['codegen.yml', 'codegen.yaml', 'codegen.ts', 'codegen.js'],
  bower: ['bower.json', '.bowerrc'],
};

function prismaNeeds(
  draft: Draft,
  folder: string,
  args: readonly string[],
  configured: string | undefined,
): ScriptNeeds {
  if (!args.includes('generate')) return { paths: [], complete: false };
  const flag = args.findIndex((word) => /^--schema(?:=|$)/.test(word));
  const named = flag < 0 ? configured : (args[flag]?.split('=')[1] ?? args[flag + 1]);
  const candidates = named === undefined ? ['prisma/schema.prisma', 'schema.prisma'] : [named];
  const path = candidates
    .map((name) => joinPath(folder, name))
    .find((at) => isFile(draft, at) || isDirectory(draft, at));
  return path === undefined ? { paths: [], complete: false } : { paths: [path], complete: true };
}

function patchPackageNeeds(draft: Draft, folder: string, args: readonly string[]): ScriptNeeds {
  const flag = args.findIndex((word) => /^--patch-dir(?:=|$)/.test(word));
  const named = flag < 0 ? 'patches' : (args[flag]?.split('=')[1] ?? args[flag + 1] ?? 'patches');
  const path = joinPath(folder, named);
  return { paths: isDirectory(draft, path) ? [path] : [], complete: true };
}

/** `node scripts/x.js --flag`: the file, and nothing else when its text refers to no other. */
function interpretedNeeds(draft: Draft, folder: string, args: readonly string[]): ScriptNeeds {
  const script = args.find((word) => !word.startsWith('-') && !/^(?:run|-r)$/.test(word));
  if (script === undefined) return { paths: [], complete: false };
  const path = ['', '.js', '.ts', '.mjs', '.cjs', '/index.js']
    .map((ending) => joinPath(folder, script) + ending)
    .find((at) => isFile(draft, at));
  if (path === undefined) return { paths: [], complete: false };
  const others = existing(
    draft,
    folder,
    args.filter((word) => word !== script && /\//.test(word) && !word.startsWith('-')),
  );
  const source = readText(draft, path);
  const alone =
    source !== undefined &&
    !/['"`]\.{1,2}\/|\b(?:fs|child_process|__dirname|process\.cwd|import\.meta|Bun|Deno)\b|^#!.*sh\b/m.test(source) &&
    !/\.(?:sh|bash)$/.test(path);
  return { paths: [path, ...others], complete: alone };
}

function existing(draft: Draft, folder: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => joinPath(folder, name))
    .filter((path) => isInside(path) && (isFile(draft, path) || isDirectory(draft, path)));
}
