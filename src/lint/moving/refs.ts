/**
 * Whether a name of a git revision stands for another commit from one day to the next, judged by the name alone. Tags nearly
 * always hold a number and branches hardly ever do; what could be either counts as fixed.
 */
export function isMovingRef(ref: string): boolean {
  if (/^refs\/heads\/.|^(?:origin|upstream)\/./.test(ref)) return true;
  if (/^refs\//.test(ref) || !/^[\w./-]+$/.test(ref) || /^[.-]|^FETCH_HEAD$/.test(ref)) return false;
  if (/^[0-9a-f]{7,64}$/i.test(ref)) return false;
  return !/\d/.test(ref) || versionBranch.test(ref);
}

/** Branches that take the fixes of one version: `version-16`, `release/1.2`, `stable-3`, `4.x`, `8.x-3.x`. */
const versionBranch =
  /^(?:(?:version|stable|maint|maintenance|branch|series)[-_/]v?\d+(?:[._]\d+)?(?:\.x)?|release\/v?\d+(?:\.\d+)?(?:\.x)?|release[-_]v?\d+|(?:[a-z]+[-_/])?v?\d+(?:\.\d+)?\.x(?:-\d+(?:\.\d+)?\.x)?|\d+(?:\.\d+)?[-_](?:stable|dev|lts))$/i;

/** A version or a date in a name or path: what has one does not move, as far as its name tells. */
export function hasVersion(text: string): boolean {
  return /\d+\.\d+|\d{6,}|\d{4}-\d\d/.test(text);
}
