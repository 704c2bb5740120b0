/** Saves a picture of an open window under a name. */
export type TakePicture = (name: string) => Promise<unknown>;

const open = new Set<TakePicture>();

/** Until `close`, a failed test leaves a picture of this window. */
export function pictureWhenFailing(take: TakePicture): { close(): void } {
  open.add(take);
  return { close: () => open.delete(take) };
}

export async function pictureFailure(title: string): Promise<void> {
  const name = `failed-${title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 100)}`;
  let number = 0;
  // A window that cannot be pictured must not hide why the test failed.
  for (const take of open) await take(`${name}-${++number}`).catch(() => {});
}
