import type { Span } from '../../shared/span';
import type { FlowCommand, RunStep } from '../flow/flow';

/** Why a RUN leaves nothing behind. */
export interface Idle {
  readonly span: Span;
  readonly what: string;
  readonly advice: string;
}

/** All that the RUN does is to change its own shell. */
export function idleCommand({ script, commands, instruction }: RunStep): Idle | undefined {
  if (!script.complete || script.dialect === 'other' || instruction.command.form !== 'shell') return undefined;
  if (script.steps.length === 0 || !script.steps.every(({ kind }) => kind === 'command')) return undefined;
  if (!commands.every((entry) => idleKind(entry) !== undefined)) return undefined;
  if (commands.some(({ command }) => command.place !== 'top' || command.redirects.length > 0)) return undefined;
  const assigns = /^\s*[A-Za-z_]\w*=[^\s$`]*\s*$/.test(instruction.argument.text);
  if (commands.length === 0 && !assigns) return undefined;
  const first = commands.find((entry) => idleKind(entry) !== 'option') ?? commands[0];
  const kind = first ? idleKind(first) : 'variable';
  const span = first?.command.span ?? script.steps[0]?.span ?? instruction.argumentSpan;
  switch (kind) {
    case 'activate':
      return {
        span,
        what: 'This sets up the environment',
        advice: 'Put its directory in PATH with ENV, or run it in front of the command that needs it.',
      };
    case 'alias':
      return { span, what: 'The alias is defined', advice: 'Write it to a file that shells read, or leave it out.' };
    case 'option':
      return { span, what: 'The option is set', advice: 'Set it in the RUN that needs it, or with SHELL.' };
    default:
      return { span, what: 'The variable is set', advice: 'Write ENV instead, or set it in the RUN that needs it.' };
  }
}

function idleKind({ command, call }: FlowCommand): 'variable' | 'option' | 'alias' | 'activate' | undefined {
  const { args } = command;
  switch (command.name.value) {
    case 'export':
    case 'declare':
    case 'unset':
      return args.every(({ value }) => !/\$\(|`/.test(value)) && args.some(({ value }) => /^\w+(?:=|$)/.test(value))
        ? 'variable'
        : undefined;
    case 'set':
    case 'shopt':
    case 'ulimit':
    case 'umask':
      return args.length > 0 ? 'option' : undefined;
    case 'alias':
      return args.length > 0 ? 'alias' : undefined;
    case '.':
    case 'source':
      return /\/activate$|\/nvm\.sh$|\/\.(?:bashrc|profile|bash_profile|zshrc)$|^\/etc\/(?:profile|bash\.bashrc|environment)$|\/\.cargo\/env$|\/cargo\/env$/.test(
        args[0]?.value ?? '',
      )
        ? 'activate'
        : undefined;
    default:
      return (call.program === 'conda' || call.program === 'mamba') && args[0]?.value === 'activate'
        ? 'activate'
        : undefined;
  }
}
