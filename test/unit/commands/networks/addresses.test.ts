import { equal, match } from 'node:assert/strict';
import { checkAddress, checkSubnet } from '../../../../src/commands/networks/addresses';

describe('addresses of networks', () => {
  for (const subnet of ['', '10.0.0.0/8', '192.168.128.0/17', '10.1.2.4/30', 'fd00::/64', ' 10.5.0.0/16 '])
    it(`takes "${subnet}"`, () => equal(checkSubnet(subnet), undefined));
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['10.0.0.0', /size is missing/],
    ['10.0.0.0/33', /from 1 to 32/],
    ['10.0.0.0/x', /from 1 to 32/],
    ['fd00::/129', /from 1 to 128/],
    ['10.0.0.300/8', /is not an address/],
    ['192.168.130.7/17', /the subnet is 192\.168\.128\.0\/17/],
    ['255.255.255.255/24', /the subnet is 255\.255\.255\.0\/24/],
  ];
  for (const [subnet, problem] of wrong) it(`refuses ${subnet}`, () => match(checkSubnet(subnet) ?? '', problem));

  it('holds addresses against the subnets', () => {
    equal(checkAddress('10.5.3.1', ['10.5.0.0/16']), undefined);
    equal(checkAddress('10.6.3.1', ['10.5.0.0/16', '10.6.0.0/16']), undefined);
    equal(checkAddress('fd00::1', ['10.5.0.0/16']), undefined);
    equal(checkAddress('10.7.3.1', ['10.5.0.0/16', '10.6.0.0/16']), '10.7.3.1 is not in 10.5.0.0/16 or 10.6.0.0/16.');
    equal(checkAddress('ten', []), '"ten" is not an address.');
  });
});
