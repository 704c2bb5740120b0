import type { Instruction } from '../../dockerfile/model';
import type { Fix, LintFile, SpanEdit } from '../rule';
import { blockOf, blockText, indentOf, insertAbove, keywordLike } from './block';
import type { CopyStep, RunStep } from './flow';
import { flagsText } from './mounts';
import { partsOf } from './run-parts';

/** The fix that moves a RUN of system packages above a copy, or the clause that says why there is none. */
export type Hoist = { readonly fix: Fix } | { readonly reason: string };

export function hoistAbove(file: LintFile, run: RunStep, copy: CopyStep): Hoist {
  const { dockerfile } = file;
  const { script, instruction } = run;
  if (!script.complete || instruction.command.form === 'exec')
    return { reason: 'the script could not be read in full' };
  if (instruction.mounts.some((mount) => mount.type === 'bind')) return { reason: 'the RUN mounts files' };
  if (copy.destination === undefined || !outsideOfPackages(copy.destination))
    return { reason: 'the copy may write where packages do' };
  const names = variablesIn(dockerfile.text.slice(instruction.argumentSpan.start, instruction.argumentSpan.end));
  for (const other of run.stage.instructions) {
    if (other.index <= copy.instruction.index || other.index >= instruction.index) continue;
    const obstacle = obstacleOf(other, names);
    if (obstacle) return { reason: obstacle };
  }
  const parts = partsOf(run);
  const firstOther = parts.indexOf('other');
  const head = firstOther < 0 ? parts.length : firstOther;
  const relative = run.commands.some(
    ({ command, call }) =>
      command.step < head &&
      /^(cd|mkdir)$/.test(call.program ?? '') &&
      call.args.some(({ value }) => !/^[/-]/.test(value)),
  );
  if (relative) return { reason: 'the RUN uses relative paths' };
  if (!parts.slice(0, head).includes('dependencies')) return { reason: 'the RUN does more than installing packages' };
  if (
    run.commands.some(
      ({ command, recognised }) =>
        command.step < head && recognised && !recognised.role.startsWith('system-') && recognised.role !== 'tools',
    )
  )
    return { reason: 'the RUN also installs dependencies of the project' };

  const title = 'Install system packages before the source is copied';
  if (firstOther < 0) {
    const block = blockOf(dockerfile, instruction);
    const edits: SpanEdit[] = [
      insertAbove(dockerfile, copy.instruction, blockText(dockerfile, block)),
      { span: block, newText: '' },
    ];
    return { fix: { title, safe: true, edits } };
  }
  return splitHoist(file, run, copy, firstOther, title);
}

/** The steps in front of `at` move; the rest stays where it is, in the RUN's own place. */
function splitHoist(file: LintFile, run: RunStep, copy: CopyStep, at: number, title: string): Hoist {
  const { dockerfile } = file;
  const { instruction, script } = run;
  const before = script.steps[at - 1];
  const step = script.steps[at];
  if (instruction.command.form !== 'shell' || !before || step?.operator !== '&&')
    return { reason: 'the commands are not joined by &&' };
  if (run.commands.some(({ command }) => command.step < at && /^(cd|export|set)$/.test(command.name.value)))
    return { reason: 'later commands use the state of the shell that earlier ones set' };
  if (dockerfile.comments.some(({ span }) => span.start >= instruction.span.start && span.end <= step.span.start))
    return { reason: 'a comment stands where the RUN would be cut' };
  const start = instruction.argumentSpan.start;
  const head = dockerfile.text.slice(start, before.span.end);
  const line = `${indentOf(dockerfile, instruction)}${keywordLike(instruction, 'RUN')} ${flagsText(file, instruction)}${head}${dockerfile.eol}`;
  return {
    fix: {
      title,
      safe: true,
      edits: [insertAbove(dockerfile, copy.instruction, line), { span: { start, end: step.span.start }, newText: '' }],
    },
  };
}

/** Packages write to the system's folders; the application's own are none of theirs. */
function outsideOfPackages(destination: string): boolean {
  if (/^\/(usr\/(src|local|share\/nginx)|var\/(www|task|app))(\/|$)/.test(destination)) return true;
  return (
    destination !== '/' &&
    !/^\/(etc|usr|lib|lib32|lib64|var|bin|sbin|root|run|boot|dev|proc|sys|tmp)(\/|$)/.test(destination)
  );
}

function variablesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name ?? ''));
}

/** Variables package managers read on their own. */
const readAnyway = /^(DEBIAN_FRONTEND|PATH|LANG|LC_\w+|(APT|DPKG|DNF|YUM|APK|ZYPP)_\w+|(HTTPS?|FTP|NO|ALL)_PROXY)$/i;

function obstacleOf(other: Instruction, names: ReadonlySet<string>): string | undefined {
  switch (other.kind) {
    case 'ENV':
    case 'ARG': {
      const used = other.pairs.find(({ key }) => names.has(key.value) || readAnyway.test(key.value));
      return used && `${used.key.value} is set in between`;
    }
    case 'USER':
    case 'SHELL':
    case 'RUN':
    case 'VOLUME':
      return `${other.kind === 'RUN' ? 'another' : 'a'} ${other.kind} instruction in between may prepare it`;
    case 'COPY':
    case 'ADD': {
      const target = other.destination?.value ?? '/';
      return /^\/(app|src|opt|srv|home|usr\/local)\b|^[^/$]/.test(target)
        ? undefined
        : `a ${other.kind} instruction in between may prepare it`;
    }
    default:
      return undefined;
  }
}
