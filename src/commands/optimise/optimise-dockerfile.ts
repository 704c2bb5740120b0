import { basename, dirname } from 'node:path';
import type { RewriteRequest, RewrittenFile } from '../../optimise/rewriter';
import { plural } from '../../shared/plural';
import { askDockerfile } from '../build/build-answers';
import { offer } from '../offer';
import type { Services } from '../services';
import type { Rewrites } from './rewrites';

type OptimiseServices = Pick<Services, 'ui' | 'log' | 'memory' | 'run' | 'workspace' | 'rewriter'>;

interface Preset {
  readonly dockerfile?: string;
  readonly include?: RewriteRequest['include'];
}

/** Shows what all fixes for cache and size would make of a Dockerfile. Nothing is changed until the person says so. */
export async function optimiseDockerfile(
  services: OptimiseServices,
  rewrites: Rewrites,
  args: readonly unknown[],
): Promise<void> {
  const { ui, memory, rewriter } = services;
  const { dockerfile, include = 'safe' } = presetOf(args);
  const path = dockerfile ?? (await askDockerfile(services, 'Optimise: Dockerfile'));
  if (path === undefined) return;
  const { context = dirname(path) } = memory.get<{ readonly context?: string }>(`build:${path}`) ?? {};
  const file = await rewriter.rewrite({ path, context, include });
  if (!file) {
    await ui.info('Linting is turned off by the setting layerwright.lint.enabled, so there are no fixes to take.');
    return;
  }
  const { applied } = file.rewrite;
  if (applied.length > 0) await rewrites.show(file);
  offer(services, ui.info(...message(file)), {
    Apply: ['layerwright.applyRewrite', path],
    Prove: ['layerwright.proveRewrite', path],
    Details: () => rewrites.report(file),
    'Take them, too': ['layerwright.optimiseDockerfile', { dockerfile: path, include: 'all' }],
  });
}

/** What came of it, and what can be done with it. */
function message({ path, rewrite }: RewrittenFile): readonly [string, ...string[]] {
  const { applied, refused } = rewrite;
  const left =
    refused.length === 0
      ? ''
      : ` ${plural(refused.length, 'finding')} stay${refused.length === 1 ? 's' : ''} as ${refused.length === 1 ? 'it is' : 'they are'}.`;
  if (applied.length > 0) {
    return [
      `${plural(applied.length, 'fix', 'fixes')} for cache and size in ${basename(path)}.${left}`,
      'Apply',
      'Prove',
      'Details',
    ];
  }
  const takeable = refused.filter(({ fix }) => fix !== undefined).length;
  const offered =
    takeable === 0 ? '' : ` ${takeable === 1 ? 'One has a fix' : `${takeable} have fixes`} that may change the image.`;
  return [
    `There is nothing to rewrite in ${basename(path)}.${left}${offered}`,
    ...(takeable === 0 ? [] : ['Take them, too']),
    ...(refused.length === 0 ? [] : ['Details']),
  ];
}

function presetOf([first]: readonly unknown[]): Preset {
  if (typeof first === 'string') return { dockerfile: first };
  return typeof first === 'object' && first !== null && 'dockerfile' in first ? (first as Preset) : {};
}
