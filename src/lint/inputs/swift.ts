import { joinPath } from '../../shared/posix-path';
import { at, list } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, parseFile, readText } from './draft';

export function addSwiftInputs(draft: Draft): void {
  if (!addManifest(draft, 'Package.swift')) return;
  const path = joinPath(draft.project, 'Package.swift');
  if (addLock(draft, 'Package.resolved')) {
    const lock = parseFile(draft, joinPath(draft.project, 'Package.resolved'), (text) => JSON.parse(text) as unknown);
    draft.packages = list(at(lock, 'pins') ?? at(lock, 'object', 'pins')).length || undefined;
  }
  addConfig(draft, '.swift-version');
  draft.outputs.add('.build');
  const source = (readText(draft, path) ?? '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
  for (const match of source.matchAll(/\.package\(\s*(?:name:\s*"[^"]*"\s*,\s*)?path:\s*"([^"]+)"/g)) {
    addPathDependency(draft, { spec: match[1] ?? '', folder: draft.project, manifest: path });
  }
}
