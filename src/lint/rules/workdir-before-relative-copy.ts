import type { CopyInstruction, Dockerfile, Stage, Word } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { cleanPath } from '../../shared/posix-path';
import { rememberedFlag } from '../../shared/remembered';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import { withoutQuotes } from '../hadolint/quotes';
import { StageFlag } from '../hadolint/stage-flag';
import type { Fix, Rule } from '../rule';

/** Without a WORKDIR the base image decides where a relative path leads. */
export const workdirBeforeRelativeCopy: Rule = {
  id: 'workdir-before-relative-copy',
  summary: 'Set WORKDIR in front of a COPY to a relative path',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3045' },
  docs: {
    why: 'A relative destination starts at the working directory. A stage that sets none takes that of its base image: the root for most, something else for some, and another one after an update of the image. The files then land elsewhere.',
    notes:
      'No fix is safe but that for `FROM scratch`: whether the working directory of the base image was meant cannot be told from this file. A `WORKDIR` of a stage that this one starts from counts.',
    bad: ['FROM node:22\nCOPY package.json app/\n', 'FROM node:22\nCOPY . .\nRUN npm ci\n'],
    good: ['FROM node:22\nWORKDIR /srv\nCOPY package.json app/\n', 'FROM node:22\nCOPY package.json /srv/app/\n'],
  },
  when: { has: ['COPY'] },
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3045');
    const workdir = new StageFlag();
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'FROM') workdir.enter(instruction);
      if (instruction.kind === 'WORKDIR') workdir.set();
      if (instruction.kind !== 'COPY' || workdir.holds) continue;
      const { destination, json, stage } = instruction;
      if (!destination || !isRelative(json ? destination.value : withoutQuotes(destination.raw))) continue;
      if (!asked && stage && inheritsWorkdir(stage)) continue;
      yield {
        span: destination.span,
        message: `"${withoutQuotes(destination.value)}" is relative to the working directory of the base image, which may change with it. Set WORKDIR first, or start the path with a slash.`,
        fixes: () => fixesFor(dockerfile, instruction, destination),
      };
    }
  },
};

function isRelative(path: string): boolean {
  return !/^(?:\/|\$|[A-Za-z]:)/.test(path);
}

const setsWorkdir = rememberedFlag(({ instructions }: Stage) => instructions.some(({ kind }) => kind === 'WORKDIR'));

function parentOf({ base }: Stage): Stage | undefined {
  return base.kind === 'stage' ? base.stage : undefined;
}

/** From a stage that builders know, also where its name is written in another case or comes from a variable. */
function inheritsWorkdir({ base }: Stage): boolean {
  for (let at = base.kind === 'stage' ? base.stage : undefined; at; at = parentOf(at)) if (setsWorkdir(at)) return true;
  return false;
}

function fixesFor(file: Dockerfile, instruction: CopyInstruction, destination: Word): readonly Fix[] {
  const { value, variables } = destination;
  if (value === '' || variables.length > 0 || /["'\\]/.test(value) || file.escape !== '\\') return [];
  const atRoot = cleanPath(`/${value}`);
  const absolute = /(?:^|\/)\.?$/.test(value) && atRoot !== '/' ? `${atRoot}/` : atRoot;
  const quote = destination.quote ?? '';
  const root: Fix = {
    title: `Copy to ${absolute}`,
    safe: scopeBefore(file, instruction).workdir === '/',
    edits: [{ span: destination.span, newText: `${quote}${absolute}${quote}` }],
  };
  if (root.safe || !instruction.stage) return root.safe ? [root] : [];
  const line = `${indentOf(file, instruction)}${keywordLike(instruction, 'WORKDIR')} /app${file.eol}`;
  const set: Fix = { title: 'Set WORKDIR /app above', safe: false, edits: [insertAbove(file, instruction, line)] };
  // Files copied to the working directory itself want one of their own.
  return atRoot === '/' ? [set, root] : [root, set];
}
