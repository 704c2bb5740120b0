import { basename } from 'node:path';
import { ContextError } from '../../context/context-error';
import type { BuildOptions } from '../../engine/build-options';
import { EngineError } from '../../engine/errors';
import { type Proof, ProofError } from '../../optimise/proof';
import type { RewrittenFile } from '../../optimise/rewriter';
import { summariseProof } from '../../optimise/summarise-proof';
import { registryCredentials } from '../build/registry-credentials';
import { offer } from '../offer';
import type { Services } from '../services';
import type { Rewrites } from './rewrites';

type ProveServices = Pick<
  Services,
  'engine' | 'ui' | 'log' | 'memory' | 'workspace' | 'registries' | 'rewriter' | 'run'
>;

/** What the last build of the Dockerfile was asked for. */
type Remembered = Partial<Pick<BuildOptions, 'buildArgs' | 'platform'>>;

/** Builds a Dockerfile and its rewrite, compares them, and reports. */
export async function proveRewrite(services: ProveServices, rewrites: Rewrites, address: unknown): Promise<void> {
  const { ui, workspace } = services;
  if (!workspace.trusted) {
    await ui.warn('Nothing is built in a workspace that is not trusted. Trust the workspace, then prove again.');
    return;
  }
  const file = rewrites.find(address);
  if (!file) {
    await ui.info('There is no rewrite to prove. Run "Optimise Dockerfile" first.');
    return;
  }
  try {
    const proof = await ui.progress(`Proving the rewrite of ${basename(file.path)}`, (report, signal) =>
      run(services, file, report, signal),
    );
    rewrites.report(file, summariseProof(proof));
  } catch (error) {
    if (error instanceof ContextError) {
      throw new EngineError('invalid', `${error.message.replace(/\.$/, '')}.`, { cause: error });
    }
    if (!(error instanceof ProofError)) throw error;
    services.log.error(`${file.path}: ${error.message}`, error);
    const { hint } = error;
    const shown = hint === undefined ? ui.error(error.message) : ui.error(error.message, 'Show output');
    offer(services, shown, {
      'Show output': () => void ui.showText({ title: 'Output of the proof', language: 'log', text: `${hint}\n` }),
    });
  }
}

async function run(
  services: ProveServices,
  file: RewrittenFile,
  report: (message: string, fraction?: number) => void,
  signal: AbortSignal,
): Promise<Proof> {
  const [{ prove }, engine, auths] = await Promise.all([
    import('../../optimise/prove'),
    services.engine(),
    registryCredentials(services, signal),
  ]);
  const { buildArgs, platform } = services.memory.get<Remembered>(`build:${file.path}`) ?? {};
  return prove({
    engine,
    root: file.context,
    dockerfile: file.path,
    original: file.original,
    rewrite: file.rewrite,
    edit: file.edit,
    build: { ...(auths ? { auths } : {}), ...(buildArgs ? { buildArgs } : {}), ...(platform ? { platform } : {}) },
    onPhase: ({ text, fraction }) => report(text, fraction),
    signal,
  });
}
