import { readText, replaceText } from '../state-folder';

/** An engine forgets builds much sooner. */
const most = 500;

/** Refs of builds that were looked at on this machine. */
export function loadRefs(file: string): ReadonlySet<string> {
  return new Set((readText(file) ?? '').split('\n').filter((ref) => ref !== ''));
}

export function saveRefs(file: string, refs: Iterable<string>): void {
  const all = [...new Set([...loadRefs(file), ...refs])];
  replaceText(file, `${all.slice(-most).join('\n')}\n`);
}
