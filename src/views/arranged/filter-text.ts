/** Whether a text has every word of a filter, in any order and case. An empty filter takes everything. */
export function createMatcher(filter: string): (text: () => string) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (text) => {
    const searched = text().toLowerCase();
    return words.every((word) => searched.includes(word));
  };
}
