import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is as wanted. After `seconds` it throws the last answer, so that a failed test says what it saw. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  { seconds = 60 }: { readonly seconds?: number } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s, last ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}
