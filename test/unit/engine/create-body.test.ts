import { deepEqual, throws } from 'node:assert/strict';
import { createBody } from '../../../src/engine/dockerode/create-body';

describe('the body that creates a container', () => {
  const bindings = (...ports: readonly string[]) =>
    (createBody({ image: 'a', ports }).HostConfig as { PortBindings: object }).PortBindings;
  const published: readonly (readonly [string, object])[] = [
    ['80', { '80/tcp': [{ HostIp: '', HostPort: '' }] }],
    ['8080:80', { '80/tcp': [{ HostIp: '', HostPort: '8080' }] }],
    ['127.0.0.1:8080:80/udp', { '80/udp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] }],
    ['127.0.0.1::80', { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }],
    ['[::1]:8080:80', { '80/tcp': [{ HostIp: '::1', HostPort: '8080' }] }],
    ['0:80', { '80/tcp': [{ HostIp: '', HostPort: '0' }] }],
    ['8000-8001:80-81', { '80/tcp': [{ HostIp: '', HostPort: '8000' }], '81/tcp': [{ HostIp: '', HostPort: '8001' }] }],
    ['8000-8001:80', { '80/tcp': [{ HostIp: '', HostPort: '8000-8001' }] }],
  ];
  for (const [port, expected] of published) it(`publishes ${port}`, () => deepEqual(bindings(port), expected));

  it('publishes a port twice', () =>
    deepEqual(bindings('1:80', '2:80'), {
      '80/tcp': [
        { HostIp: '', HostPort: '1' },
        { HostIp: '', HostPort: '2' },
      ],
    }));

  for (const port of ['', 'x', '70000', '80:70000', '1-3:1-2', '80/http', 'localhost:80:80', '9-8:1-2']) {
    it(`refuses to publish ${JSON.stringify(port)}`, () =>
      throws(() => createBody({ image: 'a', ports: [port] }), { reason: 'invalid' }));
  }

  it('tells volumes with a source from those without', () => {
    const { Volumes, HostConfig } = createBody({
      image: 'a',
      binds: ['data:/d:ro', '/anonymous', 'C:\\src:C:\\dst', 'C:\\only'],
    });
    deepEqual(Volumes, { '/anonymous': {}, 'C:\\only': {} });
    deepEqual((HostConfig as { Binds: unknown }).Binds, ['data:/d:ro', 'C:\\src:C:\\dst']);
    throws(() => createBody({ image: 'a', binds: [' '] }), { reason: 'invalid' });
  });
});
