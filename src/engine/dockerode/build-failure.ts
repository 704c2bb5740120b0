import type { BuildEvent } from '../build-progress';
import { EngineError } from '../errors';
import { registryError, sentence } from './answer-errors';

/** What a failure needs to know about the build so far. */
export interface BuildLog {
  add(event: BuildEvent): void;
  failedStep(): { readonly name: string } | undefined;
  /** The last lines of the failed step, or of the last one that said something. */
  hint(): { readonly hint?: string };
}

const keptLines = 10;

export function createBuildLog(): BuildLog {
  const lines = new Map<string | undefined, string>();
  let failed: { readonly id: string; readonly name: string; readonly error: string | undefined } | undefined;
  let last: string | undefined;
  return {
    add(event) {
      if (event.type === 'step' && event.status === 'failed' && (!failed || isCancelled(failed.error))) failed = event;
      if (event.type !== 'log') return;
      last = event.step;
      const text = (lines.get(event.step) ?? '') + event.text;
      lines.set(
        event.step,
        text
          .split('\n')
          .slice(-keptLines - 1)
          .join('\n')
          .slice(-10_000),
      );
    },
    failedStep: () => failed,
    hint() {
      const text = lines.get(failed?.id ?? last) ?? '';
      return text.trim() === '' ? {} : { hint: `Its last output was:\n${text.trimEnd()}` };
    },
  };
}

/** The EngineError for what a builder reported. */
export function buildFailure(message: string, log: BuildLog): EngineError {
  const cause = new Error(message);
  const text = message.trim();
  if (/build-context-/.test(text) && /Get "?http:/.test(text)) {
    return new EngineError(
      'build-failed',
      'This engine cannot read the build context with BuildKit while it uses the containerd image store.',
      {
        cause,
        hint: 'Update the engine to 27.5 or later, or build with the legacy builder.',
      },
    );
  }
  const step = log.failedStep();
  // A RUN may print anything about registries; only the lookup of a base is about ours.
  const base = /(?:\bFROM |load metadata for )(\S+)/.exec(step?.name ?? '')?.[1];
  const registry = base === undefined && step !== undefined ? undefined : registryError(text, cause);
  if (registry) {
    const image = base ?? /(?:metadata for|denied for) ([^\s:,]+(?::[\w.-]+)?)/.exec(text)?.[1];
    if (registry.reason === 'unauthorised') {
      const named = image === undefined ? 'The base image' : `The base image ${image}`;
      return new EngineError('unauthorised', `${named} cannot be pulled: it does not exist, or needs a sign-in.`, {
        cause,
        hint: 'Sign in to its registry, or pull it first.',
      });
    }
    return new EngineError(
      registry.reason,
      `The base image ${image ?? ''} cannot be used: ${lowerFirst(registry.message)}`.replace('  ', ' '),
      { cause, ...(registry.hint === undefined ? {} : { hint: registry.hint }) },
    );
  }
  const reason = exitReason(text);
  const missing = missingInput(text, step?.name);
  if (missing !== undefined) {
    const message = `The build failed at ${step?.name}: "${missing}" is not in the build context, or the ignore file leaves it out.`;
    return new EngineError('build-failed', message, { cause });
  }
  const where = step ? `The build failed at ${step.name}: ` : 'The build failed: ';
  const mount = missingMount(reason);
  if (mount) return new EngineError('build-failed', `${where}${mount.message}`, { cause, hint: mount.hint });
  return new EngineError('build-failed', `${where}${lowerFirst(sentence(reason))}`, { cause, ...log.hint() });
}

/** What a COPY or ADD looked for in the build context; what another stage lacks is told in the builder's words. */
function missingInput(message: string, step = ''): string | undefined {
  if (/ --from=/.test(step)) return undefined;
  return (
    /failed to c(?:ompute cache key|alculate checksum)[^"]*"\/?([^"]+)":? not found/.exec(message)?.[1] ??
    // Podman.
    /checking on sources under .*: copier: stat: "\/?([^"]+)": no such file or directory/.exec(message)?.[1]
  );
}

/** A secret or an ssh agent that a RUN cannot do without; in the words of BuildKit, and of our session. */
function missingMount(reason: string): { readonly message: string; readonly hint: string } | undefined {
  const [, secret, agent] =
    /^(?:rpc error: code = NotFound desc = |NotFound: )?(?:secret (\S+?):? not found|ssh agent (\S+) was not given)/.exec(
      reason,
    ) ?? [];
  if (secret !== undefined)
    return {
      message: `the secret "${secret}" was not given.`,
      hint: 'Give it a file or a variable of the environment.',
    };
  if (agent === undefined) return undefined;
  return { message: `the ssh agent "${agent}" was not given.`, hint: 'Hand on the one that SSH_AUTH_SOCK names.' };
}

/** The end of `process "/bin/sh -c …" did not complete successfully: exit code: 1` and of its older wordings. */
function exitReason(message: string): string {
  const code = /exit code: (\d+)|returned a non-zero code: (\d+)|while running runtime: exit status (\d+)/.exec(
    message,
  );
  if (code) return `exit code ${code[1] ?? code[2] ?? code[3]}`;
  return (
    message
      .replace(/^failed to solve(?: with frontend dockerfile\.v0)?: /, '')
      // Podman names the step, as we do.
      .replace(/^building at STEP ".*?": (?:Build error: )?/s, '')
      .replace(/ &imagebuilder\.Step\{.*$/s, '')
      .replace(/^failed to (?:create LLB definition|read dockerfile): /, '')
  );
}

function isCancelled(error: string | undefined): boolean {
  return error !== undefined && /context canceled|^stopped$/.test(error);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
