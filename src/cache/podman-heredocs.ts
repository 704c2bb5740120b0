import type { Heredoc } from '../dockerfile/model';
import type { StageState } from './stage-state';

/** What a COPY makes a file of. */
export interface HeredocFile {
  readonly key: unknown;
  /** False where the same file may come of another text: the key is the text then, and the values of its variables. */
  readonly exact: boolean;
}

export function fileOf({ body: { text }, expand }: Heredoc, { env, args }: StageState): HeredocFile {
  if (!expand) return { key: text, exact: true };
  const value = (name: string) => env.get(name) ?? args.get(name) ?? '';
  const rest = text.replace(plain, '');
  if (/[$\\]/.test(rest)) return { key: [text, namesIn(text).map((name) => [name, value(name)])], exact: false };
  return { key: text.replace(plain, (_, one: string | undefined, other = '') => value(one ?? other)), exact: true };
}

/** Names of the variables whose values the file may hold. */
export function variablesOf({ body: { text }, expand }: Heredoc): readonly string[] {
  return expand ? namesIn(text) : [];
}

function namesIn(text: string): readonly string[] {
  return [...new Set(text.match(/(?<=\$\{?)[A-Za-z_]\w*/g))];
}

const plain = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;
