import { resolvePath } from '../../shared/posix-path';
import type { Invocation } from '../../shell/invocation';
import type { FlowCommand, RunStep } from '../flow/flow';
import { frontendAllows } from '../instructions/frontend';
import type { Fix, LintFile } from '../rule';
import { hasCommentsInside, liftable } from './as-instruction';
import type { Download } from './downloads';
import { valuesOf } from './values';

/** `ADD address file` for the first step of a RUN that fetches one file and keeps it. */
export function addInsteadOfDownload(
  file: LintFile,
  run: RunStep,
  entry: FlowCommand,
  fetched: Download,
): Fix | undefined {
  const { instruction, script } = run;
  const at = run.commands.indexOf(entry);
  const written = outputOf(fetched);
  const target = placeOf(entry, written);
  const lifted = liftable(file, run, fetched.call.command, ({ call }) => !disturbs(call, target));
  const [url, more] = fetched.urls;
  const { command, programWord } = fetched.call;
  if (!lifted || command.name !== programWord || !written || target === undefined) return undefined;
  if (!url || more || fetched.special || !fetched.flags.every((flag) => plain.test(flag))) return undefined;
  if (!frontendAllows(file.dockerfile, { minor: 2 }) || instruction.mounts.length > 0) return undefined;
  const values = valuesOf(file, instruction);
  const place = lifted.first ? written : target;
  if (/[\s"'~<>]/.test(place + url.value) || !values.builderKnows(url)) return undefined;
  const name = target.replace(/^.*\//, '');
  const behind = run.commands.slice(at + 1);
  if (behind.some(({ call }) => removes(call, target, name))) return undefined;
  const second = behind[0];
  const executable =
    second?.call.program === 'chmod' &&
    second.command.step === lifted.at + 1 &&
    second.command.place === 'top' &&
    /^(?:a?\+x|a?\+rx|0?755)$/.test(second.call.args[0]?.value ?? '') &&
    second.call.args.length === 2 &&
    second.call.args[1]?.value === written &&
    script.steps[lifted.at + 1]?.operator === '&&' &&
    (script.steps[lifted.at + 2]?.operator ?? '&&') === '&&';
  const user = values.scope.user;
  const owner = user && !/^(?:root|0)(?::|$)/.test(user) ? ` --chown=${user}` : '';
  const edits = lifted.edits(
    'ADD',
    `--chmod=${executable ? 755 : 644}${owner} ${url.value} ${place}`,
    executable ? 2 : 1,
  );
  return hasCommentsInside(file, edits.slice(1))
    ? undefined
    : { title: 'Let the builder download it with ADD', safe: false, edits };
}

const plain =
  /^(?:-[fsSLoO#qvg]+|-nv|--(?:fail|silent|show-error|location|output|remote-name|create-dirs|quiet|no-verbose|output-document|progress-bar|retry|retry-delay|tries|max-time|connect-timeout|timeout|proto|tlsv1\.[23]|https-only|max-redirect|progress))$/;

/** The file it writes, as the command line names it. */
function outputOf({ output, remoteName, call, urls }: Download): string | undefined {
  const [redirect, other] = call.command.redirects;
  if (redirect) {
    const { target, operator, descriptor } = redirect;
    const plainOutput = operator === '>' && descriptor === undefined && target?.literal && !other && !output;
    return plainOutput && !target.value.startsWith('/dev/') ? target.value : undefined;
  }
  if (output)
    return !output.literal || output.value === '-' || output.value.startsWith('/dev/') ? undefined : output.value;
  const name = urls[0]?.value.replace(/[?#].*$/, '').replace(/^.*\//, '') ?? '';
  return (remoteName || call.program === 'wget') && /^[\w.-]+$/.test(name) ? name : undefined;
}

function placeOf({ directory }: FlowCommand, written: string | undefined): string | undefined {
  if (written === undefined || written.startsWith('~')) return undefined;
  return directory === undefined && !written.startsWith('/') ? undefined : resolvePath(directory ?? '/', written);
}

/** It may be about the place of the file: what was there before the download would be there after it. */
function disturbs({ program, args }: Invocation, target: string | undefined): boolean {
  if (program === undefined || target === undefined) return true;
  if (!/^(?:rm|mv|ln|rsync|rmdir|git|useradd|adduser|unzip|tar|cp|install|chown|chmod|find)$/.test(program))
    return false;
  return args.some(
    ({ value }) => /^[^/-]/.test(value) || (value.length > 1 && target.startsWith(value.replace(/\*.*$/, ''))),
  );
}

function removes({ program, args }: Invocation, target: string, name: string): boolean {
  if (program !== 'rm' && program !== 'mv') return false;
  return args.some(({ value }) => {
    if (value.endsWith(name) || /^[*?]/.test(value)) return true;
    return value.startsWith('/') && target.startsWith(value.replace(/[*?].*$/, ''));
  });
}
