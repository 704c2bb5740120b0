/** The names in a confirmation, one on each line; so many that a dialog can show them. */
export function nameLines(names: readonly string[], limit = 12): string {
  const rest = names.length - limit;
  return rest > 0 ? [...names.slice(0, limit), `and ${rest} more`].join('\n') : names.join('\n');
}
