import type { ViewChoice } from '../../views/view-choice';
import type { Services } from '../services';

/** So long after the last key the rows follow what is typed. */
const restMs = 120;

/** Asks for the words a view is filtered by; its rows follow what is typed. Giving up brings back what was before. */
export async function filterView(
  { ui }: Pick<Services, 'ui'>,
  choice: ViewChoice,
  { things, given }: { readonly things: 'images' | 'containers'; readonly given: unknown },
): Promise<void> {
  const before = choice.current.filter;
  let timer: NodeJS.Timeout | undefined;
  const show = (filter: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => choice.set({ filter }), restMs);
  };
  const entered =
    typeof given === 'string'
      ? given
      : await ui.input({ title: `Filter ${things}`, prompt: prompts[things], value: before, onType: show });
  clearTimeout(timer);
  choice.set({ filter: entered ?? before });
}

const prompts = {
  images: 'Shows images whose reference or id has all of these words. Empty shows all.',
  containers:
    'Shows containers whose name, image, state, project, network or ports have all of these words. Empty shows all.',
};
