import { lex } from '../../dockerfile/lexer';
import type {
  CopyInstruction,
  Dockerfile,
  Heredoc,
  Instruction,
  Mount,
  Pair,
  Variable,
  Word,
} from '../../dockerfile/model';
import { contains } from '../../shared/span';

/** The variables of one text that the builder expands as a whole. */
export type ExpandedWord = readonly Variable[];

/** What the builder expands in an instruction of a stage and warns about; not the texts that a shell gets. */
export function expandedWords(dockerfile: Dockerfile, instruction: Instruction): readonly ExpandedWord[] {
  switch (instruction.kind) {
    case 'ENV':
    case 'LABEL':
      return instruction.pairs.flatMap(({ key, value }) => variables(key, value));
    case 'ARG':
      return instruction.pairs.flatMap(({ value }: Pair) => variables(value));
    case 'COPY':
    case 'ADD':
      return copyWords(dockerfile, instruction);
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
      return variables(instruction.whole);
    case 'VOLUME':
      return variables(...instruction.words);
    case 'RUN':
      return instruction.mounts.flatMap(mountWords);
    default:
      return [];
  }
}

function variables(...words: readonly (Word | undefined)[]): readonly ExpandedWord[] {
  return words.flatMap((word) => (word && word.variables.length > 0 ? [word.variables] : []));
}

function copyWords(dockerfile: Dockerfile, copy: CopyInstruction): readonly ExpandedWord[] {
  const flags = copy.flags.filter(({ name }) => name === 'chown' || name === 'chmod').map(({ value }) => value);
  const bodies = copy.heredocs.filter((heredoc) => heredoc.expand).map((heredoc) => bodyVariables(dockerfile, heredoc));
  return [...variables(...flags, ...copy.sources, copy.destination), ...bodies.filter((found) => found.length > 0)];
}

/** In a heredoc quotes are characters like others. */
function bodyVariables(dockerfile: Dockerfile, { body }: Heredoc): ExpandedWord {
  if (!body.text.includes('$')) return [];
  return lex(body.text.replace(/["']/g, '.'), dockerfile.escape).variables.map(
    ({ name, modifier, operand, start, end }) => ({ name, modifier, operand, span: body.span(start, end) }),
  );
}

function mountWords({ flag, options }: Mount): readonly ExpandedWord[] {
  const found = flag.value?.variables ?? [];
  if (found.length === 0) return [];
  return options.map((option) => found.filter(({ span }) => contains(option.span, span)));
}
