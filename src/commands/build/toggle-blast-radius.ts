import type { Services } from '../services';

export async function toggleBlastRadius({ settings }: Pick<Services, 'settings'>): Promise<void> {
  await settings.write('layerwright.build.blastRadius', !settings.build().blastRadius);
}
