import { type FlagKey, flagKeys, flagOf } from '../../../docker-run/flags';
import { parseRunLine } from '../../../docker-run/parse-line';
import { flagLine } from '../../../docker-run/print-line';
import { optionOf, type RunOptions, withOption } from '../../../docker-run/run-options';
import type { Field, FieldProblem } from './field';
import { createRows } from './list-field';

/** Every flag that has no place of its own in the form, one to a row, as it is written in a line. */
export function otherField(placed: ReadonlySet<FlagKey>): Field {
  const others = flagKeys.filter((key) => !placed.has(key));
  const rows = createRows({
    title: 'Other options',
    one: 'Option',
    hint: 'of docker run, as they are written',
    placeholder: '--shm-size 1g',
    choices: others.map((key) => `--${flagOf(key).name}${flagOf(key).takes === 'nothing' ? '' : ' '}`),
  });
  return {
    node: rows.node,
    show(options) {
      const wanted = others.flatMap((key) => linesOf(options, key));
      // What is not understood yet stays where it is being typed.
      if (JSON.stringify(readRows(rows.values()).options) === JSON.stringify(only(options, others))) return;
      rows.show(wanted);
    },
    read(options) {
      const read = readRows(rows.values()).options;
      let all = options;
      for (const key of flagKeys) {
        const value = optionOf(read, key);
        if (!placed.has(key)) all = withOption(all, key, value);
        else if (value !== undefined) all = withOption(all, key, joined(optionOf(all, key), value));
      }
      return all;
    },
    tell: () => rows.tell(readRows(rows.values()).problems),
  };
}

function linesOf(options: RunOptions, key: FlagKey): readonly string[] {
  const value = optionOf(options, key);
  if (value === undefined) return [];
  return (typeof value === 'object' ? value : [value]).map((one) => flagLine(key, one));
}

/** What several rows say together, and what is wrong with each. */
function readRows(rows: readonly string[]): {
  readonly options: RunOptions;
  readonly problems: readonly FieldProblem[];
} {
  const problems: FieldProblem[] = [];
  let options: RunOptions = { image: '', command: [] };
  for (const [index, row] of rows.entries()) {
    const line = row.startsWith('-') ? row : `--${row}`;
    const parsed = parseRunLine(`docker run ${line} image`);
    const extra = parsed.options.image !== 'image' || parsed.options.command.length > 0;
    const problem = parsed.problems[0] ?? (extra ? 'An option and its value are expected.' : undefined);
    if (problem !== undefined) problems.push({ key: 'image', index, problem });
    for (const key of flagKeys) {
      const value = optionOf(parsed.options, key);
      if (value !== undefined && !extra) options = withOption(options, key, joined(optionOf(options, key), value));
    }
  }
  return { options, problems };
}

function joined(former: true | string | readonly string[] | undefined, value: true | string | readonly string[]) {
  return typeof value === 'object' && typeof former === 'object' ? [...former, ...value] : value;
}

function only(options: RunOptions, keys: readonly FlagKey[]): RunOptions {
  return keys.reduce<RunOptions>((all, key) => withOption(all, key, optionOf(options, key)), {
    image: '',
    command: [],
  });
}
