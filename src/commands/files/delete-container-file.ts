import { holds } from '../../container-files/paths';
import { attemptAll, reportAll } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { askFile } from './ask-file';
import { describeTarget, type FileTarget, fileTargets } from './file-targets';

/** Names what goes, and says which are folders that go with all that is in them. */
export async function deleteContainerFile(
  services: Pick<Services, 'engine' | 'ui' | 'memory' | 'files' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const given = fileTargets(args);
  const asked =
    given.length > 0
      ? undefined
      : await askFile(services, args, { title: 'Delete file in container', prompt: 'The file or folder to delete.' });
  const targets = outermost(asked ? [asked] : given);
  if (targets.length === 0) return;
  const files = await services.files();
  const stats = await Promise.all(
    targets.map(async (target) => ({ target, stat: await files.stat(target.container.id, target.path) })),
  );
  const lines = stats.map(({ target, stat }) => {
    const what = stat.isLink
      ? ' (the link, not what it leads to)'
      : stat.kind === 'folder'
        ? ' (a folder, with everything in it)'
        : '';
    return `${describeTarget(target)}${what}`;
  });
  const [only] = lines;
  const what = lines.length === 1 ? only : `${lines.length} files and folders`;
  const agreed = await services.ui.confirm({
    message: `Delete ${what}?`,
    detail: `${lines.length === 1 ? '' : `${nameLines(lines)}\n\n`}This cannot be undone.`,
    action: 'Delete',
  });
  if (!agreed) return;
  const named = targets.map((target) => ({ ...target, name: describeTarget(target) }));
  const outcome = await services.ui.progress(`Deleting ${what}`, () =>
    attemptAll(named, 4, ({ container, path }) => files.remove(container.id, path)),
  );
  reportAll(services, outcome, 'Deleted', 'files');
}

/** What is below another one that goes, goes with it. */
function outermost(targets: readonly FileTarget[]): readonly FileTarget[] {
  return targets.filter(
    (target) =>
      !targets.some(
        (other) => other !== target && other.container.id === target.container.id && holds(other.path, target.path),
      ),
  );
}
