import type { Dockerfile } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { contains } from '../../shared/span';
import type { FlowCommand, RunStep } from '../flow/flow';
import { gitCall } from '../moving/git';

/** Something in a RUN that comes out differently each time, although its text is the same. */
export interface Volatile {
  readonly span: Span;
  readonly kind: 'time' | 'random' | 'revision';
}

/** Volatile values that end up in a file: redirected, edited in, or handed to a build. */
export function volatileArtefacts({ text }: Dockerfile, run: RunStep): readonly Volatile[] {
  if (!run.script.complete) return [];
  const found: Volatile[] = [];
  for (const entry of run.commands) {
    const kind = volatileKind(entry);
    if (kind && lands(text, run, entry)) found.push({ span: entry.command.span, kind });
    if (!writes(entry)) continue;
    const random = entry.call.args.find(({ value, literal }) => !literal && /\$\{?RANDOM\b/.test(value));
    if (random) found.push({ span: random.span, kind: 'random' });
  }
  return found;
}

/** Programs that answer differently each time. */
export const volatilePrograms: readonly string[] = ['date', 'uuidgen', 'openssl', 'git'];

function volatileKind(entry: FlowCommand): Volatile['kind'] | undefined {
  const { call } = entry;
  const words = call.args.map(({ value }) => value);
  switch (call.program) {
    case 'date':
      // Of a file, of a given moment, or setting the clock: the same each time.
      return words.some((word) =>
        /^(?:-[a-zA-Z]*[drs]|--(?:date|reference|set)|-[a-zA-Z]*[dr]@?.*\d|--help|--version)/.test(word),
      )
        ? undefined
        : 'time';
    case 'uuidgen':
      return 'random';
    case 'openssl':
      return words[0] === 'rand' ? 'random' : undefined;
    case 'git': {
      const git = gitCall(call);
      const asks = git && /^(?:rev-parse|describe|log|rev-list|show)$/.test(git.subcommand.value);
      const place = git?.args.some(({ value }) => /^--(?:show-toplevel|git-dir|is-inside|abbrev-ref)/.test(value));
      return asks && !place ? 'revision' : undefined;
    }
    default:
      return undefined;
  }
}

/** The output goes to a file, directly or through the command or variable around it. */
function lands(text: string, run: RunStep, entry: FlowCommand): boolean {
  const { command } = entry;
  if (command.place !== 'substitution') return toFile(entry) || piped(run, entry);
  const around = run.commands.filter((other) => other !== entry && contains(other.command.span, command.span));
  if (around.some(writes)) return true;
  const variable = assignedTo(text, command.span);
  return (
    variable !== undefined &&
    run.commands.some(
      (other) => other.command.span.start > command.span.end && writes(other) && mentions(other, variable),
    )
  );
}

function piped({ commands, script }: RunStep, { command }: FlowCommand): boolean {
  if (command.place !== 'pipeline' || script.steps[command.step]?.kind !== 'pipeline') return false;
  const last = commands.findLast((other) => other.command.step === command.step && other.command.place === 'pipeline');
  return last !== undefined && (toFile(last) || last.call.program === 'tee');
}

/** Writes a file with what its words say, or builds with them. */
function writes(entry: FlowCommand): boolean {
  const { call, recognised } = entry;
  if (recognised && (recognised.role === 'implicit' || recognised.role === 'project')) return true;
  if (call.program === 'sed') return call.args.some(({ value }) => /^-\w*i|^--in-place/.test(value));
  return toFile(entry);
}

function toFile({ command }: FlowCommand): boolean {
  return command.redirects.some(
    ({ operator, descriptor, target }) =>
      /^&?>/.test(operator) &&
      (descriptor === undefined || descriptor === '1') &&
      target !== undefined &&
      !/^\/dev\/|^&?\d$|^\/proc\//.test(target.value),
  );
}

/** `X` of `X=$(…)`. */
function assignedTo(text: string, { start }: Span): string | undefined {
  return /([A-Za-z_]\w*)=["']?(?:\$\(|`)\s*$/.exec(text.slice(Math.max(0, start - 80), start))?.[1];
}

function mentions({ command }: FlowCommand, variable: string): boolean {
  const pattern = new RegExp(`\\$\\{?${variable}\\b`);
  return (
    command.args.some(({ value }) => pattern.test(value)) ||
    command.assignments.some(({ value }) => pattern.test(value?.value ?? ''))
  );
}
