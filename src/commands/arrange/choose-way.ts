import type { ViewChoice } from '../../views/view-choice';
import type { Services } from '../services';

/** Asks how to group or sort a view, with a mark at what is so now. The id of a way can be given. */
export async function chooseWay(
  { ui }: Pick<Services, 'ui'>,
  choice: ViewChoice,
  { what, things, given }: { readonly what: 'group' | 'sort'; readonly things: string; readonly given: unknown },
): Promise<void> {
  const ways = what === 'group' ? choice.groups : choice.sorts;
  const items = ways.map(({ id, label }) => {
    const current = choice.current[what] === id;
    return { label, value: id, picked: current, icon: current ? 'check' : 'blank' };
  });
  const title = `${what === 'group' ? 'Group' : 'Sort'} ${things} by`;
  const chosen = typeof given === 'string' ? given : await ui.pick(items, { title });
  if (chosen !== undefined) choice.set({ [what]: chosen });
}
