import { randomUUID } from 'node:crypto';
import type { Engine, ExecOptions, Session } from '../../engine/engine';
import type { DetachKeys } from '../../shared/detach-keys';
import type { Services } from '../services';

/** What is run in a container, and as whom. */
export type ExecRequest = Pick<ExecOptions, 'command' | 'user' | 'workdir' | 'env' | 'privileged'>;

/** A terminal with a process of its own in a running container. It ends with its terminal, unless it was detached from. */
export async function openExec(
  { terminals }: Pick<Services, 'terminals'>,
  engine: Engine,
  { id, name }: { readonly id: string; readonly name: string },
  { keys, ...request }: ExecRequest & { readonly keys: DetachKeys },
): Promise<void> {
  const program = request.command[0] ?? '';
  const who = request.user === undefined ? '' : `, ${request.user}`;
  await terminals.openSession({
    name: `${name} (${program.slice(program.lastIndexOf('/') + 1)}${who})`,
    icon: 'terminal',
    detach: { keys, says: `Detached: ${program} keeps running in ${name}.` },
    open: (_size, signal) => execSession(engine, id, request, { keys, signal }),
  });
}

export async function execSession(
  { containers }: Engine,
  id: string,
  request: ExecRequest,
  { keys, signal }: { readonly keys: DetachKeys; readonly signal: AbortSignal },
): Promise<Session> {
  const mark = `${markName}=${randomUUID()}`;
  const env = ['TERM=xterm-256color', ...(request.env ?? []), mark];
  const session = await containers.exec(id, { ...request, env, tty: true, detachKeys: keys.notation, signal });
  const onAbort = () => void hangUp(containers, id, request.user, mark);
  signal.addEventListener('abort', onAbort, { once: true });
  return session;
}

/** In the environment of everything that is started from one terminal. */
const markName = 'LAYERWRIGHT_TERMINAL';

/** As a terminal does that is closed: engines would leave the process running where nobody can reach it. */
const hangUpScript =
  'for file in /proc/[0-9]*/environ; do if grep -q "$0" "$file" 2>/dev/null; then ' +
  'process="${file#/proc/}"; kill -HUP "${process%/environ}"; fi; done';

async function hangUp(
  containers: Engine['containers'],
  id: string,
  user: string | undefined,
  mark: string,
): Promise<void> {
  try {
    const command = ['sh', '-c', hangUpScript, mark];
    const session = await containers.exec(id, { command, tty: false, ...(user === undefined ? {} : { user }) });
    for await (const _ of session.output);
  } catch {
    // The container has stopped, or has no shell to do it.
  }
}
