import { plural } from '../../shared/plural';
import type { ViewChoice } from '../view-choice';

/** Above the rows: what a filter leaves of all. Undefined without a filter, and where there is nothing to filter. */
export function describeFilter(
  filter: string,
  shown: number | undefined,
  all: number,
  noun: string,
): string | undefined {
  if (filter === '' || shown === undefined || all === 0) return undefined;
  return `Filter “${filter}”: ${shown === 0 ? 'none' : shown.toLocaleString('en-US')} of ${plural(all, noun)}`;
}

/** Beside the view's title: how it is arranged where that is not the default. */
export function describeArrangement({ groups, sorts, current }: ViewChoice): string | undefined {
  const said = [
    current.group === groups[0]?.id ? undefined : groupWords(groups.find(({ id }) => id === current.group)?.label),
    current.sort === sorts[0]?.id ? undefined : sorts.find(({ id }) => id === current.sort)?.label.toLowerCase(),
  ].filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join(' · ');
}

function groupWords(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  return label === 'None' ? 'not grouped' : `by ${label.toLowerCase()}`;
}
