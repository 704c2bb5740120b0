import type { Services } from '../services';

export async function toggleInlineCosts({ settings }: Pick<Services, 'settings'>): Promise<void> {
  await settings.write('layerwright.build.inlineCosts', !settings.build().inlineCosts);
}
