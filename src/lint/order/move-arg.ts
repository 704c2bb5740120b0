import type { ArgInstruction, Instruction } from '../../dockerfile/model';
import { blockOf, blockText, endsItself, insertAbove, insertBelow, removeBlock } from '../edits/block';
import type { StageFlow } from '../flow/flow';
import { variableUses } from '../flow/variable-use';
import type { Fix, LintFile } from '../rule';

interface MoveOptions {
  /** A RUN that is taken not to read the variable, whatever it calls. */
  readonly past?: Instruction;
}

/**
 * Moves an ARG, with the ENV and LABEL lines made from it, to just above the first instruction that uses it or may; to the
 * end of the stage when nothing does. Undefined where the ARG declares several or nothing would be gained.
 */
export function moveArg(
  file: LintFile,
  flow: StageFlow,
  arg: ArgInstruction,
  name: string,
  options: MoveOptions = {},
): Fix | undefined {
  return arg.pairs.length === 1 ? moveArgs(file, flow, [arg], name, options) : undefined;
}

/** The same for ARG instructions that go together, with all they declare. `what` names them in the title. */
export function moveArgs(
  file: LintFile,
  flow: StageFlow,
  args: readonly ArgInstruction[],
  what: string,
  { past }: MoveOptions = {},
): Fix | undefined {
  const { stage } = flow;
  const lowest = Math.max(...args.map(({ index }) => index));
  if (args.some(({ onbuild }) => onbuild)) return undefined;
  const uses = variableUses(file, flow);
  const moved: Instruction[] = [...args];
  const queue = args.flatMap(({ pairs }) => pairs.map(({ key }) => key.value));
  const beyond = past && uses.opaque.includes(past) ? past.index : undefined;
  let user = uses.opaque.find(({ index }) => index > (beyond ?? args[0]?.index ?? 0));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const instruction of uses.mentions(next)) {
      if (instruction.index <= (args[0]?.index ?? 0) || moved.includes(instruction)) continue;
      if (user && instruction.index >= user.index) break;
      if (instruction.kind !== 'ENV' && instruction.kind !== 'LABEL') {
        user = instruction;
        break;
      }
      // Lines made from the value go with it.
      moved.push(instruction);
      if (moved.length > dependentLimit) return undefined;
      if (instruction.kind === 'ENV') queue.push(...instruction.pairs.map(({ key }) => key.value));
    }
  }
  const before = user;
  if (before && (before.index < lowest || moved.some(({ index }) => index > before.index))) return undefined;
  moved.sort((a, b) => a.index - b.index);
  const { dockerfile } = file;
  const last = stage.instructions.findLast((instruction) => !moved.includes(instruction));
  if (!last || last === stage.from || !endsItself(last)) return undefined;
  // Lines that end the stage stay where they are, below the others.
  const ending = user ? undefined : moved.find(({ index }) => index > last.index);
  const leaving = ending ? moved.slice(0, moved.indexOf(ending)) : moved;
  const text = leaving.map((instruction) => blockText(dockerfile, blockOf(dockerfile, instruction))).join('');
  const below = user ?? ending;
  const place = below ? insertAbove(dockerfile, below, text) : insertBelow(dockerfile, last, text);
  const blocks = leaving.map((instruction) => blockOf(dockerfile, instruction));
  if (blocks.some((block) => touches(block, place.span.start))) return undefined;
  const isThere = blocks.every(({ end }, at) => end === (blocks[at + 1]?.start ?? place.span.start));
  if (isThere) return undefined;
  return {
    title: user || ending ? `Move ${what} above its first user` : `Move ${what} to the end of the stage`,
    // ENV and LABEL lines of other values in the same instruction move along, so a RUN between sees less.
    safe: beyond === undefined && moved.every((instruction) => instruction.kind !== 'ENV'),
    edits: [...leaving.map((instruction) => removeBlock(dockerfile, instruction)), place],
  };
}

/** A value that so many lines are made from is moved by hand. */
const dependentLimit = 20;

function touches(span: { readonly start: number; readonly end: number }, offset: number): boolean {
  return span.start < offset && offset < span.end;
}
