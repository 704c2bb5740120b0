import type { Dockerfile, Instruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import type { RuleFinding } from '../rule';

/**
 * Where a finding goes that BuildKit reports on the first line of an instruction: the offending words if they stand there,
 * else the keyword, with the words as a place beside it.
 */
export function onFirstLine(
  dockerfile: Dockerfile,
  instruction: Instruction,
  span: Span,
  words: string,
): Pick<RuleFinding, 'span' | 'related' | 'instruction'> {
  const line = (offset: number) => dockerfile.lines.positionAt(offset).line;
  const { keywordSpan } = instruction;
  if (line(span.start) === line(keywordSpan.start)) return { span, instruction };
  return { span: keywordSpan, instruction, related: [{ span, message: `${words} stands here` }] };
}
