import { listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** The references, one on each line. */
export async function copyImageReference(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const given = imageTargets(args);
  const picked = given.length > 0 ? given : [await pickImage(services, { title: 'Copy image reference' })];
  const refs = picked.flatMap((target) => (target ? [target.ref] : []));
  if (refs.length === 0) return;
  await services.ui.copy(refs.join('\n'));
  services.ui.statusMessage(`Copied ${listOf(refs)}.`);
}
