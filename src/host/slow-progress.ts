import type { Ui } from './ui';

const patienceMilliseconds = 700;

/** Shows a progress, with a way to cancel, only for what takes a while: most of it is done before anybody would wait. */
export function createSlowProgress({ progress }: Pick<Ui, 'progress'>) {
  return async <T>(
    title: string,
    task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const abort = new AbortController();
    let last: string | undefined;
    let show = (message: string) => {
      last = message;
    };
    const work = task((message) => show(message), abort.signal);
    if (await isSettledSoon(work)) return work;
    return progress(title, (report, signal) => {
      signal.addEventListener('abort', () => abort.abort(), { once: true });
      show = report;
      if (last !== undefined) report(last);
      return work;
    });
  };
}

async function isSettledSoon(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMilliseconds);
  });
  const settled = work.then(
    () => true,
    () => true,
  );
  const soon = await Promise.race([settled, late]);
  clearTimeout(timer);
  return soon;
}
