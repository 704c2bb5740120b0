import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf } from '../../container-files/paths';
import { formatBytes, listOf } from '../../shared/quantity';
import { nameLines } from '../name-lines';
import { offer } from '../offer';
import type { Services } from '../services';
import { askFile } from './ask-file';
import { describeSkipped } from './describe-skipped';
import { describeTarget, type FileTarget, fileTargets } from './file-targets';

/** Copies files and folders of containers into a folder of this machine. */
export async function copyFromContainer(
  services: Pick<Services, 'engine' | 'ui' | 'memory' | 'files' | 'workspace' | 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const given = fileTargets(args);
  const asked =
    given.length > 0
      ? undefined
      : await askFile(services, args, { title: 'Copy from container', prompt: 'The file or folder to copy.' });
  const targets = asked ? [asked] : given;
  if (targets.length === 0) return;
  const what = listOf(targets.map(describeTarget));
  const folder = await ui.pickFolder({ title: `Copy ${what} to` });
  if (folder === undefined) return;
  const copies = targets.map((target) => ({ target, to: join(folder, localName(target)) }));
  const there = copies.filter(({ to }) => existsSync(to)).map(({ to }) => to);
  if (there.length > 0) {
    const agreed = await ui.confirm({
      message: there.length === 1 ? `Replace ${there[0]}?` : `Replace ${there.length} files and folders?`,
      detail: `${nameLines(there)}\n\nFiles of the same name are replaced; others in a folder stay.`,
      action: 'Replace',
    });
    if (!agreed) return;
  }
  const files = await services.files();
  const done = await ui.progress(`Copying ${what}`, async (report, signal) => {
    let bytes = 0;
    let count = 0;
    const skipped: string[] = [];
    for (const { target, to } of copies) {
      const copied = await files.download(target.container.id, target.path, to, {
        signal,
        onBytes: (read, total) => {
          const text =
            total === undefined ? formatBytes(bytes + read) : `${formatBytes(read)} of ${formatBytes(total)}`;
          report(text, total === undefined || copies.length > 1 ? undefined : read / total);
        },
      });
      bytes += copied.bytes;
      count += copied.files;
      skipped.push(...copied.skipped);
    }
    return { bytes, count, skipped };
  });
  const [first] = copies;
  const size = `${done.count === 1 ? '' : `${done.count} files, `}${formatBytes(done.bytes)}`;
  const message = `Copied ${what} to ${folder} (${size}).${describeSkipped(done.skipped)}`;
  const show = done.skipped.length > 0 ? ui.warn : ui.info;
  offer(services, show(message, 'Reveal'), {
    Reveal: () => {
      if (first) void ui.reveal(first.to);
    },
  });
}

function localName({ container, path }: FileTarget): string {
  const name = nameOf(path);
  return name === '' ? container.name : name.replace(/[\uF780-\uF7FF]/g, '_');
}
