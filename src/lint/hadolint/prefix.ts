import type { MappedText } from '../../shared/mapped-text';
import type { ShellCommand, ShellScript } from '../../shell/script';
import type { LintFile } from '../rule';

/** Words that end something: where nothing has begun, hadolint stops reading and keeps what stands in front. */
const closers = new Set(['then', 'fi', 'do', 'done', 'else', 'elif', 'esac', '}']);

/** How many places are tried where the script may have gone wrong. */
const maxTries = 4;

/**
 * What hadolint makes of a script with a mistake in it: of one that goes wrong between two statements of its top level, such
 * as the joined words of `["sh", "-c", "if a; then b; fi"]`, it reads what stands in front of the mistake; of any other
 * nothing.
 */
export function readablePart(file: LintFile, text: MappedText, script: ShellScript): ShellScript {
  if (script.dialect === 'other') return script;
  if (script.complete) return inFrontOfCloser(script);
  let tries = 0;
  for (const at of mistakes(text.text)) {
    if (++tries > maxTries) break;
    const part = file.parseShell(text.slice(0, at));
    if (part.complete) return inFrontOfCloser(part);
  }
  return script;
}

/** The grammar takes a stray `fi` for a command. */
function inFrontOfCloser(script: ShellScript): ShellScript {
  const closer = script.commands.find(isCloser);
  if (!closer) return script;
  const step = script.steps[closer.step];
  const between = step?.operator !== '&&' && step?.operator !== '||';
  if (closer.place !== 'top' || !step || !between || step.span.start !== closer.name.span.start) {
    return { ...script, complete: false };
  }
  return {
    ...script,
    commands: script.commands.filter((command) => command.step < closer.step),
    steps: script.steps.slice(0, closer.step),
    pipes: script.pipes.filter(({ span }) => span.start < closer.span.start),
  };
}

function isCloser({ name, nested }: ShellCommand): boolean {
  return !nested && closers.has(name.raw);
}

/** Offsets at the top level of a script where no shell goes on. Ends at the first mistake that spoils all of it. */
function* mistakes(text: string): Iterable<number> {
  const tokens =
    /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{[^}]*\}|#[^\n]*|\n|&&|\|\||;;|[;&|()]|[^\S\n]+|[^\s'"`\\;&|()#$]+|[\s\S]/gu;
  let words = 0;
  let open = 0;
  let glued = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const operator = /^(?:\n|&&|\|\||;;|[;&|])$/.test(token);
    if (token === '(' && words > 1 && open === 0) yield index;
    else if (token === '(' && words === 1) return;
    else if (token === '(') open++;
    else if (token === ')' && open === 0) yield index;
    else if (token === ')') open--;
    else if (operator && words === 0 && open === 0 && token !== '\n') yield index;
    if (operator) words = 0;
    else if (/^\s+$/.test(token)) glued = false;
    else if (!token.startsWith('#') || glued) {
      if (!glued) words++;
      glued = true;
    }
    if (operator) glued = false;
  }
}
