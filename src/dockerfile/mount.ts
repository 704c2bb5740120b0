import { type MappedText, MappedTextBuilder } from '../shared/mapped-text';
import type { ReadFlags } from './flags';
import type { Flag, Mount, MountOption } from './model';

/** Takes each `--mount=type=…,target=…` apart; one without a value is none. */
export function readMounts(line: MappedText, { flags, values }: ReadFlags, escaper: string): readonly Mount[] {
  const mounts: Mount[] = [];
  flags.forEach((flag, i) => {
    const extent = values[i];
    if (flag.name !== 'mount' || !extent) return;
    mounts.push(makeMount(flag, readOptions(unquoted(line.slice(extent.start, extent.end), escaper))));
  });
  return mounts;
}

export function mountOption(mount: Mount, ...names: readonly string[]): MountOption | undefined {
  return mount.options.findLast((option) => names.includes(option.name));
}

/** Which cache directory a cache mount uses: caches with the same id are the same, and the target is the default id. */
export function cacheId(mount: Mount): string | undefined {
  return mountOption(mount, 'id')?.value ?? mount.target;
}

/** Cache and tmpfs mounts are writable unless they say otherwise, the others are not. */
export function isReadOnly(mount: Mount): boolean {
  const option = mountOption(mount, 'ro', 'readonly', 'rw', 'readwrite');
  if (!option) return mount.type !== 'cache' && mount.type !== 'tmpfs';
  const on = option.value === undefined || /^(1|t|true)$/i.test(option.value);
  return option.name === 'ro' || option.name === 'readonly' ? on : !on;
}

export function makeMount(flag: Flag, options: readonly MountOption[]): Mount {
  const last = (...names: string[]) => options.findLast((option) => names.includes(option.name))?.value;
  return {
    flag,
    type: last('type')?.toLowerCase() ?? 'bind',
    target: last('target', 'dst', 'destination'),
    source: last('source', 'src'),
    from: last('from'),
    options,
  };
}

function readOptions(value: MappedText): MountOption[] {
  const options: MountOption[] = [];
  let start = 0;
  while (start <= value.text.length) {
    const comma = value.text.indexOf(',', start);
    const end = comma < 0 ? value.text.length : comma;
    const text = value.text.slice(start, end);
    const equals = text.indexOf('=');
    if (text !== '') {
      options.push({
        name: (equals < 0 ? text : text.slice(0, equals)).toLowerCase(),
        value: equals < 0 ? undefined : text.slice(equals + 1),
        span: value.span(start, end),
      });
    }
    start = end + 1;
  }
  return options;
}

/** The builder removes a flag's quotes and escapes before it looks at the options. */
function unquoted(value: MappedText, escaper: string): MappedText {
  const { text } = value;
  if (!text.includes('"') && !text.includes("'") && !text.includes(escaper)) return value;
  const builder = new MappedTextBuilder();
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    let character = text[at] ?? '';
    if (character === escaper) character = text[++at] ?? '';
    else if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : '';
      continue;
    }
    builder.add(character, value.toDocument(at));
  }
  return builder.build(value.toDocument(0));
}
