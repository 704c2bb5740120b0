import { isIP, isIPv4 } from 'node:net';

/** What is wrong with a subnet such as `10.5.0.0/16` or `fd00::/64`, while typing; nothing with an empty text. */
export function checkSubnet(text: string): string | undefined {
  const subnet = text.trim();
  if (subnet === '') return undefined;
  const [address = '', prefix, ...rest] = subnet.split('/');
  const version = isIP(address);
  if (version === 0) return `"${address}" is not an address; expected one like 10.5.0.0/16.`;
  if (prefix === undefined || rest.length > 0) return 'The size is missing; expected a subnet like 10.5.0.0/16.';
  const most = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) < 1 || Number(prefix) > most)
    return `The size after the slash goes from 1 to ${most}.`;
  if (version === 4 && hostBits(address, Number(prefix)) !== 0)
    return `${address} is an address inside of a subnet; the subnet is ${networkOf(address, Number(prefix))}/${prefix}.`;
  return undefined;
}

/** What is wrong with an address that is to be in a subnet, while typing; nothing with an empty text. */
export function checkAddress(text: string, subnets: readonly string[]): string | undefined {
  const address = text.trim();
  if (address === '') return undefined;
  if (isIP(address) === 0) return `"${address}" is not an address.`;
  const comparable = subnets.filter((subnet) => isIPv4(address) && isIPv4(subnet.split('/')[0] ?? ''));
  if (comparable.length === 0 || comparable.some((subnet) => isWithin(address, subnet))) return undefined;
  return `${address} is not in ${comparable.join(' or ')}.`;
}

function isWithin(address: string, subnet: string): boolean {
  const [network = '', prefix] = subnet.split('/');
  return networkOf(address, Number(prefix)) === networkOf(network, Number(prefix));
}

function networkOf(address: string, prefix: number): string {
  const value = toNumber(address) - hostBits(address, prefix);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function hostBits(address: string, prefix: number): number {
  return toNumber(address) % 2 ** (32 - prefix);
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}
