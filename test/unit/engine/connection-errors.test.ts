import { deepEqual, equal, match } from 'node:assert/strict';
import { connectionError } from '../../../src/engine/dockerode/connection-errors';
import { SshError } from '../../../src/engine/dockerode/ssh-agent';
import { startHint } from '../../../src/engine/dockerode/start-hints';
import type { Endpoint, EndpointAddress } from '../../../src/engine/endpoints';

const at = (address: EndpointAddress, context?: string): Endpoint => ({
  source: context === undefined ? 'setting' : 'config',
  context,
  address,
});
const unix = (path: string, context?: string) => at({ kind: 'unix', path }, context);
const certificates = { ca: '/ca.pem', cert: '/cert.pem', key: '/key.pem', skipVerify: false };
const tcp = at({ kind: 'tcp', host: 'build.example', port: 2376, tls: certificates });
const box = at({ kind: 'ssh', url: 'ssh://me@box:2222' });

describe('an engine that cannot be reached', () => {
  const starts: readonly (readonly [string, NodeJS.Platform, RegExp])[] = [
    ['/var/run/docker.sock', 'linux', /sudo systemctl start docker/],
    ['/var/run/docker.sock', 'darwin', /Docker Desktop or another engine/],
    ['/run/user/1000/docker.sock', 'linux', /systemctl --user start docker"/],
    ['/run/user/1000/podman/podman.sock', 'linux', /systemctl --user start podman\.socket/],
    ['/run/podman/podman.sock', 'linux', /sudo systemctl start podman\.socket/],
    ['/Users/me/.local/share/containers/podman/machine/podman.sock', 'darwin', /podman machine start/],
    ['/home/me/.docker/desktop/docker.sock', 'linux', /^Start Docker Desktop\.$/],
    ['/Users/me/.docker/run/docker.sock', 'darwin', /^Start Docker Desktop\.$/],
    ['/Users/me/.colima/default/docker.sock', 'darwin', /"colima start"/],
    ['/Users/me/.colima/work/docker.sock', 'darwin', /"colima start work"/],
    ['/Users/me/.lima/docker/sock/docker.sock', 'darwin', /"limactl start docker"/],
    ['/Users/me/.orbstack/run/docker.sock', 'darwin', /^Start OrbStack\.$/],
    ['/Users/me/.rd/docker.sock', 'darwin', /^Start Rancher Desktop\.$/],
    ['/srv/d.sock', 'linux', /^Start Docker or Podman/],
  ];
  for (const [path, platform, hint] of starts)
    it(`is started: ${path} on ${platform}`, () => match(startHint(unix(path), platform), hint));

  it('is started: Docker Desktop on Windows', () => {
    match(
      startHint(at({ kind: 'npipe', path: '//./pipe/dockerDesktopLinuxEngine' }), 'win32'),
      /^Start Docker Desktop\.$/,
    );
  });

  const tls: readonly (readonly [string, string, RegExp, RegExp])[] = [
    ['EPROTO', 'ssl3_get_record:wrong version number', /does not use TLS/, /Remove DOCKER_TLS_VERIFY/],
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'tlsv13 alert certificate required',
      /wants a client certificate, and there is none/,
      /cert\.pem and key\.pem/,
    ],
    [
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      'tlsv1 alert unknown ca',
      /refused the client certificate/,
      /new client certificate/,
    ],
    [
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
      'sslv3 alert certificate expired',
      /client certificate has expired/,
      /new client certificate/,
    ],
    ['CERT_HAS_EXPIRED', 'certificate has expired', /engine's certificate has expired/, /clock/],
    ['CERT_NOT_YET_VALID', 'certificate is not yet valid', /not valid yet/, /clock/],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'unable to verify the first certificate',
      /authority that is not known here/,
      /ca\.pem/,
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: DNS:other",
      /for another name/,
      /by a name/,
    ],
    ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'key values mismatch', /key does not belong/, /Check the certificates/],
    ['ERR_OSSL_PEM_NO_START_LINE', 'no start line', /damaged or no PEM file/, /Check the certificates/],
  ];
  for (const [code, text, message, hint] of tls) {
    it(`says what is wrong with TLS: ${code}`, () => {
      const error = connectionError(Object.assign(new Error(text), { code }), tcp);
      equal(error.reason, 'unreachable');
      match(error.message, message);
      match(error.message, /^The engine at tcp:\/\/build\.example:2376, from the settings, could not/);
      match(error.hint ?? '', hint);
    });
  }

  const ssh: readonly (readonly [string, string, RegExp])[] = [
    [
      'me@box: Permission denied (publickey,password).',
      'me@box accepts none of your keys',
      /"ssh -p 2222 me@box" has to log in/,
    ],
    [
      'Host key verification failed.',
      'the host key of me@box is not known here, or has changed',
      /Run "ssh -p 2222 me@box" once/,
    ],
    [
      'ssh: Could not resolve hostname box: Name or service not known',
      'the host name me@box is unknown',
      /~\/\.ssh\/config/,
    ],
    [
      'ssh: connect to host box port 2222: Connection refused',
      'me@box does not take ssh connections (connection refused)',
      /machine is up/,
    ],
    [
      'ssh: connect to host box port 2222: Connection timed out',
      'me@box does not take ssh connections (connection timed out)',
      /machine is up/,
    ],
    [
      'bash: line 1: docker: command not found',
      'there is no docker command on me@box',
      /Install Docker's command line/,
    ],
    ['sh: 1: docker: not found', 'there is no docker command on me@box', /Install Docker's command line/],
    [
      "docker: 'dial-stdio' is not a docker command.",
      'the docker command on me@box is older than 18.09',
      /Update Docker/,
    ],
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'no engine is running on me@box',
      /systemctl start docker/,
    ],
    ['the program ssh was not found', 'the program ssh was not found', /Install OpenSSH/],
    ['something new', 'something new', /"ssh -p 2222 me@box docker version" works/],
  ];
  for (const [text, reason, hint] of ssh) {
    it(`says what is wrong with ssh: ${text}`, () => {
      const error = connectionError(new SshError(text), box);
      deepEqual(
        [error.reason, error.message],
        ['unreachable', `The engine at ssh://me@box:2222, from the settings, cannot be reached over ssh: ${reason}.`],
      );
      match(error.hint ?? '', hint);
    });
  }

  it('tells an ssh user without rights from one without an engine', () => {
    const text = 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock';
    equal(connectionError(new SshError(text), box).reason, 'permission');
  });
});
