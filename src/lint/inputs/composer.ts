import { joinPath } from '../../shared/posix-path';
import { at, list, strings, type Table, table, tableAt, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile } from './draft';
import { hasGlob, matchFolders } from './globs';
import type { InstallCall } from './install-inputs';
import { scriptCommands } from './script-commands';

/** Events of `composer install`, in their order. */
const events = ['pre-install-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-install-cmd'];

export function addComposerInputs(draft: Draft, { flags }: InstallCall): void {
  if (!addManifest(draft, 'composer.json')) return;
  const path = joinPath(draft.project, 'composer.json');
  if (addLock(draft, 'composer.lock')) {
    const lock = parseFile(draft, joinPath(draft.project, 'composer.lock'), (source) => JSON.parse(source) as unknown);
    draft.packages = list(at(lock, 'packages')).length || undefined;
  }
  addConfig(draft, 'symfony.lock');
  addConfig(draft, 'auth.json');
  const parsed = parseFile(draft, path, (source) => JSON.parse(source) as unknown);
  const manifest = table(parsed);
  draft.outputs.add(text(at(manifest, 'config', 'vendor-dir')) ?? 'vendor');
  addRepositories(draft, manifest, path);
  if (!flags.has('--no-scripts')) addScripts(draft, manifest);
  if (!flags.has('--no-autoloader')) refuseAutoloader(draft, manifest, flags);
}

function addRepositories(draft: Draft, manifest: Table, path: string): void {
  const repositories = at(manifest, 'repositories');
  for (const repository of Array.isArray(repositories) ? repositories : Object.values(table(repositories))) {
    const url = text(at(repository, 'url'));
    const kind = at(repository, 'type');
    if (url === undefined || (kind !== 'path' && kind !== 'artifact') || /:\/\//.test(url)) continue;
    const targets = hasGlob(url) ? matchFolders(draft, draft.project, url) : [joinPath(draft.project, url)];
    for (const target of targets) {
      const own = draft.project === '' ? target : target.slice(draft.project.length + 1);
      addPathDependency(draft, { spec: hasGlob(url) ? own : url, folder: draft.project, manifest: path });
    }
  }
}

function addScripts(draft: Draft, manifest: Table): void {
  const scripts = tableAt(manifest, 'scripts');
  for (const event of events) {
    for (const command of commandsOf(scripts, event, new Set())) {
      const { named, complete } = commandNeeds(draft, command);
      draft.scripts.push({ name: event, command, named, needs: complete ? named : undefined });
    }
  }
}

/** Commands behind an event, those of other events called by `@name` too. */
function commandsOf(scripts: Table, name: string, visited: Set<string>): readonly string[] {
  if (visited.has(name)) return [];
  visited.add(name);
  const value = scripts[name];
  const lines = typeof value === 'string' ? [value] : Array.isArray(value) ? strings(value) : Object.keys(table(value));
  return lines.flatMap((line) => {
    const called = /^@([\w:.-]+)/.exec(line)?.[1];
    if (called === undefined || /^(?:php|composer|putenv|no_additional_args)$/.test(called)) return [line];
    return commandsOf(scripts, called, visited);
  });
}

function commandNeeds(
  draft: Draft,
  command: string,
): { readonly named: readonly string[]; readonly complete: boolean } {
  if (/^[A-Za-z_\\][\w\\]*::\w+$/.test(command)) {
    return {
      named: [],
      complete: /^(?:Illuminate|Composer|Symfony|PackageVersions|Google|Drupal|DrupalComposer)\\/.test(command),
    };
  }
  if (/^@putenv\b/.test(command)) return { named: [], complete: true };
  const named: string[] = [];
  for (const words of scriptCommands(command)) {
    const args = words.filter((word) => !word.startsWith('-') && !/^(?:@?php|@composer)$/.test(word));
    const script =
      /^symfony-cmd$/.test(words[0] ?? '') || /^(?:cache:clear|assets:install)$/.test(words[0] ?? '')
        ? 'bin/console'
        : args[0];
    if (script !== undefined && isFile(draft, joinPath(draft.project, script)))
      named.push(joinPath(draft.project, script));
  }
  return { named, complete: false };
}

/** The class map and an optimised autoloader list files of the project; psr-4 alone is only a prefix. */
function refuseAutoloader(draft: Draft, manifest: Table, flags: ReadonlySet<string>): void {
  const autoload = [tableAt(manifest, 'autoload'), flags.has('--no-dev') ? {} : tableAt(manifest, 'autoload-dev')];
  const optimised = ['-o', '--optimize-autoloader', '-a', '--classmap-authoritative'].some((flag) => flags.has(flag));
  const configured =
    at(manifest, 'config', 'optimize-autoloader') === true || at(manifest, 'config', 'classmap-authoritative') === true;
  if (autoload.some((section) => list(table(section).classmap).length > 0)) {
    draft.refusals.add('the class map of the autoloader is made from the source');
  } else if (optimised || configured) {
    draft.refusals.add('the optimised autoloader is made from the source');
  }
}
