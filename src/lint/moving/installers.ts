import type { FlowCommand, RunStep } from '../flow/flow';
import type { RunValues } from './values';

/** The download goes straight into an interpreter, and neither the address nor anything around it names a version. */
export function runsUnversionedInstaller(step: RunStep, entry: FlowCommand, url: string, values: RunValues): boolean {
  const shell = interpreterOf(step, entry);
  if (!shell) return false;
  const path = url.replace(/^https?:\/\/[^/]*/, '');
  if (/\d|\.(?:key|asc|gpg|tar|json)/.test(path)) return false;
  if (shell.call.args.some(({ value }) => says.test(value))) return false;
  const set = [...shell.command.assignments, ...entry.command.assignments];
  if (set.length > 0 || shell.call.programWord !== shell.command.name) return false;
  if (
    step.commands.some(
      ({ command, call }) => command.name.value === 'export' && call.args.some(({ value }) => says.test(value)),
    )
  )
    return false;
  const words = new Set(url.toLowerCase().split(/[^a-z]+/));
  return ![...values.scope.variables.keys()].some((name) => namesVersionOf(name, words));
}

/** Something that chooses a version. */
const says = /\d|VERSION|CHANNEL|TOOLCHAIN|^none$/i;

/** `POETRY_VERSION` for an address with the word `poetry` in it. */
function namesVersionOf(name: string, words: ReadonlySet<string>): boolean {
  const [, tool] = /^(\w+?)_?(?:VERSION|CHANNEL|TOOLCHAIN|TAG|VER)$/.exec(name) ?? [];
  if (tool === undefined) return false;
  const stem = tool.toLowerCase().replace(/^(?:install|uv_install|get)_/, '');
  return [...words].some((word) => word.length > 1 && (stem.includes(word) || word.includes(stem)));
}

/** The command that reads the download: behind it in a pipe, or around it in `sh -c "$(…)"` and `bash <(…)`. */
function interpreterOf({ commands }: RunStep, entry: FlowCommand): FlowCommand | undefined {
  const { command } = entry;
  if (command.place === 'substitution') {
    return commands.find(
      ({ command: other, call }) =>
        other !== command &&
        other.span.start <= command.span.start &&
        other.span.end >= command.span.end &&
        interprets(call.program),
    );
  }
  if (entry.command.redirects.some(({ descriptor }) => descriptor === undefined || descriptor === '1'))
    return undefined;
  const next = commands[commands.indexOf(entry) + 1];
  if (!next || next.command.step !== command.step || next.command.place !== 'pipeline' || command.place !== 'pipeline')
    return undefined;
  return interprets(next.call.program) ? next : undefined;
}

function interprets(program: string | undefined): boolean {
  return program !== undefined && /^(?:ba|da|a|z|k)?sh$|^(?:python|perl|ruby|php)[\d.]*$/.test(program);
}
