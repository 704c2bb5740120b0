import type { RunInstruction } from '../../dockerfile/model';
import type { ShellWord } from '../../shell/script';
import type { RelatedCodes, RuleFinding } from '../rule';

interface UnpinnedOptions {
  /** How a version is written: `Write name=version.` */
  readonly advice: string;
  readonly codes?: RelatedCodes;
}

/** One finding for all packages of a RUN that have no version, at the first of them. */
export function unpinned(run: RunInstruction, words: readonly ShellWord[], options: UnpinnedOptions): RuleFinding[] {
  const [first, ...others] = words;
  if (!first) return [];
  const names = words.map(written);
  const more = names.length > 4 ? ` and ${names.length - 3} more` : '';
  return [
    {
      span: first.span,
      instruction: run,
      message: `${names.slice(0, more ? 3 : 4).join(', ')}${more}: no version, so every build may install another one. ${options.advice}`,
      related: others.map((word) => ({ span: word.span, message: `"${written(word)}" has no version.` })),
      ...(options.codes && { codes: options.codes }),
    },
  ];
}

/** As it stands in the file, without the quotes around it. */
function written({ raw }: ShellWord): string {
  return raw.replace(/^(["'])(.*)\1$/s, '$2');
}
