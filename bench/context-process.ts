/** The process `bench/context.ts` measures in: SOCKET, then a folder to build per line of its input; figures as JSON lines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from '../src/engine/dockerode/connect';
import type { ContextFigures } from './context';

async function serve(socket: string): Promise<void> {
  const engine = await connect({ source: 'setting', context: undefined, address: { kind: 'unix', path: socket } });
  for await (const root of createInterface({ input: process.stdin })) {
    const begin = performance.now();
    const cpu = process.cpuUsage();
    let sent = 0;
    const context = {
      root,
      dockerfile: join(root, 'Dockerfile'),
      onSent: (bytes: number) => {
        sent = bytes;
      },
    };
    const { signal } = new AbortController();
    for await (const event of engine.images.build(context, { tags: ['lw-bench:ours'], signal })) void event;
    const { user, system } = process.cpuUsage(cpu);
    const figures: ContextFigures = {
      seconds: (performance.now() - begin) / 1000,
      processor: (user + system) / 1e6,
      sent,
      peakBytes: peakBytes(),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  }
  engine.dispose();
}

/** The resource usage that Linux reports starts with that of the parent, which reads TypeScript. */
function peakBytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

void serve(process.argv[2] ?? '');
