import { deepEqual, equal, match } from 'node:assert/strict';
import { hostPorts, parsePort, proposePorts, splitPorts, validatePorts } from '../../../src/docker-run/ports';

describe('port mappings', () => {
  it('are read as docker run -p reads them', () => {
    deepEqual(parsePort('8080:80'), { hostIp: undefined, host: [8080, 8080], container: [80, 80], protocol: 'tcp' });
    deepEqual(parsePort('[::1]:53:53/UDP'), { hostIp: '::1', host: [53, 53], container: [53, 53], protocol: 'udp' });
    deepEqual(parsePort('127.0.0.1::80')?.host, undefined);
    deepEqual(parsePort('80'), { hostIp: undefined, host: undefined, container: [80, 80], protocol: 'tcp' });
    deepEqual(parsePort('8000-8002:9000-9002')?.container, [9000, 9002]);
    for (const wrong of ['', ':', 'a:b', '80:80:80:80', '80/http', 'localhost:80:80'])
      equal(parsePort(wrong), undefined);
  });

  it('are refused with a sentence', () => {
    equal(validatePorts(''), undefined);
    equal(validatePorts(' 8080:80, 443 53:53/udp 0:80'), undefined);
    match(validatePorts('8080:80 web') ?? '', /^"web" is not a port mapping: expected host:container/);
    match(validatePorts('80:0') ?? '', /from 1 to 65535/);
    match(validatePorts('70000') ?? '', /from 1 to 65535/);
    match(validatePorts('90-80:90-80') ?? '', /ends before it begins/);
    match(validatePorts('80-82:90-91') ?? '', /same length/);
  });

  it('say which host ports they need', () => {
    deepEqual(
      hostPorts(splitPorts('8080:80 127.0.0.1:1-2:1-2/udp 80 9000-9010:80')).map(({ ip, port }) => `${ip} ${port}`),
      ['undefined 8080', '127.0.0.1 1', '127.0.0.1 2'],
    );
  });

  it('are proposed free and easy to remember', async () => {
    const taken = new Set([3000, 8080, 8081]);
    const isFree = async (port: number) => !taken.has(port);
    deepEqual(await proposePorts(['443/tcp', '80/tcp', '3000/tcp', '53/udp', '22'], isFree), [
      '8022:22',
      '8053:53/udp',
      '8082:80',
      '8443:443',
      '3001:3000',
    ]);
  });
});
