import type { Scope } from '../../dockerfile/scope';
import { baseName, joinPath, resolvePath } from '../../shared/posix-path';
import { rememberedFlag } from '../../shared/remembered';
import { flagValues, operands } from '../../shell/args';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { Recognised } from '../ecosystems/recognise';
import type { FlowCommand } from '../flow/flow';
import { homeOf, isRoot, pathOf } from '../flow/image-path';
import { downloadsOf } from './downloads';
import type { WriteKind } from './layer-writes';

export interface CommandWrite {
  readonly path: string;
  readonly shape: 'file' | 'tree';
  readonly kind: WriteKind;
}

/** What a command certainly leaves behind, by its own words. */
export function commandWrites(command: FlowCommand, scope: Scope): readonly CommandWrite[] {
  const { call, recognised, directory } = command;
  const at = (value: string) => pathOf(value, directory, scope);
  switch (call.program) {
    case 'curl':
    case 'wget':
      return downloadsOf(command, scope).map((path) => ({ path, shape: 'file', kind: 'download' }));
    case 'git':
      return clone(command, at);
    case 'tar':
    case 'bsdtar':
    case 'unzip':
      return extract(command, at);
    default:
      return recognised ? managed(recognised, directory, scope) : [];
  }
}

function clone({ call }: FlowCommand, at: (value: string) => string | undefined): readonly CommandWrite[] {
  const words = operands(call, {
    valueFlags: ['b', 'branch', 'depth', 'c', 'config', 'C', 'o', 'origin', 'j', 'jobs'],
  });
  const [verb, url, folder] = words;
  if (verb?.value !== 'clone' || !url) return [];
  if (call.args.some(({ value }) => value.startsWith('-C'))) return [];
  const path = at(folder?.value ?? baseName(url.value.replace(/\/+$/, '')).replace(/\.git$/, ''));
  return path === undefined ? [] : [{ path, shape: 'tree', kind: 'clone' }];
}

/** The folder it unpacks into, and the folder of the archive's own name that archives usually hold. */
function extract(command: FlowCommand, at: (value: string) => string | undefined): readonly CommandWrite[] {
  const { call, directory } = command;
  const { program } = call;
  if (!unpacksArchive(command)) return [];
  const named = flagValues(call, ...(program === 'unzip' ? ['-d'] : ['-C', '--directory'])).at(-1)?.value;
  const folder = named === undefined ? directory : at(named);
  if (folder === undefined) return [];
  const archive = archiveOf(command);
  const name = archive && baseName(archive).replace(/\.(tar(\.\w+)?|t[gbx]z|zip)$/, '');
  const inside = name && /^[\w.+-]*[A-Za-z][\w.+-]*$/.test(name) ? [joinPath(folder, name)] : [];
  return [folder, ...inside].map((path) => ({ path, shape: 'tree', kind: 'extract' }));
}

/** tar told to extract, or a program that does nothing else. */
export function unpacksArchive({ call: { program, args } }: FlowCommand): boolean {
  if (program !== 'tar' && program !== 'bsdtar')
    return /^(unzip|gunzip|bunzip2|unxz|unzstd|7z|7za)$/.test(program ?? '');
  const [first] = args;
  return (
    /^-?[a-zA-Z]*x[a-zA-Z]*$/.test(first?.value ?? '') ||
    args.some(({ value }) => value === '--extract' || /^-[a-zA-Z]*x[a-zA-Z]*$/.test(value))
  );
}

/** The word that names the archive a command unpacks. */
export function archiveOf({ call }: FlowCommand): string | undefined {
  return call.args.find(({ value }) => archiveName.test(value))?.value.replace(/^--file=/, '');
}

/** A name that reads like an archive. */
export const archiveName = /\.(tar|t[gbx]z|tbz2|tar\.\w+|zip|gz|bz2|xz|zst|7z)$/;

function managed(recognised: Recognised, directory: string | undefined, scope: Scope): readonly CommandWrite[] {
  const { role, ecosystem, flags } = recognised;
  switch (role) {
    case 'system-update':
      return ecosystem === 'apt' ? [tree('/var/lib/apt/lists', 'index')] : systemCaches(recognised);
    case 'system-install':
    case 'system-upgrade':
      return systemCaches(recognised);
    case 'install':
    case 'prime':
    case 'implicit':
    case 'tools':
      return [...projectWrites(recognised, directory), ...downloadCaches(recognised, scope)];
    case 'project':
      return flags.has('--help') ? [] : buildFolders(recognised, directory);
    default:
      return [];
  }
}

function systemCaches({ ecosystem, flags, packages, role }: Recognised): readonly CommandWrite[] {
  if (ecosystem === 'apt' || flags.has('--no-cache')) return [];
  if (role === 'system-install' && packages.length === 0) return [];
  return ecosystemOf(ecosystem).caches.map((path) => tree(path, 'cache'));
}

function projectWrites(recognised: Recognised, directory: string | undefined): readonly CommandWrite[] {
  const { role, ecosystem, subcommand, flags } = recognised;
  if (directory === undefined || role === 'tools') return [];
  if (role === 'implicit') return buildFolders(recognised, directory);
  if (/^(go|cargo)$/.test(ecosystem) && subcommand?.value !== 'vendor') return [];
  if (flags.has('--system') || flags.has('--lockfile-only')) return [];
  if (!/^(npm|yarn|pnpm|bun|composer|go|cargo)$/.test(ecosystem) || subcommand?.value === 'fetch') return [];
  const folder = ecosystem === 'cargo' ? ['vendor'] : ecosystemOf(ecosystem).outputs.slice(0, 1);
  return folder.map((name) => tree(resolvePath(directory, name), 'dependencies'));
}

/** Folders that builds of an ecosystem always make in the project. */
function buildFolders({ ecosystem }: Recognised, directory: string | undefined): readonly CommandWrite[] {
  const name = { cargo: 'target', maven: 'target', gradle: 'build' }[ecosystem as string];
  return name === undefined || directory === undefined ? [] : [tree(resolvePath(directory, name), 'build')];
}

const cacheVariable = /CACHE|^CARGO_HOME$|^GOPATH$|^GOMODCACHE$|^GRADLE_USER_HOME$|^MAVEN_/i;

const movesCaches = rememberedFlag((variables: Scope['variables']) => {
  for (const name of variables.keys()) if (cacheVariable.test(name)) return true;
  return false;
});

/** Where root's downloads go unless they are told elsewhere. */
function downloadCaches({ ecosystem, flags, invocation }: Recognised, scope: Scope): readonly CommandWrite[] {
  const [cache] = ecosystemOf(ecosystem).caches;
  if (cache === undefined || !isRoot(scope)) return [];
  const quiet = ['--no-cache-dir', '--no-cache', '--cache', '--cache-dir', '--cache-folder', '--offline', '-o'];
  if (quiet.some((flag) => flags.has(flag))) return [];
  const { assignments } = invocation.command;
  if (movesCaches(scope.variables) || assignments.some(({ name }) => cacheVariable.test(name))) return [];
  return [tree(cache.replace(/^\/root(?=\/)/, homeOf(scope)), 'cache')];
}

function tree(path: string, kind: WriteKind): CommandWrite {
  return { path, shape: 'tree', kind };
}
