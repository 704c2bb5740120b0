import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A loopback port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * Makes a bridge with a /24 network that no route of this machine covers; `seed` spreads engines that start together.
 * An engine of the tests always gets one: `dockerd --bridge=none` would delete the machine's docker0.
 */
export function makeBridge(name: string, seed: number): void {
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    ip('link', 'show', name);
    return;
  } catch {
    // It is not there yet, which is the usual case.
  }
  const taken = routes();
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const third = (seed + attempt * 7) % 256;
    const second = 200 + ((Math.floor(seed / 256) + attempt) % 50);
    const network = ((10 << 24) | (second << 16) | (third << 8)) >>> 0;
    if (
      taken.some(
        (route) => (network & route.mask) >>> 0 === route.network || (route.network & 0xffffff00) >>> 0 === network,
      )
    )
      continue;
    ip('link', 'add', 'name', name, 'type', 'bridge');
    ip('address', 'add', `10.${second}.${third}.1/24`, 'dev', name);
    ip('link', 'set', name, 'up');
    return;
  }
  throw new Error("No free 10.x network for the tests' engine: every one is routed on this machine.");
}

function routes(): readonly { readonly network: number; readonly mask: number }[] {
  // Addresses in this file are hexadecimal in the machine's byte order.
  const value = (hexadecimal: string) => Buffer.from(hexadecimal, 'hex').readUInt32LE();
  return readFileSync('/proc/net/route', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map((fields) => ({ network: value(fields[1] ?? '00000000'), mask: value(fields[7] ?? '00000000') }))
    .filter((route) => route.mask !== 0);
}
