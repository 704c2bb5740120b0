import type { PickItem } from '../host/ui';
import type { Services } from './services';
import { splitWords } from './split-words';

/** Something that may be decided before a thing is made, and mostly is left as it is. */
export interface Option<Draft> {
  readonly label: string;
  readonly icon?: string;
  /** As it stands: `bridge`, `none`. */
  readonly describe: (draft: Draft) => string;
  /** Asks for it; undefined leaves it as it is. */
  readonly edit: (draft: Draft) => Promise<Draft | undefined>;
}

/**
 * One list that shows what is about to be made and what may be changed of it; Enter makes it. Undefined when the person
 * gave up.
 */
export async function askOptions<Draft>(
  { ui }: Pick<Services, 'ui'>,
  menu: {
    readonly title: string;
    /** What Enter does: `Create the volume data`. */
    readonly action: (draft: Draft) => string;
    readonly draft: Draft;
    readonly options: readonly Option<Draft>[];
  },
): Promise<Draft | undefined> {
  let { draft } = menu;
  for (;;) {
    const items: PickItem<Option<Draft> | 'go'>[] = [
      { label: menu.action(draft), icon: 'check', value: 'go' },
      ...menu.options.map((option) => ({
        label: option.label,
        description: option.describe(draft),
        icon: option.icon ?? 'edit',
        value: option,
      })),
    ];
    const chosen = await ui.pick(items, { title: menu.title, placeholder: 'Enter goes on; or change an option first' });
    if (chosen === undefined) return undefined;
    if (chosen === 'go') return draft;
    draft = (await chosen.edit(draft)) ?? draft;
  }
}

/** `key=value` pairs as words of a command line: `team=web note="of two words"`. A key alone has an empty value. */
export function parsePairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    splitWords(text).map((word): [string, string] => {
      const at = word.indexOf('=');
      return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

export function writePairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => {
      const word = value === '' ? key : `${key}=${value}`;
      return /[\s"'\\]/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : word;
    })
    .join(' ');
}

/** What is wrong with such a text, while typing. */
export function checkPairs(text: string): string | undefined {
  const wrong = splitWords(text).find((word) => word.startsWith('='));
  return wrong === undefined ? undefined : `"${wrong}" has no name in front of the equals sign.`;
}

/** An option that is a list of pairs: labels, options of a driver. */
export function pairsOption<Draft>(
  { ui }: Pick<Services, 'ui'>,
  option: {
    readonly label: string;
    readonly prompt: string;
    readonly get: (draft: Draft) => Readonly<Record<string, string>> | undefined;
    readonly set: (draft: Draft, pairs: Readonly<Record<string, string>>) => Draft;
  },
): Option<Draft> {
  const text = (draft: Draft) => writePairs(option.get(draft) ?? {});
  return {
    label: option.label,
    icon: 'tag',
    describe: (draft) => text(draft) || 'none',
    async edit(draft) {
      const typed = await ui.input({
        title: option.label,
        prompt: option.prompt,
        value: text(draft),
        validate: checkPairs,
      });
      return typed === undefined ? undefined : option.set(draft, parsePairs(typed));
    },
  };
}
