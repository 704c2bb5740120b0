import type { RunStep } from '../flow/flow';
import { frontendOf } from '../instructions/frontend';
import type { Fix, LintFile, SpanEdit } from '../rule';
import { addFlags, cacheMountFlag } from './add-mounts';
import type { CompilerCache } from './compiler-caches';
import { copyOut } from './copy-out';
import { accountOf } from './home';
import { consumersOf } from './mount-consumers';
import { wordsBelow } from './mount-words';

/** Mounts the caches of the compilations, and copies the program out of one that holds it; undefined where not certain. */
export function mountCompilerCaches(
  file: LintFile,
  places: readonly { readonly step: RunStep; readonly cache: CompilerCache }[],
): Fix | undefined {
  const edits: SpanEdit[] = [];
  for (const { step, cache } of places) {
    const { directory } = cache;
    const account = accountOf(file, step.instruction);
    if (directory === undefined || !directory.startsWith('/') || /[<$]/.test(directory) || !step.script.complete)
      return undefined;
    if (account.root === false && (cache.compiler === 'Next.js' || account.uid === undefined)) return undefined;
    if (cache.holdsOutput) {
      if (places.length > 1) return undefined;
      const consumers = consumersOf(file, step, directory);
      const out = consumers.length > 0 ? copyOut(file, step, consumers) : undefined;
      const copied = step.commands.some(
        (entry) =>
          /^(?:cp|mv|install)$/.test(entry.call.program ?? '') && wordsBelow(file, step, entry, directory).length > 0,
      );
      if (!out && !(copied && consumers.length === 0)) return undefined;
      edits.push(...(out?.edits ?? []));
    }
    edits.push(addFlags(file, step.instruction, [cacheMountFlag(directory, { ecosystem: undefined, account })]));
  }
  const additive = places.every(({ cache }) => !cache.holdsOutput);
  return {
    title: places.length === 1 ? 'Add the cache mount' : 'Add the cache mounts',
    // Safe where BuildKit is required already: no file of the image changes but those of the cache.
    safe: additive && needsBuildkit(file),
    edits,
  };
}

/** The file cannot be built without BuildKit as it is. */
export function needsBuildkit(file: LintFile): boolean {
  return frontendOf(file.dockerfile) !== undefined || file.runs.some(({ mounts }) => mounts.length > 0);
}
