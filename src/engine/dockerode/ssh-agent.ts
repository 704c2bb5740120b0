import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Agent, type AgentOptions } from 'node:http';
import { Duplex } from 'node:stream';
import { EngineError } from '../errors';

/**
 * An HTTP agent whose connections are `ssh … docker system dial-stdio`, as the docker CLI makes them: the system's ssh
 * honours the person's configuration, known hosts, agent and multiplexing. Each connection costs a login, so they are
 * kept alive and few. `destroy` ends the processes.
 */
export function createSshAgent(args: readonly string[], options: AgentOptions): Agent {
  const connections = new Set<SshConnection>();
  return Object.assign(new Agent(options), {
    // Returned at once: a connection that is handed over later does not count for `maxSockets` until then.
    createConnection(): Duplex {
      const connection = new SshConnection(spawn('ssh', [...args], { stdio: 'pipe', windowsHide: true }));
      connections.add(connection);
      connection.once('close', () => connections.delete(connection));
      return connection;
    },
    destroy(this: Agent): void {
      Agent.prototype.destroy.call(this);
      for (const connection of connections) connection.destroy();
    },
  });
}

/**
 * The arguments of ssh for `ssh://[user@]host[:port][/path/of/the/socket]`. BatchMode makes ssh fail with a text instead of
 * asking for a password where nobody can answer. Throws EngineError `invalid` for what ssh or the remote shell could take
 * for something else than a name.
 */
export function sshArguments(address: string): readonly string[] {
  const match = /^ssh:\/\/(?:([^@/]+)@)?(\[[0-9a-fA-F:]+\]|[^:/@[\]]+)(?::(\d+))?(\/.*)?$/.exec(address);
  if (!match) throw new EngineError('invalid', `"${address}" is not an ssh address: expected ssh://user@host:port.`);
  const [, encodedUser, host = '', port, socket] = match;
  const user = encodedUser === undefined ? undefined : decode(encodedUser);
  const name = host.replace(/^\[|\]$/g, '');
  for (const part of [user, name]) {
    if (part !== undefined && (part.startsWith('-') || /[\s\0'"`$\\;|&<>()]/.test(part))) {
      throw new EngineError('invalid', `"${address}" is not an ssh address: "${part}" cannot be a user or host name.`);
    }
  }
  if (user?.includes(':')) throw new EngineError('invalid', 'An ssh address cannot hold a password: use a key.');
  const remote = socket === undefined || socket === '/' ? [] : ['--host', `unix://${socket}`];
  if (socket !== undefined && !/^[\w./@+-]*$/.test(socket)) {
    throw new EngineError(
      'invalid',
      `"${address}" is not an ssh address: "${socket}" has characters a remote shell would interpret.`,
    );
  }
  return [
    ...['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=30'],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', port]),
    ...['--', name, 'docker', ...remote, 'system', 'dial-stdio'],
  ];
}

/** How ssh, or the docker command on the other side, ended: its last output. */
export class SshError extends Error {
  override readonly name = 'SshError';
}

/** What `http` needs of a socket, over the pipes of a process. */
class SshConnection extends Duplex {
  #errorText = '';
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams) {
    super({ allowHalfOpen: true });
    this.#child = child;
    this.on('error', () => {});
    // Not before `http` listens: a program that is not there is known within the tick it was started in.
    child.on('error', (error: NodeJS.ErrnoException) => {
      const cause = error.code === 'ENOENT' ? new SshError('the program ssh was not found') : error;
      setImmediate(() => this.destroy(cause));
    });
    // A process that failed has closed its input first: what it printed says more than EPIPE.
    child.stdin.on('error', () => {});
    child.stdout.on('error', () => {});
    child.stderr.on('error', () => {});
    child.stdout.on('data', (data: Buffer) => {
      if (!this.push(data)) child.stdout.pause();
    });
    child.stderr.on('data', (data: Buffer) => {
      this.#errorText = (this.#errorText + data).slice(-2000);
    });
    // The end of its output is held back until the process is gone, because only then it is known whether it failed. Its
    // error output does not count: a connection that ssh leaves behind for the next one (ControlPersist) keeps it open.
    let ended = false;
    let result: { readonly code: number | null; readonly signal: string | null } | undefined;
    const settle = () => {
      if (!ended || !result) return;
      if (result.code === 0) this.push(null);
      else setTimeout(() => this.#fail(result?.code ?? null, result?.signal ?? null), 20);
    };
    child.stdout.on('close', () => {
      ended = true;
      settle();
    });
    child.on('exit', (code, signal) => {
      result = { code, signal };
      settle();
    });
  }

  #fail(code: number | null, signal: string | null): void {
    this.destroy(
      new SshError(lastLine(this.#errorText) ?? `ssh ended with ${code === null ? signal : `exit code ${code}`}`),
    );
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#child.stdin.write(data, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const stream of this.#child.stdio) stream?.destroy();
    this.#child.kill();
    done(error);
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroySoon(): void {
    this.end();
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function lastLine(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !line.startsWith('Warning: Permanently added'));
}
