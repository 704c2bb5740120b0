import { baseName } from '../../shared/posix-path';
import type { RunStep } from '../flow/flow';
import type { LintFile, SpanEdit } from '../rule';
import type { Consumer } from './mount-consumers';

export interface CopyOut {
  readonly edits: readonly SpanEdit[];
  /** Names of what is copied. */
  readonly names: readonly string[];
}

/** Copies what is looked for to a directory of the image at the end of the RUN, and makes each COPY take it from there. */
export function copyOut(file: LintFile, step: RunStep, consumers: readonly Consumer[]): CopyOut | undefined {
  const { dockerfile } = file;
  const { script, instruction } = step;
  const last = script.steps.at(-1);
  const plain = script.complete && last && script.steps.every(({ operator }) => operator !== '||' && operator !== '&');
  if (!plain || instruction.command.form === 'exec') return undefined;
  const moved = new Map<string, string>();
  const edits: SpanEdit[] = [];
  for (const { span, path, copy } of consumers) {
    const written = copy?.instruction.sources[copy.source];
    if (!copy || !written || /[*?[<]/.test(path)) return undefined;
    const place = placeFor(path);
    if ([...moved].some(([other, taken]) => taken === place && other !== path)) return undefined;
    moved.set(path, place);
    const { quote } = written;
    const directory = /\/$/.test(written.value) ? `${place}/` : place;
    edits.push({ span, newText: quote ? `${quote}${directory}${quote}` : directory });
  }
  const commands = [...moved].map(([path, place]) => `cp -r ${path} ${place}`);
  if ([...moved.values()].some((place) => place.startsWith('/out/'))) commands.unshift('mkdir -p /out');
  const heredoc = instruction.command.form === 'heredoc' ? instruction.command.heredoc : undefined;
  if (heredoc) {
    const at = heredoc.bodySpan.end;
    edits.push({ span: { start: at, end: at }, newText: commands.map((command) => command + dockerfile.eol).join('') });
  } else {
    const at = last.span.end;
    const several = dockerfile.text.slice(instruction.span.start, at).includes('\n');
    const joint = several ? ` ${dockerfile.escape}${dockerfile.eol}    && ` : ' && ';
    edits.push({ span: { start: at, end: at }, newText: commands.map((command) => joint + command).join('') });
  }
  return { edits, names: [...moved.keys()].map(baseName) };
}

/** A program goes where programs are, anything else to a directory of its own. */
function placeFor(path: string): string {
  const program = /\/(?:release|debug|bin)\/[^/.]+$/.test(path);
  return `${program ? '/usr/local/bin' : '/out'}/${baseName(path)}`;
}
