import { type Invocation, invocation } from '../../shell/invocation';
import type { ShellScript } from '../../shell/script';
import { remembered } from './remembered';

/** What the commands of a script start, in their order. */
export const invocationsOf: (script: ShellScript) => readonly Invocation[] = remembered((script) =>
  script.commands.map((command) => invocation(command)),
);
