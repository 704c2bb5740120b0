import { basename } from 'node:path';
import type { Services } from '../services';
import type { Rewrites } from './rewrites';

/** Puts the rewrite into the Dockerfile and what belongs to it, as one change that can be undone. */
export async function applyRewrite(
  { ui, rewriter }: Pick<Services, 'ui' | 'rewriter'>,
  rewrites: Rewrites,
  address: unknown,
): Promise<void> {
  const file = rewrites.find(address);
  if (!file) {
    await ui.info('There is no rewrite to apply. Run "Optimise Dockerfile" first.');
    return;
  }
  const name = basename(file.path);
  switch (await rewriter.apply(file)) {
    case 'applied':
      await rewrites.applied(file);
      ui.statusMessage(`Rewrote ${name}.`);
      return;
    case 'changed':
      await ui.warn(`${name} was changed since it was rewritten, so nothing was applied. Optimise it again.`);
      return;
    case 'refused':
      await ui.error('The editor did not take the change: a file may be read-only. Nothing was applied.');
  }
}
