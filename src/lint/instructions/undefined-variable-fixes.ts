import type { Dockerfile, Instruction, Pair, PairsInstruction, Variable, Word } from '../../dockerfile/model';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import type { Fix } from '../rule';
import type { UndefinedVariable } from './undefined-variables';
import { declarationsOf, nameSpan } from './variable-names';

/** What can be done about an undefined variable: `sibling` is the pair of the same ENV that sets it, `meant` its right name. */
export function undefinedVariableFixes(
  dockerfile: Dockerfile,
  { variable, instruction, isGlobal }: UndefinedVariable,
  sibling: Pair | undefined,
  meant: string | undefined,
): readonly Fix[] {
  const { name, span } = variable;
  if (sibling) return splitPairs(dockerfile, instruction as PairsInstruction, sibling, span.start);
  if (meant) {
    return [
      {
        title: `Replace with ${meant}`,
        safe: false,
        edits: [{ span: nameSpan(dockerfile, variable), newText: meant }],
      },
    ];
  }
  const nothing = addsNothing(dockerfile, instruction, variable);
  return nothing ? [nothing] : declaration(dockerfile, instruction, name, isGlobal);
}

/** Set by shells and by the engine when a command runs; an ARG of that name would be a surprise. */
const ofContainers = /^(?:HOME|USER|HOSTNAME|PWD|SHELL|TERM|UID)$/;

/** Declares the variable above: as an ARG, or as another stage does it. */
function declaration(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
  isGlobal: boolean,
): readonly Fix[] {
  const { stage } = instruction;
  if (!/^[A-Za-z_]\w*$/.test(name) || ofContainers.test(name)) return [];
  const declared = isGlobal ? undefined : declarationsOf(dockerfile, name);
  // Set further down in this stage: one of the lines has to move, and only its author knows which.
  if (declared?.some((other) => other.stage === stage)) return [];
  const plain = declared?.find(({ pair: { value } }) => value && value.variables.length === 0 && isOneWord(value));
  const text = plain ? `${plain.kind} ${name}=${plain.pair.value?.raw}` : `ARG ${name}`;
  const [keyword = 'ARG'] = text.split(' ', 1);
  const line = `${indentOf(dockerfile, instruction)}${keywordLike(instruction, keyword)}${text.slice(keyword.length)}${dockerfile.eol}`;
  return [{ title: `Declare ${name} above`, safe: false, edits: [insertAbove(dockerfile, instruction, line)] }];
}

/** It is one where it is written without quotes around it, too: the old form of ENV takes a whole line. */
function isOneWord({ raw, quote }: Word): boolean {
  return quote !== undefined || !/\s/.test(raw);
}

/** `ENV X=/a:$X` where there is no X yet: `/a:` with its empty entry stands for the working directory, too. */
function addsNothing(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { name, span, modifier }: Variable,
): Fix | undefined {
  if (instruction.kind !== 'ENV' && instruction.kind !== 'ARG') return undefined;
  const pair = instruction.pairs.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  if (pair?.key.value !== name || !pair.value) return undefined;
  if (instruction.kind === 'ARG') {
    const isAll = span.start === pair.value.span.start && span.end === pair.value.span.end;
    const edits = [{ span: { start: pair.key.span.end, end: span.end }, newText: '' }];
    return isAll ? { title: 'Leave out the default, which is empty', safe: false, edits } : undefined;
  }
  const { text } = dockerfile;
  const cut =
    text[span.start - 1] === ':'
      ? { start: span.start - 1, end: span.end }
      : text[span.end] === ':'
        ? { start: span.start, end: span.end + 1 }
        : modifier?.endsWith('+')
          ? span
          : undefined;
  if (!cut || cut.start < pair.value.span.start || cut.end > pair.value.span.end) return undefined;
  return { title: `Leave out ${name}, which is empty`, safe: false, edits: [{ span: cut, newText: '' }] };
}

/** Ends the ENV in front of the pair that uses what an earlier pair sets. */
function splitPairs(dockerfile: Dockerfile, env: PairsInstruction, sibling: Pair, use: number): readonly Fix[] {
  const index = env.pairs.findIndex(({ span }) => span.start <= use && use < span.end);
  const user = env.pairs[index];
  const before = env.pairs[index - 1];
  if (!user || !before || env.onbuild || sibling.span.start > use) return [];
  const gap = { start: before.span.end, end: user.span.start };
  const between = dockerfile.text.slice(gap.start, gap.end);
  if (!/^[\s\\`]*$/.test(between)) return [];
  const newText = `${dockerfile.eol}${indentOf(dockerfile, env)}${env.keywordText} `;
  return [{ title: `Set ${sibling.key.value} in an ENV of its own`, safe: false, edits: [{ span: gap, newText }] }];
}
