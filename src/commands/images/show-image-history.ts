import type { HistoryLayer } from '../../engine/engine';
import { formatBytes } from '../../shared/quantity';
import { formatAge } from '../../views/format';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** The instructions an image was made by, newest first, with what each added. */
export async function showImageHistory(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Show image history' }));
  if (!image) return;
  const layers = await (await services.engine()).images.history(image.ref);
  await services.ui.showText({
    title: `${image.name} history`,
    language: 'plaintext',
    text: renderHistory(image.name, layers),
  });
}

export function renderHistory(name: string, layers: readonly HistoryLayer[]): string {
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = layers.map((layer) => [
    layer.bytes === 0 ? '' : formatBytes(layer.bytes),
    formatAge(layer.created) ?? '',
    instructionOf(layer),
  ]);
  const widths = [0, 1].map((column) => Math.max(4, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = [['size', 'age', 'instruction'], ...rows].map(([size = '', age = '', text = '']) =>
    `${size.padStart(widths[0] ?? 0)}  ${age.padEnd(widths[1] ?? 0)}  ${text}`.trimEnd(),
  );
  return `${name}: ${formatBytes(total)} in ${layers.length} steps, newest first\n\n${lines.join('\n')}\n`;
}

/** As it stood in the Dockerfile, as far as the engine kept it. */
export function instructionOf({ createdBy, comment }: HistoryLayer): string {
  const text = createdBy.replace(/\s+/g, ' ').trim();
  if (text === '') return comment === '' ? '(nothing is known of it)' : `(${comment})`;
  const legacy = /^\/bin\/sh -c #\(nop\)\s*(.*)$/.exec(text)?.[1];
  if (legacy !== undefined) return legacy;
  const run = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c (.*?)(?: # buildkit)?$/.exec(text)?.[1];
  return run === undefined ? text.replace(/ # buildkit$/, '') : `RUN ${run}`;
}
