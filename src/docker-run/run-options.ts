import { type FlagKey, flagKeys, flagOf, type ListKey, type SwitchKey, type TextKey } from './flags';

/**
 * What `docker run` is told, in its own words: a value is what stands behind the flag, a list has one entry for each time
 * the flag is given. What is left out is the image's or the engine's choice.
 */
export type RunOptions = {
  /** Empty: not said yet. */
  readonly image: string;
  /** What stands behind the image. */
  readonly command: readonly string[];
} & { readonly [Key in SwitchKey]?: true } & { readonly [Key in TextKey]?: string } & {
  readonly [Key in ListKey]?: readonly string[];
};

export type OptionValue = true | string | readonly string[];

export function optionOf(options: RunOptions, key: FlagKey): OptionValue | undefined {
  return options[key];
}

/** With one option set; undefined, an empty list or no text take it away. An entrypoint may be empty. */
export function withOption(options: RunOptions, key: FlagKey, value: OptionValue | undefined): RunOptions {
  const { [key]: _former, ...rest } = options;
  const none = value === undefined || (Array.isArray(value) && value.length === 0);
  return (none ? rest : { ...rest, [key]: value }) as RunOptions;
}

/**
 * Options out of something that came from elsewhere: a page, a record, a keybinding. What has another shape is left out.
 * Undefined when it is no object.
 */
export function readRunOptions(value: unknown): RunOptions | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  let options: RunOptions = {
    image: typeof given.image === 'string' ? given.image : '',
    command: texts(given.command) ?? [],
  };
  for (const key of flagKeys) {
    const read = readValue(flagOf(key).takes, given[key]);
    if (read !== undefined) options = withOption(options, key, read);
  }
  return options;
}

function readValue(takes: 'nothing' | 'one' | 'many', value: unknown): OptionValue | undefined {
  if (takes === 'nothing') return value === true ? true : undefined;
  if (takes === 'one') return typeof value === 'string' ? value : undefined;
  return texts(value);
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
