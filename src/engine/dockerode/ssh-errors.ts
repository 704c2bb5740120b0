import { EngineError } from '../errors';
import type { SshError } from './ssh-agent';

/** An EngineError for how ssh, or the docker command on the other side, ended. `where` is the address as messages name it. */
export function sshError(cause: SshError, where: string, url: string): EngineError {
  const said = cause.message.replace(/\.$/, '');
  const host = url.replace(/^ssh:\/\//, '').replace(/\/.*$/, '');
  const name = host.replace(/:\d+$/, '');
  const terminal = /:\d+$/.test(host) ? `ssh -p ${host.slice(name.length + 1)} ${name}` : `ssh ${name}`;
  if (/permission denied while trying to connect|dial unix .*permission denied/i.test(said)) {
    return new EngineError('permission', `The ssh user may not use the engine at ${where}.`, {
      cause,
      hint: 'Add that user to the group "docker" on the remote machine.',
    });
  }
  const { reason, hint } = explain(said, terminal, name);
  return new EngineError('unreachable', `The engine at ${where}, cannot be reached over ssh: ${reason}.`, {
    cause,
    hint,
  });
}

function explain(said: string, terminal: string, name: string): { readonly reason: string; readonly hint: string } {
  if (/the program ssh was not found/.test(said))
    return { reason: said, hint: 'Install OpenSSH, and see to it that "ssh" is on the PATH.' };
  if (/Permission denied \(|Too many authentication failures|no mutual signature/i.test(said)) {
    return {
      reason: `${name} accepts none of your keys`,
      hint: `Load the key ("ssh-add") or name it in ~/.ssh/config; "${terminal}" has to log in without asking for a password.`,
    };
  }
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i.test(said)) {
    return {
      reason: `the host key of ${name} is not known here, or has changed`,
      hint: `Run "${terminal}" once in a terminal, and accept the key if it is the right one.`,
    };
  }
  if (/Could not resolve hostname/i.test(said))
    return { reason: `the host name ${name} is unknown`, hint: 'Check the name, or the Host entry in ~/.ssh/config.' };
  const refused =
    /connect to (?:host|address) .*?: (Connection refused|.*timed out|No route to host|Network is unreachable)/i.exec(
      said,
    );
  if (refused) {
    return {
      reason: `${name} does not take ssh connections (${refused[1]?.toLowerCase()})`,
      hint: `Check that the machine is up and that "${terminal}" works in a terminal.`,
    };
  }
  if (/docker: (?:command )?not found|docker.*No such file or directory|'docker' is not recognized/i.test(said)) {
    return {
      reason: `there is no docker command on ${name}`,
      hint: `Install Docker's command line there, on the PATH that "${terminal} docker version" has.`,
    };
  }
  if (/dial-stdio.*(?:not a docker command|unknown)|unknown (?:command|flag).*dial-stdio/i.test(said))
    return { reason: `the docker command on ${name} is older than 18.09`, hint: 'Update Docker there.' };
  if (
    /Cannot connect to the Docker daemon|Is the docker daemon running|dial unix|failed to connect to the docker API/i.test(
      said,
    )
  ) {
    return {
      reason: `no engine is running on ${name}`,
      hint: 'Start it there: "sudo systemctl start docker".',
    };
  }
  return {
    reason: said,
    hint: `Check that "${terminal} docker version" works in a terminal without asking for a password.`,
  };
}
