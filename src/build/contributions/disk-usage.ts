import type { DiskCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const view = 'layerwright.diskUsage';

export const diskContributions: Readonly<Record<DiskCommandId, CommandContribution>> = {
  'layerwright.showDiskUsage': {
    title: 'Show disk usage',
    icon: 'pie-chart',
    does: 'Shows what takes up the disk of the engine, and what of it can be reclaimed.',
    typed: ['docker system df', 'docker system df -v'],
  },
  'layerwright.refreshDiskUsage': {
    title: 'Measure disk usage again',
    icon: 'refresh',
    does: 'Measures once more. It is never done by itself, because it costs the engine seconds.',
    titles: [{ view, group: 'navigation@2' }],
  },
  'layerwright.pruneBuildCache': {
    title: 'Prune build cache…',
    icon: 'clear-all',
    does: 'Removes build cache: what nothing else needs, what was not used for a week, or all of it, after a preview.',
    typed: ['docker builder prune', 'docker builder prune -a'],
    rows: [{ view, values: ['buildCacheUsage'], group: '9_destructive@1' }],
    titles: [{ view, group: '9_destructive@5' }],
  },
  'layerwright.pruneSystem': {
    title: 'Prune everything unused…',
    icon: 'clear-all',
    does: 'Lists what can go, part by part with sizes, names all of it, and removes what is ticked.',
    typed: ['docker system prune', 'docker system prune -a --volumes'],
    titles: [{ view, group: '9_destructive@1' }],
  },
};
