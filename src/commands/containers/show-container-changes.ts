import type { FileChange } from '../../engine/archives';
import { plural } from '../../shared/plural';
import { compareNames } from '../../views/format';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** What a container added to, changed in and deleted from the files of its image. */
export async function showContainerChanges(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Show container changes', empty: 'There is no container here yet.' }));
  if (!target) return;
  const engine = await services.engine();
  const changes = await services.ui.progress(`Comparing ${target.name} with its image`, (_report, signal) =>
    engine.containers.changes(target.id, signal),
  );
  await services.ui.showText({
    title: `${target.name} changes`,
    language: 'plaintext',
    text: renderChanges(target.name, changes),
  });
}

const marks = { added: 'A', changed: 'C', deleted: 'D' } as const;

export function renderChanges(name: string, changes: readonly FileChange[]): string {
  if (changes.length === 0) return `${name} has changed nothing in the files of its image.\n`;
  const count = (kind: FileChange['kind']) => changes.filter((change) => change.kind === kind).length;
  const sums = [`${count('added')} added`, `${count('changed')} changed`, `${count('deleted')} deleted`].join(', ');
  const lines = [...changes]
    .sort((a, b) => compareNames(a.path, b.path))
    .map(({ path, kind }) => `${marks[kind]} ${path}`);
  return `${name} against its image: ${plural(changes.length, 'path')}, ${sums}. Volumes are not compared.\n\n${lines.join('\n')}\n`;
}
