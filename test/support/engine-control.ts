import { createServer } from 'node:http';
import type { TestEngine } from './engine';
import { atEnd } from './watchdog';

/** What tests inside an extension host may ask of the engine that another process started for them. */
export type EngineOrder = 'kill' | 'restart' | 'reset';

/** Serves the orders on a loopback port until the tests are over. Returns its address. */
export function serveEngineControl(engine: TestEngine): Promise<string> {
  const orders: Readonly<Record<EngineOrder, () => Promise<void>>> = {
    kill: () => engine.kill(),
    restart: () => engine.restart(),
    reset: () => engine.reset(),
  };
  const server = createServer(async ({ url = '' }, response) => {
    try {
      await orders[url.slice(1) as EngineOrder]();
      response.end('done');
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  atEnd(undefined, async () => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}
