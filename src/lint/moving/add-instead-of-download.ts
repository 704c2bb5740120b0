import type { RunStep } from '../flow/flow';
import type { Fix, LintFile } from '../rule';
import { hasCommentsInside, liftable, syntaxBelow } from './as-instruction';
import type { Download } from './downloads';
import { valuesOf } from './values';

/** `ADD address file` for the first step of a RUN that fetches one file and keeps it. */
export function addInsteadOfDownload(file: LintFile, run: RunStep, fetched: Download): Fix | undefined {
  const { instruction, script } = run;
  const lifted = liftable(file, run, fetched.call.command);
  const [url, more] = fetched.urls;
  const { command, programWord } = fetched.call;
  if (!lifted || command.name !== programWord || command.redirects.length > 0) return undefined;
  if (!url || more || fetched.special || !fetched.flags.every((flag) => plain.test(flag))) return undefined;
  if (syntaxBelow(file, 2) || instruction.mounts.length > 0) return undefined;
  const target = targetOf(fetched, url.value);
  const values = valuesOf(file, instruction);
  if (!lifted.first && !target?.startsWith('/')) return undefined;
  const words = fetched.output ? [url, fetched.output] : [url];
  if (target === undefined || /[\s"'~<>]/.test(target + url.value) || !words.every((word) => values.builderKnows(word)))
    return undefined;
  const name = target.replace(/^.*\//, '');
  const behind = run.commands.slice(run.commands.findIndex((other) => other.command === command) + 1);
  if (behind.some(({ call }) => /^(?:rm|mv)$/.test(call.program ?? '') && touches(call.args, name))) return undefined;
  const second = behind[0];
  const executable =
    second?.call.program === 'chmod' &&
    second.command.step === lifted.at + 1 &&
    second.command.place === 'top' &&
    /^(?:a?\+x|a?\+rx|0?755)$/.test(second.call.args[0]?.value ?? '') &&
    second.call.args.length === 2 &&
    second.call.args[1]?.value === (fetched.output?.value ?? name) &&
    script.steps[lifted.at + 1]?.operator === '&&' &&
    (script.steps[lifted.at + 2]?.operator ?? '&&') === '&&';
  const user = values.scope.user;
  const owner = user && !/^(?:root|0)(?::|$)/.test(user) ? ` --chown=${user}` : '';
  const edits = lifted.edits(
    'ADD',
    `--chmod=${executable ? 755 : 644}${owner} ${url.value} ${target}`,
    executable ? 2 : 1,
  );
  return hasCommentsInside(file, edits.slice(1))
    ? undefined
    : { title: 'Let the builder download it with ADD', safe: false, edits };
}

const plain =
  /^(?:-[fsSLoO#qvg]+|-nv|--(?:fail|silent|show-error|location|output|remote-name|create-dirs|quiet|no-verbose|output-document|progress-bar|retry|retry-delay|tries|max-time|connect-timeout|timeout|proto|tlsv1\.[23]|https-only|max-redirect|progress))$/;

function targetOf({ output, remoteName, call }: Download, url: string): string | undefined {
  if (output) return output.value === '-' || output.value.startsWith('/dev/') ? undefined : output.value;
  const name = url.replace(/[?#].*$/, '').replace(/^.*\//, '');
  return (remoteName || call.program === 'wget') && /^[\w.-]+$/.test(name) ? name : undefined;
}

function touches(words: Download['urls'], name: string): boolean {
  return words.some(({ value }) => value.endsWith(name) || /[*?]/.test(value) || value.startsWith('/tmp'));
}
