/**
 * Outlives the test process by a moment: ends what is still listed once that process is gone, however it ended, SIGKILL
 * included. It learns about its charges from lines of JSON on standard input, whose end is the sign.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { endEngine, ownerFile } from './engine-files';
import { commandLine, endProcess, isRunning, processesWith } from './processes';
import type { Charge, WatchdogMessage } from './watchdog';

const charges = new Map<string, Charge>();
const lines = createInterface({ input: process.stdin });
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
lines.on('line', (line) => {
  const message = JSON.parse(line) as WatchdogMessage;
  if (message.charge) charges.set(message.id, message.charge);
  else charges.delete(message.id);
});
lines.on('close', async () => {
  for (const charge of [...charges.values()].reverse()) await end(charge).catch(() => {});
});

async function end(charge: Charge): Promise<void> {
  switch (charge.kind) {
    case 'process':
      if (isRunning(charge.pid) && commandLine(charge.pid).includes(charge.commandLine))
        await endProcess(charge.pid, 3_000);
      break;
    case 'processes':
      await Promise.all(processesWith(charge.commandLine).map((pid) => endProcess(pid, 10_000)));
      break;
    case 'engine':
      await endEngine(charge.files);
      rmSync(ownerFile(charge.files), { force: true });
      break;
    case 'folder':
      rmSync(charge.path, { recursive: true, force: true });
      break;
  }
}
