import type { CheckedScript } from '../lint/shellcheck/scripts';
import type { ShellComment, ShellComments } from '../lint/shellcheck/shell-finding';

/** Scripts to what ShellCheck says about each. */
export type AskShellCheck = (scripts: readonly CheckedScript[]) => Promise<ShellComments>;

/** What ShellCheck has said so far, by script: one that did not change keeps its findings while others are typed. */
export interface ShellAnswers {
  known(scripts: readonly CheckedScript[]): ShellComments;
  /** Asks about those that are not known. True when there is something new; false without the program. */
  learn(scripts: readonly CheckedScript[]): Promise<boolean>;
  /** Another program may be there now. */
  reset(): void;
}

const remembered = 500;

export function createShellAnswers(options: {
  /** Called for the first script; undefined: the program is not installed, or not wanted. */
  readonly find: () => Promise<AskShellCheck | undefined>;
  readonly onFailure: (error: unknown) => void;
}): ShellAnswers {
  const answers = new Map<string, readonly ShellComment[]>();
  let finding: Promise<AskShellCheck | undefined> | undefined;
  return {
    known: (scripts) => scripts.map((script) => answers.get(keyOf(script)) ?? []),
    async learn(scripts) {
      const unknown = scripts.filter((script) => !answers.has(keyOf(script)));
      if (unknown.length === 0) return false;
      finding ??= options.find();
      try {
        const ask = await finding;
        if (!ask) return false;
        const said = await ask(unknown);
        unknown.forEach((script, index) => {
          answers.set(keyOf(script), said[index] ?? []);
        });
      } catch (error) {
        // Not asked again until the settings change: the same failure at every key would help nobody.
        finding = Promise.resolve(undefined);
        options.onFailure(error);
        return false;
      }
      for (const key of [...answers.keys()].slice(0, Math.max(0, answers.size - remembered))) answers.delete(key);
      return true;
    },
    reset() {
      finding = undefined;
      answers.clear();
    },
  };
}

function keyOf({ head, script }: CheckedScript): string {
  return head + script.text;
}
