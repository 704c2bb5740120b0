import { rememberedFor } from '../../shared/remembered';
import { type Invocation, invocation } from '../../shell/invocation';
import type { ShellScript } from '../../shell/script';
import type { LintFile } from '../rule';

/** What the commands of a script start, in their order. */
export const invocationsOf: (file: LintFile, script: ShellScript) => readonly Invocation[] = rememberedFor(
  (_, script) => script.commands.map((command) => invocation(command)),
);
