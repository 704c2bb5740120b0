import { EngineError, type EngineErrorReason } from '../errors';

/** What a call was about, where the engine's status alone does not tell. */
export type Concern = 'registry' | 'build' | undefined;

/** An EngineError for an answer other than success: HTTP status 400 and above, with the engine's own message. */
export function answerError(status: number, message: string, concern: Concern): EngineError {
  const text = clean(message) || `the engine answered with HTTP status ${status}`;
  const cause = new Error(`HTTP ${status}: ${message}`);
  if (concern === 'registry') {
    const registry = registryError(text, cause);
    if (registry) return registry;
  }
  const known = knownError(text, cause);
  if (known) return known;
  return new EngineError(statusReason(status, text), sentence(text), { cause });
}

/** The failure a pull, push or build reports inside of its stream; undefined when it has nothing to do with a registry. */
export function registryError(message: string, cause: unknown = new Error(message)): EngineError | undefined {
  const text = clean(message);
  if (
    /unauthori[sz]ed|no basic auth credentials|authentication required|access (?:to the resource is )?(?:denied|forbidden)|requested access.* denied|insufficient_scope|\b401\b|\bdenied:/i.test(
      text,
    )
  ) {
    return new EngineError('unauthorised', unauthorised(text), {
      cause,
      hint: 'Sign in to the registry with an account that may use the repository.',
    });
  }
  if (/server gave HTTP response to HTTPS client/.test(text)) {
    return new EngineError('registry', 'The registry does not use TLS, and the engine does not trust it without.', {
      cause,
      hint: 'Add the registry to "insecure-registries" in the configuration of the engine.',
    });
  }
  if (/toomanyrequests|too many requests|rate limit/i.test(text)) {
    return new EngineError('registry', 'The registry refuses more requests for now: its rate limit is reached.', {
      cause,
      hint: 'Sign in to the registry, or try again later.',
    });
  }
  if (
    /manifest unknown|manifest for .* not found|not found: manifest|name unknown|name_unknown|repository .*not found|: not found$|no such image|does not exist locally/i.test(
      text,
    )
  ) {
    return new EngineError('not-found', sentence(text), { cause });
  }
  if (/no matching manifest|does not match the (?:specified|detected) (?:platform|host)/i.test(text)) {
    return new EngineError('not-found', sentence(text), { cause, hint: 'Choose a platform the image was built for.' });
  }
  if (
    /dial tcp|connection refused|no such host|i\/o timeout|TLS handshake|x509:|Client\.Timeout|context deadline exceeded|unexpected EOF|: EOF$|received unexpected HTTP status|error parsing HTTP|pinging container registry/i.test(
      text,
    )
  ) {
    return new EngineError('registry', `The registry cannot be reached: ${networkReason(text)}.`, { cause });
  }
  return undefined;
}

/** A text as a sentence: capital first, full stop last. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/[.\s]+$/, '');
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`;
}

function statusReason(status: number, text: string): EngineErrorReason {
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 401 || status === 403) return 'unauthorised';
  // Podman answers 500 where Docker answers 404 and 409.
  if (/no such (?:container|image|object|exec|volume|network)/i.test(text)) return 'not-found';
  if (
    /already in use|already exists|is in use|conflict|container state improper|is (?:already|not) (?:paused|running)/i.test(
      text,
    )
  )
    return 'conflict';
  return status === 400 || status === 422 ? 'invalid' : 'protocol';
}

/** Answers whose text buries the reason. */
function knownError(text: string, cause: Error): EngineError | undefined {
  const port =
    /Bind for ([\d.:[\]a-f]*):(\d+) failed: port is already allocated|listen (?:tcp|udp)\d? ([\d.:[\]a-f]*):(\d+): bind: address already in use/.exec(
      text,
    );
  if (port) {
    return new EngineError('conflict', `Port ${port[2] ?? port[4]} on ${port[1] ?? port[3] ?? ''} is already in use.`, {
      cause,
      hint: 'Choose another host port, or stop what uses it.',
    });
  }
  const program =
    /exec: "([^"]*)": (executable file not found in \$PATH|stat .*?: no such file or directory|permission denied)/.exec(
      text,
    );
  if (program) {
    const reason = program[2] === 'permission denied' ? 'is not executable' : 'was not found in the image';
    return new EngineError('invalid', `The command "${program[1]}" ${reason}.`, { cause });
  }
  const name = /container name "\/?([^"]+)" is already in use/i.exec(text);
  if (name) {
    return new EngineError('conflict', `The name "${name[1]}" is already used by another container.`, {
      cause,
      hint: 'Choose another name, or remove that container.',
    });
  }
  // There is no such call; where a thing is missing, engines name it.
  if (/^(?:(?:404 )?page )?not found$/i.test(text)) {
    return new EngineError('protocol', 'The engine does not offer this.', {
      cause,
      hint: 'Podman offers less than Docker, and older engines less than newer ones.',
    });
  }
  if (/logging driver does not support reading/i.test(text)) {
    return new EngineError('invalid', 'The log driver of the container does not let its output be read.', {
      cause,
      hint: 'Attach to the container to see what it prints from now on, or run it again with the driver "json-file" or "local".',
    });
  }
  // The last two are Podman's.
  const used =
    /image (?:is being used by|has dependent|is referenced in|is in use by)|is using its referenced image|by ID with more than one tag/.exec(
      text,
    );
  if (used)
    return new EngineError(
      'conflict',
      sentence(text.replace(/ ?\((?:must force|must be forced|cannot be forced)\)/, '')),
      { cause, hint: usedHint(text) },
    );
  const running =
    /cannot remove (?:a running )?container.*(?:is running|stop the container)|You cannot remove a running container/i.exec(
      text,
    );
  if (running)
    return new EngineError('conflict', 'The container is running, so it cannot be removed.', {
      cause,
      hint: 'Stop it first.',
    });
  return undefined;
}

function usedHint(text: string): string {
  if (/dependent/.test(text)) return 'Remove the images that are based on it first.';
  if (/repositories|more than one tag/.test(text)) return 'Remove its tags one by one.';
  return 'Remove the container first.';
}

function unauthorised(text: string): string {
  const access = /pull access denied for ([^\s,]+)/.exec(text);
  if (access) return `Access to ${access[1]} is denied: it does not exist, or needs a sign-in.`;
  if (/no basic auth credentials/.test(text))
    return 'The registry asks for a sign-in, and there are no credentials for it.';
  return `The registry refuses access: ${text.replace(/\.$/, '')}.`;
}

function networkReason(text: string): string {
  const refused = /dial tcp ([^:\s]+:\d+|\[[^\]]+\]:\d+): connect: connection refused/.exec(text);
  if (refused) return `the connection to ${refused[1]} was refused`;
  const unknown = /lookup ([^\s:]+).*no such host/.exec(text);
  if (unknown) return `the host ${unknown[1]} is unknown`;
  return text.replace(/\.$/, '');
}

/** Without the prefixes engines put before the reason. */
function clean(message: string): string {
  return message
    .trim()
    .replace(/^Error response from daemon: /, '')
    .replace(/^(?:conflict: |Conflict\. )/, '')
    .replace(/\s*\n\s*/g, ' ');
}
