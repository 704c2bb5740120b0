import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PageOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds without a sign of the server; 2000 when absent. */
  readonly timeout?: number;
}

export interface Page {
  readonly status: number;
  readonly text: string;
}

/**
 * Fetches a page from a server that may still be starting, for at most ten seconds. Not with `fetch`: its connections do
 * not keep the process alive while the engine's port proxy accepts one and closes it again.
 */
export async function fetchPage(url: string, options: PageOptions = {}): Promise<Page> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await getPage(url, options);
    } catch (error) {
      if (Date.now() > end) throw new Error(`${url} did not answer within 10 s`, { cause: error });
      await sleep(50);
    }
  }
}

/** One attempt. */
export function getPage(url: string, options: PageOptions = {}): Promise<Page> {
  const { headers = {}, timeout = 2_000 } = options;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers, timeout }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject).on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}
