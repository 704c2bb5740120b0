import { MappedText, type Piece } from '../shared/mapped-text';
import type { Span } from '../shared/span';
import { nestedScriptWord } from './nested';
import type { ShellCommand, ShellScope, ShellScript, ShellWord } from './script';
import type { ShellParser } from './shell-parser';

/** A string of an exec form (`["npm", "ci"]`): `raw` as written with its quotes. */
export interface ExecWord {
  readonly raw: string;
  readonly value: string;
  readonly span: Span;
}

/**
 * The words of an exec form as a script of one command, without a shell: every word is literal. A script in
 * `["sh", "-c", "…"]` is followed as the parser does, where its place in the document is certain.
 */
export function scriptFromWords(words: readonly ExecWord[], shell: ShellParser): ShellScript {
  const [name, ...args] = words.map(({ raw, value, span }): ShellWord => {
    return { raw, value, span, literal: true, quoted: true };
  });
  if (!name) return { dialect: 'posix', complete: true, commands: [], steps: [], pipes: [] };
  const span = { start: name.span.start, end: (args.at(-1) ?? name).span.end };
  const scriptWord = nestedScriptWord({ name, args });
  const script = scriptWord && jsonText(scriptWord);
  const command: ShellCommand = {
    ...{ span, name, args, assignments: [], redirects: [], step: 0, place: 'top', conditional: false, scopes: [] },
    ...(script && { script }),
  };
  const inner = script && shell.parse(script);
  const commands = [command, ...(inner?.commands ?? []).map(asNested({ kind: 'subshell' }))];
  const pipes = (inner?.pipes ?? []).map((pipe) => ({ ...pipe, nested: true as const }));
  const step = { span, operator: undefined, operatorSpan: undefined, kind: 'command', commands } as const;
  return { dialect: 'posix', complete: true, commands, steps: [step], pipes };
}

/** The words of an exec form with a blank between each two of them. */
export function joinedWords(words: readonly ExecWord[]): MappedText {
  const parts = words.flatMap(({ raw, value, span }, index) => {
    const text = jsonText({ raw, value, span }) ?? new MappedText(value, [{ at: 0, from: span.start + 1, length: 1 }]);
    const blank = new MappedText(' ', [{ at: 0, from: span.start - 1, length: 1 }]);
    return index === 0 ? [text] : [blank, text];
  });
  return parts.length > 0 ? MappedText.join(parts) : MappedText.unchanged('', 0);
}

function asNested(subshell: ShellScope): (command: ShellCommand) => ShellCommand {
  return (command) => ({
    ...command,
    step: 0,
    place: command.place === 'top' ? 'subshell' : command.place,
    scopes: [subshell, ...command.scopes],
    nested: true,
  });
}

/** The value of a JSON string as a text that knows its place; undefined when the string runs over a continuation. */
function jsonText({ raw, value, span }: ExecWord): MappedText | undefined {
  if (span.end - span.start !== raw.length || !/^".*"$/s.test(raw)) return undefined;
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of raw.slice(1, -1).matchAll(/\\u[0-9a-fA-F]{4}|\\.|[^\\]+/gs)) {
    const length = match[0].startsWith('\\') ? 1 : match[0].length;
    pieces.push({ at, from: span.start + 1 + match.index, length });
    at += length;
  }
  return at === value.length ? new MappedText(value, pieces) : undefined;
}
