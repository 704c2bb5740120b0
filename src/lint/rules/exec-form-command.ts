import type { CommandInstruction, Dockerfile, HealthcheckInstruction } from '../../dockerfile/model';
import { looksLikeWindows, scopeBefore } from '../../dockerfile/scope';
import type { MappedText } from '../../shared/mapped-text';
import { isPosixShell } from '../../shell/dialect';
import { onFirstLine } from '../instructions/first-line';
import type { Fix, Rule, RuleFinding } from '../rule';

/** In shell form the program runs below /bin/sh, which does not pass signals on. */
export const execFormCommand: Rule = {
  id: 'exec-form-command',
  summary: 'Write CMD and ENTRYPOINT as a JSON array',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3025', buildkit: 'JSONArgsRecommended' },
  docs: {
    why: 'In shell form the program is a child of `/bin/sh -c`, which does not pass signals on: `docker stop` waits ten seconds and kills it, and requests in flight are lost. A shell-form `ENTRYPOINT` also ignores `CMD` and the arguments of `docker run`.',
    notes:
      'Where the text has shell syntax, the fix names the shell (`["/bin/sh", "-c", "exec …"]`), which says that it is meant; `exec` makes the program replace the shell and get its signals. A line of several commands is better off in a script that ends in `exec`.',
    bad: ['FROM node:22\nCMD node server.js\n', 'FROM alpine:3.20\nENTRYPOINT /entrypoint.sh "$@"\n'],
    good: ['FROM node:22\nCMD ["node", "server.js"]\n', 'FROM node:22\nHEALTHCHECK NONE\n'],
  },
  when: { has: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] },
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== 'CMD' && instruction.kind !== 'ENTRYPOINT' && instruction.kind !== 'HEALTHCHECK')
        continue;
      const { command } = instruction;
      if (!command || command.form === 'exec') continue;
      yield finding(dockerfile, instruction, command.script);
    }
  },
};

function finding(
  dockerfile: Dockerfile,
  instruction: CommandInstruction | HealthcheckInstruction,
  script: MappedText,
): RuleFinding {
  const words = scopeBefore(dockerfile, instruction).shell;
  const chosen = words !== undefined;
  const shell = looksLikeWindows(dockerfile, instruction.stage) ? 'cmd' : '/bin/sh';
  const written = script.span(0, script.text.trimEnd().length);
  const span = written.end > written.start ? written : instruction.keywordSpan;
  const at = onFirstLine(dockerfile, instruction, span, 'The command');
  const fixes = () =>
    fixesFor(dockerfile, instruction, script, { shell: shell === '/bin/sh' ? (words ?? ['/bin/sh', '-c']) : [] });
  if (instruction.kind === 'HEALTHCHECK') {
    return {
      ...at,
      severity: 'info',
      codes: { hadolint: 'DL3025' },
      message: `The check runs in ${chosen ? 'the shell that SHELL names' : shell}, which the image then needs to have. A JSON array calls the program itself.`,
      fixes,
    };
  }
  if (chosen) {
    return {
      ...at,
      severity: 'info',
      codes: { hadolint: 'DL3025' },
      message: `The program runs below the shell that SHELL names, which may keep signals from it. A JSON array starts it directly.`,
      fixes,
    };
  }
  return {
    ...at,
    ...(instruction.stage ? {} : { codes: { hadolint: 'DL3025' } }),
    message: `In shell form the program runs below ${shell}, which does not pass on the signal of a stop: it is killed after ten seconds. Write a JSON array.`,
    fixes,
  };
}

/** Plain words and simply quoted ones: nothing a shell would do more with than split. */
const plainScript = /^(?:[\w@%+=:,./-]+|"[^"$`\\]*"|'[^'\\]*')(?:[ \t]+(?:[\w@%+=:,./-]+|"[^"$`\\]*"|'[^'\\]*'))*$/;

function fixesFor(
  dockerfile: Dockerfile,
  instruction: CommandInstruction | HealthcheckInstruction,
  script: MappedText,
  /** The words in front of the script; empty where a fix cannot name the shell. */
  { shell }: { readonly shell: readonly string[] },
): readonly Fix[] {
  const text = script.text.trim();
  const { start, end } = instruction.span;
  if (text === '' || dockerfile.comments.some(({ span }) => span.start > start && span.end < end)) return [];
  const at = script.text.length - script.text.trimStart().length;
  const span = script.span(at, at + text.length);
  const words = text.match(/"[^"]*"|'[^']*'|[^ \t]+/g) ?? [];
  const isSimple = !/[;&|<>(){}`\n]/.test(text) && !/^[A-Za-z_]\w*=/.test(text) && !builtins.has(words[0] ?? '');
  if (isSimple && plainScript.test(text)) {
    const json = jsonArray(words.map((word) => word.replace(/^["']|["']$/g, '')));
    // The shell is gone: whoever relied on it (profile, signals held back) sees a difference.
    return [{ title: 'Write it as a JSON array', safe: false, edits: [{ span, newText: json }] }];
  }
  const meant = meantArray(text);
  if (meant) return [{ title: 'Make it a JSON array', safe: false, edits: [{ span, newText: jsonArray(meant) }] }];
  // An array that is none is for its author to mend, `[ -e /x ]` is a test.
  if (!isPosixShell(shell) || shell.length < 2 || /^\[(?!\s+[-!"$/\w])|^\[.*,/.test(text)) return [];
  const line = /["'\\]/.test(text) ? text : text.replace(/\s+/g, ' ');
  const replaces = isSimple && instruction.kind !== 'HEALTHCHECK';
  const newText = jsonArray([...shell, replaces ? `exec ${line}` : line]);
  const title = replaces ? 'Name the shell, and let it make way for the program' : 'Name the shell in a JSON array';
  return [{ title, safe: false, edits: [{ span, newText }] }];
}

/** The words of what was to be a JSON array, and is none for its quotes or a comma at its end: `['node', 'a.js']`. */
function meantArray(text: string): readonly string[] | undefined {
  const inner = /^\[(.*?),?\s*\]$/s.exec(text)?.[1];
  const items = inner?.split(',').map((item) => item.trim()) ?? [];
  const words = items.map((item) => /^(?:["'“”‘’]([^"'“”‘’\\$]+)["'“”‘’]|([\w@%+=:./-]+))$/.exec(item));
  if (!words.some((word) => word?.[1] !== undefined) || words.includes(null)) return undefined;
  return words.map((word) => word?.[1] ?? word?.[2] ?? '');
}

function jsonArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** Words only a shell understands. */
const builtins = new Set([
  'exec',
  'cd',
  'export',
  'set',
  'source',
  '.',
  'eval',
  'ulimit',
  'umask',
  'wait',
  'trap',
  'if',
  'for',
  'while',
  'case',
]);
