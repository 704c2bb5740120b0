import { equal } from 'node:assert/strict';
import { answerError, registryError, sentence } from '../../../src/engine/dockerode/answer-errors';
import { connectionError } from '../../../src/engine/dockerode/connection-errors';
import type { Endpoint } from '../../../src/engine/endpoints';
import { EngineError } from '../../../src/engine/errors';

describe('errors of the engine', () => {
  // What engines said in the recordings behind this table: Docker 20.10 and 26.1, Podman 4.3 and 5.4.
  const answers: readonly (readonly [number, string, string, string])[] = [
    [404, 'No such container: web', 'not-found', 'No such container: web.'],
    [404, 'no such image: x:1: image not known', 'not-found', 'No such image: x:1: image not known.'],
    [500, 'no such container', 'not-found', 'No such container.'],
    [404, 'Not Found', 'protocol', 'The engine does not offer this.'],
    [404, 'page not found', 'protocol', 'The engine does not offer this.'],
    [
      500,
      'network name backend already used: network already exists',
      'conflict',
      'Network name backend already used: network already exists.',
    ],
    [
      409,
      'Conflict. The container name "/web" is already in use by container "0123". You have to remove (or rename) that container to be able to reuse that name.',
      'conflict',
      'The name "web" is already used by another container.',
    ],
    [
      500,
      'creating container storage: the container name "web" is already in use by 0123. You have to remove that container to be able to reuse that name: that name is already in use',
      'conflict',
      'The name "web" is already used by another container.',
    ],
    [
      409,
      'conflict: unable to remove repository reference "x:1" (must force) - container 0123 is using its referenced image 4567',
      'conflict',
      'Unable to remove repository reference "x:1" - container 0123 is using its referenced image 4567.',
    ],
    [
      500,
      'unable to delete image "4567" by ID with more than one tag ([docker.io/library/x:1 docker.io/library/x:2]): please force removal',
      'conflict',
      'Unable to delete image "4567" by ID with more than one tag ([docker.io/library/x:1 docker.io/library/x:2]): please force removal.',
    ],
    [
      409,
      'You cannot remove a running container 0123. Stop the container before attempting removal or force remove',
      'conflict',
      'The container is running, so it cannot be removed.',
    ],
    [
      409,
      'Cannot kill container: web: Container 0123 is not running',
      'conflict',
      'Cannot kill container: web: Container 0123 is not running.',
    ],
    [
      500,
      'driver failed programming external connectivity on endpoint web (0123): Bind for 127.0.0.1:8080 failed: port is already allocated',
      'conflict',
      'Port 8080 on 127.0.0.1 is already in use.',
    ],
    [
      500,
      'driver failed programming external connectivity on endpoint web (0123): Error starting userland proxy: listen tcp4 127.0.0.1:8080: bind: address already in use',
      'conflict',
      'Port 8080 on 127.0.0.1 is already in use.',
    ],
    [
      400,
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown',
      'invalid',
      'The command "nosuch" was not found in the image.',
    ],
    [400, 'invalid reference format', 'invalid', 'Invalid reference format.'],
    [401, 'unauthorized', 'unauthorised', 'Unauthorized.'],
    [500, 'something\n  odd', 'protocol', 'Something odd.'],
    [503, '', 'protocol', 'The engine answered with HTTP status 503.'],
  ];
  for (const [status, message, reason, said] of answers) {
    it(`${status} ${message.slice(0, 50)}`, () => {
      const error = answerError(status, message, undefined);
      equal(error.reason, reason);
      equal(error.message, said);
    });
  }

  const transfers: readonly (readonly [string, string, string])[] = [
    [
      'no basic auth credentials',
      'unauthorised',
      'The registry asks for a sign-in, and there are no credentials for it.',
    ],
    [
      'unauthorized: authentication required',
      'unauthorised',
      'The registry refuses access: unauthorized: authentication required.',
    ],
    [
      "pull access denied for me/x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'unauthorised',
      'Access to me/x is denied: it does not exist, or needs a sign-in.',
    ],
    [
      'Head "http://127.0.0.1:5000/v2/x/manifests/1": no basic auth credentials',
      'unauthorised',
      'The registry asks for a sign-in, and there are no credentials for it.',
    ],
    [
      'manifest for 127.0.0.1:5000/x:1 not found: manifest unknown: manifest unknown',
      'not-found',
      'Manifest for 127.0.0.1:5000/x:1 not found: manifest unknown: manifest unknown.',
    ],
    [
      'An image does not exist locally with the tag: x',
      'not-found',
      'An image does not exist locally with the tag: x.',
    ],
    [
      'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
      'registry',
      'The registry cannot be reached: the connection to 127.0.0.1:1 was refused.',
    ],
    [
      'Get "https://nosuch/v2/": dial tcp: lookup nosuch on 10.0.0.2:53: no such host',
      'registry',
      'The registry cannot be reached: the host nosuch is unknown.',
    ],
    [
      'Get "https://h:5000/v2/": http: server gave HTTP response to HTTPS client',
      'registry',
      'The registry does not use TLS, and the engine does not trust it without.',
    ],
    [
      'toomanyrequests: You have reached your pull rate limit',
      'registry',
      'The registry refuses more requests for now: its rate limit is reached.',
    ],
  ];
  for (const [message, reason, said] of transfers) {
    it(message.slice(0, 60), () => {
      const error = registryError(message);
      equal(error?.reason, reason);
      equal(error?.message, said);
    });
  }

  it('are not about a registry when they are not', () => equal(registryError('no space left on device'), undefined));

  const unix: Endpoint = { source: 'DOCKER_HOST', context: undefined, address: { kind: 'unix', path: '/x.sock' } };
  const connections: readonly (readonly [string, string, string])[] = [
    ['EACCES', 'permission', 'This user may not use the engine at unix:///x.sock, from DOCKER_HOST.'],
    [
      'ENOENT',
      'unreachable',
      'The engine at unix:///x.sock, from DOCKER_HOST, cannot be reached: there is no socket of that name.',
    ],
    [
      'ECONNREFUSED',
      'unreachable',
      'The engine at unix:///x.sock, from DOCKER_HOST, cannot be reached: nothing listens on the socket.',
    ],
    [
      'ECONNRESET',
      'unreachable',
      'The engine at unix:///x.sock, from DOCKER_HOST, cannot be reached: the connection broke off.',
    ],
    ['HPE_INVALID_CONSTANT', 'protocol', 'What answers at unix:///x.sock, from DOCKER_HOST, does not speak HTTP.'],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'unreachable',
      'The engine at unix:///x.sock, from DOCKER_HOST, could not be reached over TLS: its certificate is signed by an authority that is not known here.',
    ],
  ];
  for (const [code, reason, said] of connections) {
    it(code, () => {
      const error = connectionError(Object.assign(new Error('self-signed certificate'), { code }), unix);
      equal(error.reason, reason);
      equal(error.message, said);
      equal(typeof error.hint, 'string');
    });
  }

  it('keep what is an EngineError already', () => {
    const error = new EngineError('conflict', 'x');
    equal(connectionError(error, unix), error);
    equal(connectionError('text', unix).reason, 'unreachable');
  });

  it('are sentences', () => equal(sentence(' a b. \n'), 'A b.'));
});
