import type { Pair, PairsInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { removeBlock } from '../edits/block';
import type { RunStep } from '../flow/flow';
import type { LintFile, RuleFinding, SpanEdit } from '../rule';

/** pip takes any value for yes, `0` and `off` too. */
const refusing: readonly (readonly [EcosystemId, string, RegExp])[] = [
  ['pip', 'PIP_NO_CACHE_DIR', /./],
  ['uv', 'UV_NO_CACHE', /^(?:1|true|yes|on|y|t)$/i],
];

/** Variables of the Dockerfile that keep a mounted manager from caching. */
export function* refusedByVariable(
  file: LintFile,
  step: RunStep,
  mounted: ReadonlySet<EcosystemId>,
): Iterable<RuleFinding> {
  for (const [ecosystem, name, pattern] of refusing) {
    if (!mounted.has(ecosystem)) continue;
    const variable = scopeBefore(file.dockerfile, step.instruction).variables.get(name);
    const own = step.commands.some(({ command }) => command.assignments.some((assignment) => assignment.name === name));
    if (own || variable?.value === undefined || !pattern.test(variable.value)) continue;
    const { instruction } = variable;
    const call = step.commands.find(
      (entry) => entry.recognised?.ecosystem === ecosystem || entry.call.program === ecosystem,
    );
    const edit = instruction.kind === 'ENV' ? removeVariable(file, instruction, name) : undefined;
    yield {
      span: call?.recognised?.span ?? step.instruction.keywordSpan,
      instruction: step.instruction,
      message: `${name} is set, so ${ecosystem} puts nothing into the cache mount of this RUN and the next build downloads everything again. Take the variable away.`,
      related: [{ span: instruction.span, message: `${name} is set here.` }],
      // Not safe: other commands see the variable, and so does who runs the image.
      fixes: edit ? [{ title: `Remove ${name}`, safe: false, edits: [edit] }] : [],
    };
  }
}

/** Takes a variable out of an ENV, or the ENV with it; undefined where it is not said once in plain words. */
export function removeVariable(file: LintFile, instruction: PairsInstruction, name: string): SpanEdit | undefined {
  const { pairs } = instruction;
  const at = pairs.findIndex(({ key }) => key.value === name);
  const pair = pairs[at];
  if (!pair || pairs.filter(({ key }) => key.value === name).length > 1) return undefined;
  if (pairs.length === 1) return removeBlock(file.dockerfile, instruction);
  const before = pairs[at - 1];
  const span = before
    ? { start: before.span.end, end: pair.span.end }
    : { start: pair.span.start, end: (pairs[1] as Pair).span.start };
  const commented = file.dockerfile.comments.some(
    (comment) => comment.span.start >= span.start && comment.span.end <= span.end,
  );
  return commented ? undefined : { span, newText: '' };
}
